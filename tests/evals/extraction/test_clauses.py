"""Labelled clauses: where they stand, and how far two readers agree."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals.extraction import agreement, clauses
from evals.extraction.positions import read_chats
from memory_agent.domain.errors import InvalidInput
from tests.evals.extraction.conftest import LONGMEMEVAL, WriteLines


def label(start: int = 0, end: int = 15, **labels: Any) -> dict[str, Any]:
    return {
        "data": "longmemeval",
        "question": "q1",
        "session": "s1",
        "turn": 0,
        "start": start,
        "end": end,
        "keep": 1,
        "kind": "fact",
        "about": "user",
        "durable": 1,
        "negated": 0,
        "hypothetical": 0,
        "standing": "none",
        "labeller": "a",
    } | labels


def test_the_text_of_a_clause_is_found_by_its_position(
    write_lines: WriteLines, write_chats: Callable[[Any], Path]
) -> None:
    read = clauses.read_clauses(write_lines("c.jsonl", [label(2, 6), label(data="personamem")]))
    chats = read_chats(write_chats(LONGMEMEVAL))
    ((clause, turn),) = clauses.texts(read, chats)
    assert turn[clause.start : clause.end] == "live"


def test_a_position_that_the_data_does_not_have_is_refused(
    write_lines: WriteLines, write_chats: Callable[[Any], Path]
) -> None:
    read = clauses.read_clauses(write_lines("c.jsonl", [label(2, 99)]))
    with pytest.raises(InvalidInput, match="no characters 2-99"):
        clauses.texts(read, read_chats(write_chats(LONGMEMEVAL)))


@pytest.mark.parametrize("wrong", [{"keep": 2}, {"kind": "f"}, {"standing": None}])
def test_a_label_that_there_is_not_is_refused(
    write_lines: WriteLines, wrong: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput, match=f"line 2: {next(iter(wrong))} is"):
        clauses.read_clauses(write_lines("c.jsonl", [label(), label(**wrong)]))


def test_clauses_are_counted_by_kind(write_lines: WriteLines) -> None:
    lines = [label(), label(kind="event", keep=0), label(data="personamem", kind="none")]
    part = clauses.counts(clauses.read_clauses(write_lines("c.jsonl", lines)))
    assert part.document["longmemeval"] == {
        "clauses": 2,
        "keep": 1,
        "kinds": {"fact": 1, "event": 1},
    }
    assert part.tables[0].rows[1][0] == "personamem"


def test_readers_are_compared_on_the_clauses_that_both_labelled(write_lines: WriteLines) -> None:
    first = [label(n, n + 1, keep=n % 2) for n in range(10)]
    second = [label(n, n + 1, keep=n % 2, durable=n % 2) for n in range(2, 12)]
    part = agreement.score(
        clauses.read_clauses(write_lines("a.jsonl", first)),
        clauses.read_clauses(write_lines("b.jsonl", second)),
    )
    assert (part.document["pairs"], part.document["second_labels"]) == (8, 10)
    assert part.document["keep"]["kappa"] == 1
    assert part.document["durable"]["kappa"] == 0
    assert part.document["durable"]["same"]["hits"] == 4
