"""Two clocks: what was known at a moment, and what was true at one, apart and together."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from memory_agent import Memory
from tests.invariants.living import day, life, say

PORTO, LISBON = "The user lives in Porto.", "The user lives in Lisbon."


@pytest.fixture(scope="module")
def told(memory: Memory) -> Iterator[tuple[str, list[datetime]]]:
    """Porto since day 0, Lisbon since day 10; when the ledger learned of each."""
    with life(memory) as user_id:
        learned = []
        for number, sentence in ((0, "I live in Porto."), (10, "I live in Lisbon.")):
            say(memory, user_id, sentence, number)
            learned.append(memory.log(user_id=user_id)[-1].recorded_at)
        yield user_id, learned


CASES = [
    (None, None, [LISBON]),
    (0, None, [PORTO]),
    (1, None, [LISBON]),
    (None, 5, [PORTO]),
    (None, 15, [LISBON]),
    (None, -5, []),
    (0, 5, [PORTO]),
    (0, 15, [PORTO]),
    (1, 5, [PORTO]),
    (1, 15, [LISBON]),
]


def clocks(learned: list[datetime], known: int | None, true: float | None) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if known is not None:
        given["as_of"] = learned[known]
    if true is not None:
        given["valid_at"] = day(true)
    return given


@pytest.mark.parametrize(("known", "true", "expected"), CASES)
def test_every_read_goes_by_both(
    memory: Memory,
    told: tuple[str, list[datetime]],
    known: int | None,
    true: float | None,
    expected: list[str],
) -> None:
    user_id, learned = told
    given = clocks(learned, known, true)
    assert [m.text for m in memory.list(user_id=user_id, **given)] == expected
    hits = memory.search("live in Porto Lisbon", user_id=user_id, turns=False, **given)
    assert sorted(hit.text for hit in hits) == expected
    context = memory.context("live in Porto Lisbon", user_id=user_id, **given)
    shown = {PORTO, LISBON} & {m.text for m in context.memories}
    assert shown == set(expected)
    places = {relation.object for relation in memory.graph(user_id=user_id, **given).relations}
    assert places == {text.split()[-1].rstrip(".").casefold() for text in expected}


def test_nothing_was_known_before_the_first_turn(
    memory: Memory, told: tuple[str, list[datetime]]
) -> None:
    user_id, learned = told
    before = day(-1000)
    assert before < learned[0]
    assert memory.list(user_id=user_id, as_of=before, status=None) == []
    assert memory.search("Porto", user_id=user_id, as_of=before) == []
    assert memory.context("Porto", user_id=user_id, as_of=before).text == ""
    assert memory.graph(user_id=user_id, as_of=before).relations == ()


def test_an_undone_change_was_known_all_the_same(memory: Memory) -> None:
    with life(memory) as user_id:
        say(memory, user_id, "I live in Porto.", 0)
        turn = say(memory, user_id, "I live in Lisbon.", 10)
        before = memory.log(user_id=user_id)[-1].recorded_at
        memory.revert(user_id=user_id, turn_id=turn)
        assert [m.text for m in memory.list(user_id=user_id)] == [PORTO]
        assert [m.text for m in memory.list(user_id=user_id, valid_at=day(15))] == [PORTO]
        assert [m.text for m in memory.list(user_id=user_id, as_of=before)] == [LISBON]
