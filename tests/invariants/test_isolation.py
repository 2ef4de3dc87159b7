"""One user at a time: whatever fifty of them do, nobody is ever shown another's."""

import random
from collections.abc import Callable, Iterator

import pytest

from memory_agent import Memory, Settings
from memory_agent.domain.errors import NotFound
from memory_stores.ledger.naming import user_file
from tests.invariants.living import day, open_home

ODD = ["ana", "Ana", "ana ", " ana", "../ana", "a/b", "a\\b", "a%2Fb", "ana\u0301", "án", "ana.db"]
ODD += [
    "🦊",
    "🦊🦊",
    "名前",
    "ana@example.org",
    "Ana@example.org",
    ".",
    "..",
    "-ana",
    "ana;--",
    "'",
]
USERS = ODD + [f"user {number}" for number in range(50 - len(ODD))]
PLACES = ["Porto", "Lisbon", "Madrid", "Rome"]
ASKED = "Where in Porto, Lisbon, Madrid or Rome do I live, and who is the mark?"


def mark(user_id: str) -> str:
    """A word that only one user's life has."""
    return f"mark{USERS.index(user_id):02d}x"


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Memory]:
    """Fifty users with much the same to say, and fewer files open than users."""
    chance = random.Random(7)  # noqa: S311 - a life, not a secret
    home = tmp_path_factory.mktemp("crowd") / "home"
    with open_home(home, Settings(max_open_users=3)) as memory:
        for step in range(3):
            for user_id in chance.sample(USERS, len(USERS)):
                act(memory, user_id, step, chance)
        yield memory


def act(memory: Memory, user_id: str, step: int, chance: random.Random) -> None:
    """Do one thing of many, as a user."""
    if step == 0:
        said = f"The {mark(user_id)} is mine."
        memory.add(said, user_id=user_id, infer=False, at=day(0), session_id="s")
    memory.add(f"I live in {chance.choice(PLACES)}.", user_id=user_id, at=day(step))
    memory.context(ASKED, user_id=user_id)
    known = memory.list(user_id=user_id)
    doing = chance.choice(["update", "forget", "revert", "erase", "maintain", "nothing"])
    living = [m for m in known if "live" in m.text]
    if doing == "update":
        memory.update(known[0].id, f"{mark(user_id)} is still mine.", user_id=user_id)
    elif doing == "forget" and living:
        memory.forget(living[0].id, user_id=user_id)
    elif doing == "revert":
        newest = memory.log(user_id=user_id)[-1]
        memory.revert(user_id=user_id, revision=newest.number)
    elif doing == "erase" and living:
        memory.erase(living[0].id, user_id=user_id)
    elif doing == "maintain":
        memory.maintain(user_id=user_id)


def reads(memory: Memory, user_id: str) -> str:
    """Everything that any read returns for a user, as one text."""
    known = memory.list(user_id=user_id, status=None)
    return repr(
        (
            known,
            memory.search(ASKED, user_id=user_id, limit=50),
            memory.context(ASKED, user_id=user_id, budget=2000),
            memory.profile(user_id=user_id),
            [memory.history(m.id, user_id=user_id) for m in known],
            memory.log(user_id=user_id),
            memory.contexts(user_id=user_id),
            memory.graph(user_id=user_id),
            memory.receipts(user_id=user_id),
        )
    )


def ids(memory: Memory, user_id: str) -> set[str]:
    """The ids of all that a user has."""
    found = {r.memory_id for r in memory.log(user_id=user_id)}
    found |= {r.turn_id for r in memory.log(user_id=user_id) if r.turn_id}
    return found | {logged.id for logged in memory.contexts(user_id=user_id)}


def test_no_read_returns_anything_of_anybody_else(crowd: Memory) -> None:
    assert sorted(crowd.users()) == sorted(USERS)
    theirs = {user_id: ids(crowd, user_id) for user_id in USERS}
    for user_id in USERS:
        shown = reads(crowd, user_id)
        assert mark(user_id) in shown
        for other in USERS:
            if other != user_id:
                assert mark(other) not in shown
                assert not any(id_ in shown for id_ in theirs[other])


def test_nothing_can_be_reached_by_anothers_id(crowd: Memory) -> None:
    for user_id, other in zip(USERS, USERS[1:] + USERS[:1], strict=True):
        before = crowd.list(user_id=other, status=None), crowd.log(user_id=other)
        memory_id = crowd.list(user_id=other, status=None)[0].id
        turn_id = next(r.turn_id for r in crowd.log(user_id=other) if r.turn_id)
        context_id = crowd.contexts(user_id=other)[-1].id
        it, turn = {"memory_id": memory_id}, {"turn_id": turn_id}
        asking: list[tuple[Callable[..., object], dict[str, str]]] = [
            (crowd.get, it),
            (crowd.history, it),
            (crowd.update, it | {"text": "Mine now."}),
            (crowd.forget, it),
            (crowd.pin, it),
            (crowd.erase, {"memory_ids": memory_id}),
            (crowd.turn, turn),
            (crowd.log, turn),
            (crowd.revert, turn),
            (crowd.erase, turn),
            (crowd.replay, {"context_id": context_id}),
        ]
        for ask, given in asking:
            with pytest.raises(NotFound):
                ask(user_id=user_id, **given)
        assert (crowd.list(user_id=other, status=None), crowd.log(user_id=other)) == before


def test_erasing_one_life_leaves_the_bytes_of_all_others(crowd: Memory) -> None:
    crowd.add("I live in Porto.", user_id="passing by")
    crowd.context(ASKED, user_id="passing by")
    for user_id in [*USERS, "passing by"]:
        crowd.contexts(user_id=user_id)  # So that none waits to be written
    folder = crowd.home / "users"
    paths = [user_file(folder, user_id) for user_id in USERS]
    before = [path.read_bytes() for path in paths]
    crowd.erase(user_id="passing by", everything=True)
    assert [path.read_bytes() for path in paths] == before
    assert not user_file(folder, "passing by").exists()
    assert crowd.list(user_id="passing by") == []
    with pytest.raises(NotFound):
        crowd.log(user_id="passing by")
