"""A superseding change touches exactly the memories that it contradicts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from memory_agent import Memory, domain
from tests.policies.near_misses import FAMILIES, NearMiss

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
CASES = [
    pytest.param(case, id=f"{family}: {case.said}")
    for family, cases in FAMILIES.items()
    for case in cases
]
_USERS = count()


def day(number: int) -> datetime:
    return DAY + timedelta(days=number)


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Memory]:
    with Memory.open(tmp_path_factory.mktemp("near misses") / "home") as opened:
        yield opened


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_ends_what_it_contradicts_and_nothing_else(
    memory: Memory, case: NearMiss
) -> None:
    user_id = f"user {next(_USERS)}"
    made = [
        [change.memory.id for change in memory.add(sentence, user_id=user_id, at=day(number))]
        for number, sentence in enumerate(case.known)
    ]
    assert all(made), "nothing is known of what was said before"
    before = {m.id: m for m in memory.list(user_id=user_id)}
    memory.add(case.said, user_id=user_id, at=day(30))
    after = {m.id: m for m in memory.list(user_id=user_id, status=None)}
    ended = {
        sentence
        for sentence, ids in zip(case.known, made, strict=True)
        if any(after[id_].status != "current" for id_ in ids)
    }
    assert ended == set(case.ended)
    changed = {id_ for id_, old in before.items() if after[id_] != old}
    gone = {id_ for id_ in changed if after[id_].status != "current"}
    assert all(said_again(memory, user_id, after[id_]) for id_ in changed - gone)


def said_again(memory: Memory, user_id: str, known: domain.Memory) -> bool:
    """Whether the newest change to a memory made it surer, or more precise about the same."""
    return memory.history(known.id, user_id=user_id)[-1].op in {"reinforce", "update"}
