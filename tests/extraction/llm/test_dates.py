"""Dates that a model reckons hold where the words bear them out, and are noted."""

from datetime import UTC, datetime
from typing import Any

import pytest

from memory_agent.domain import Resolution
from memory_agent.extraction import unsupported
from memory_agent.extraction.llm.dating import iso_span
from tests.extraction.llm.conftest import Asked
from tests.extraction.llm.models import item, told, turns
from tests.langchain.scripted import ScriptedModel

# The turns are said on Wednesday, 13 May 2026.


def read(text: str, memory: str, *meant: tuple[str, str], **fields: Any) -> Any:
    meanings = [{"words": words, "means": means} for words, means in meant]
    given = item(text.rstrip("."), memory, meant=meanings, **fields)
    return Asked(ScriptedModel(script=[told(given)]))(turns(text))[0]


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "memory", "meant", "fields", "period"),
    [
        (
            "I ran a marathon yesterday.",
            "The user ran a marathon on 12 May 2026.",
            ("yesterday", "on 12 May 2026"),
            {"kind": "event", "begins": "2026-05-12"},
            (day(2026, 5, 12), day(2026, 5, 13)),
        ),
        (
            "I ran a marathon last week.",
            "The user ran a marathon in the week of 4 May 2026.",
            ("last week", "in the week of 4 May 2026"),
            {"kind": "event", "begins": "2026-05-04", "ends": "2026-05-10"},
            (day(2026, 5, 4), day(2026, 5, 11)),
        ),
        (
            "I ran a marathon last week.",  # the event's days are read where the model gave none
            "The user ran a marathon in May 2026.",
            ("last week", "in May 2026"),
            {"kind": "event"},
            (day(2026, 5, 4), day(2026, 5, 11)),
        ),
        (
            "I have lived here in Porto since March.",
            "The user has lived in Porto since March 2026.",
            ("since March", "since March 2026"),
            {"begins": "2026-03"},
            (day(2026, 3, 1), None),
        ),
        (
            "I worked there from 2019 to 2021.",
            "The user worked at a bank from 2019 to 2021.",
            ("there", "at a bank"),
            {"begins": "2019", "ends": "2021"},
            (day(2019, 1, 1), day(2022, 1, 1)),
        ),
        (
            "We met over Easter.",  # the reader of dates does not know it
            "The user met somebody over Easter, in April 2026.",
            ("over Easter", "in April 2026"),
            {"kind": "event", "begins": "2026-04-05"},
            (day(2026, 4, 5), day(2026, 4, 6)),
        ),
    ],
)
def test_a_date_holds(
    text: str, memory: str, meant: tuple[str, str], fields: dict[str, Any], period: Any
) -> None:
    found = read(text, memory, meant, **fields)
    (candidate,) = found.candidates
    assert (candidate.valid_from, candidate.valid_to) == period
    assert candidate.resolutions == (Resolution(*meant),)
    assert unsupported(candidate, "The user") is None
    assert found.dropped == {}


@pytest.mark.parametrize("begins", ["2026-05-01", "2025", "soon", "2026-13", "2026-02-30"])
def test_a_date_that_the_words_do_not_bear_out_is_left_out(begins: str) -> None:
    found = read("I moved house yesterday.", "The user moved house.", begins=begins)
    (candidate,) = found.candidates
    assert (candidate.valid_from, candidate.valid_to) == (None, None)
    assert found.dropped == {"unsupported date": 1}


def test_where_the_words_tell_no_time_no_date_holds() -> None:
    found = read("I moved house.", "The user moved house.", begins="2026-05-12")
    assert found.candidates[0].valid_from is None
    assert found.dropped == {"unsupported date": 1}


@pytest.mark.parametrize(
    "means", ["on 12 June 2026", "on 11 May 2026", "on 12 May 2026 with Karim", "in 2025"]
)
def test_a_meaning_that_tells_of_another_day_or_of_more_is_refused(means: str) -> None:
    found = read(
        "I ran a marathon yesterday.",
        "The user ran a marathon.",
        ("yesterday", means),
        begins="2026-05-12",
    )
    assert (found.candidates, found.dropped) == ((), {"unsupported meaning": 1})


def test_what_ends_ends_on_its_day() -> None:
    found = read(
        "I quit my job at Acme last week.",
        "The user quit their job at Acme.",
        change="end",
        ends="2026-05-08",
    )
    (candidate,) = found.candidates
    assert (candidate.valid_from, candidate.valid_to) == (day(2026, 5, 8), None)


@pytest.mark.parametrize(
    ("text", "days"),
    [("2024", 366), ("2026-02", 28), ("2026-12", 31), ("2026-05-13", 1), ("2026-05-13T09:00Z", 1)],
)
def test_iso_dates_are_spans_of_days(text: str, days: int) -> None:
    span = iso_span(text)
    assert span is not None
    assert (span.after - span.first).days == days


@pytest.mark.parametrize("text", ["", "May", "26-05-13", "2026-5-1", "0000", "9999", "9999-12-31"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert iso_span(text) is None
