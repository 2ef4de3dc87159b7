"""One user at a time: nobody's memories reach anybody else."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent import Memory, Settings
from memory_agent.domain.errors import NotFound
from memory_agent.models import MiniLM
from tests.memory.asking import learn, texts

USERS = [f"user {number}" for number in range(16)] + [
    "../../etc/passwd",
    "ana@example.org",
    "Ana@example.org",
    "名前",
]
SENTENCES = [
    "I live in Rome.",
    "I moved to Oslo.",
    "I am allergic to peanuts.",
    "I love sushi.",
    "I hate sushi.",
    "My brother Owen works as a baker.",
    "My brother moved to Porto.",
    "Always answer in metric units.",
    "Thanks!",
]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory, embedder: MiniLM) -> Iterator[Memory]:
    """Twenty users with much the same to say, and fewer files open than users."""
    home = tmp_path_factory.mktemp("crowd")
    with Memory.open(home, embedder=embedder, settings=Settings(max_open_users=3)) as memory:
        for number, user_id in enumerate(USERS):
            said = [SENTENCES[(number + step) % len(SENTENCES)] for step in range(4)]
            memory.add(said, user_id=user_id, wait=False)
        memory.flush()
        yield memory


def ids_read(memory: Memory, user_id: str, query: str) -> set[str]:
    """The ids of all that any read returns for a user."""
    hits = memory.search(query, user_id=user_id, limit=40)
    context = memory.context(query, user_id=user_id, budget=2000)
    read: list[Any] = [*hits, *context.memories, *context.turns]
    read += [hit.said for hit in hits if hit.said]
    read += memory.profile(user_id=user_id).memories
    read += memory.list(user_id=user_id)
    return {item.id for item in read}


def ids_owned(memory: Memory, user_id: str) -> set[str]:
    """The ids of the memories and turns in a user's own file."""
    with memory._stores.user(user_id) as store, store.ledger.reading() as connection:
        rows = connection.execute("SELECT id FROM memories UNION ALL SELECT id FROM turns")
        return {row[0] for row in rows}


def test_any_unicode_id_is_a_user_of_its_own(crowd: Memory) -> None:
    assert crowd.users() == sorted(USERS)
    assert all(crowd.has_user(user_id) for user_id in USERS)
    assert {path.parent for path in crowd.home.rglob("*.db")} == {crowd.home / "users"}


@settings(max_examples=12, deadline=None)
@given(
    said=st.lists(
        st.tuples(st.sampled_from(USERS), st.sampled_from(SENTENCES)), min_size=1, max_size=5
    ),
    query=st.sampled_from([*SENTENCES, "food", "Owen"]),
)
def test_invariant_8_one_user_at_a_time_no_read_returns_what_is_anothers(
    crowd: Memory, said: list[tuple[str, str]], query: str
) -> None:
    for user_id, sentence in said:
        changes = crowd.add(sentence, user_id=user_id)
        assert {c.memory.id for c in changes} <= ids_owned(crowd, user_id)
    owned = {user_id: ids_owned(crowd, user_id) for user_id in USERS}
    assert sum(map(len, owned.values())) == len(set().union(*owned.values()))
    for user_id in {user_id for user_id, _ in said} | {USERS[0]}:
        read = ids_read(crowd, user_id, query)
        assert read and read <= owned[user_id]


def test_invariant_8_one_user_at_a_time_anothers_id_is_not_found(crowd: Memory) -> None:
    one, other = USERS[0], USERS[1]
    known = crowd.list(user_id=one)[0]
    assert known.source is not None
    for call in (crowd.get, crowd.history, crowd.forget):
        with pytest.raises(NotFound):
            call(known.id, user_id=other)
    with pytest.raises(NotFound):
        crowd.turn(known.source.turn_id, user_id=other)
    assert crowd.get(known.id, user_id=one).status == "current"


def test_a_change_of_one_users_changes_nothing_of_anothers(memory: Memory) -> None:
    rome = learn(memory, "I live in Rome.", "ana")
    learn(memory, "I live in Rome.", "ben")
    memory.add("I moved to Oslo.", user_id="ben")
    memory.forget(memory.list(user_id="ben")[0].id, user_id="ben")
    assert texts(memory, "ana") == [rome.text]
    assert texts(memory, "ben") == []
