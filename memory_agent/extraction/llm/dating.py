"""Checks the dates that a model reckons against the words that they come from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from memory_agent.domain import Turn
from memory_agent.extraction.dates import find_dates
from memory_agent.extraction.periods import DAYS, MONTHS

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")
_NUMBER = re.compile(r"\d+")
_MONTH = re.compile(r"\b[A-Za-z]{3,9}\b")
_NAME = re.compile(r"[A-Z][a-z]+")


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days: the first, and the one after the last."""

    first: date
    after: date

    def meets(self, other: "Span") -> bool:
        """Whether they have a day in common."""
        return self.first < other.after and other.first < self.after


def iso_span(text: str) -> Span | None:
    """Read ``2026``, ``2026-05`` or ``2026-05-13``, with or without a time; None if it is none."""
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        if day:
            return Span(first, first + timedelta(days=1))
        after = (first + timedelta(days=31)).replace(day=1) if month else date(first.year + 1, 1, 1)
        return Span(first, after)
    except (ValueError, OverflowError):
        return None


def spans_in(words: str, said_at: datetime) -> list[Span]:
    """Return the days that words may mean, read as of what was and as of what will be."""
    found = [
        Span(mention.first.date(), mention.last.date())
        for future in (None, False, True)
        for mention in find_dates(words, said_at, future=future)
    ]
    return list(dict.fromkeys(found))


def spells(means: str, spans: Iterable[Span]) -> bool:
    """Whether the numbers and names of a date written out are those of some days."""
    days = [day for span in spans for day in (span.first, span.after - timedelta(days=1))]
    numbers = {part for day in days for part in (day.year, day.month, day.day)}
    names = {MONTHS[day.month - 1] for day in days} | set(DAYS)
    return all(int(number) in numbers for number in _NUMBER.findall(means)) and all(
        any(name.startswith(word.lower()) for name in names) for word in _NAME.findall(means)
    )


@dataclass(frozen=True, slots=True)
class Dates:
    """The days that a memory may speak of.

    Args:
        begins: Its first day or days, where the words bear the model out.
        ends: Its last.
        read: Those that can be read in the words without the model.
        refused: Whether the model gave one that the words do not bear out.
    """

    begins: Span | None
    ends: Span | None
    read: tuple[Span, ...]
    refused: bool

    @property
    def all(self) -> tuple[Span, ...]:
        """Every one of them."""
        return (*filter(None, (self.begins, self.ends)), *self.read)

    def period(self, turn: Turn, kind: str, change: str) -> tuple[datetime | None, datetime | None]:
        """Return since when, and until when, a memory holds; an event is over after its day."""
        begins, ends = self.begins, self.ends
        if kind == "event" and begins is None and ends is None and self.read:
            begins, ends = self.read[0], self.read[-1]
        if change == "end":
            return _start(begins or ends, turn), None
        if kind == "event":
            ends = ends or begins
        if begins and ends and begins.first >= ends.after:
            return _start(begins, turn), None
        return _start(begins, turn), _midnight(ends.after, turn) if ends else None


def dates_of(begins: str, ends: str, quote: str, worded: Sequence[str], said_at: datetime) -> Dates:
    """Check the dates of a memory.

    A date holds if a day of it can be read in the quote, or its year stands there. Where nothing
    can be read there, it holds if the quote has words for a time at all, such as "over Easter".

    Args:
        begins: The first day that the model gave, ISO; empty for none.
        ends: The last.
        quote: The words cited.
        worded: Words of the quote that the model took for a date.
        said_at: When they were said.
    """
    read = spans_in(quote, said_at)

    def borne_out(given: str) -> Span | None:
        span = iso_span(given)
        if span is None or not (read or worded):
            return None
        met = not read or any(span.meets(other) for other in read)
        return span if met or _written(span, quote) else None

    first, last = borne_out(begins), borne_out(ends)
    refused = bool(begins and first is None) or bool(ends and last is None)
    return Dates(first, last, tuple(read), refused)


def _written(span: Span, quote: str) -> bool:
    """Whether the year of a date stands in a quote, and its month where it has one."""
    whole_year = (span.after - span.first).days > 31
    month = MONTHS[span.first.month - 1]
    named = any(month.startswith(word.lower()) for word in _MONTH.findall(quote))
    return str(span.first.year) in _NUMBER.findall(quote) and (whole_year or named)


def _start(span: Span | None, turn: Turn) -> datetime | None:
    return None if span is None else _midnight(span.first, turn)


def _midnight(day: date, turn: Turn) -> datetime:
    return datetime.combine(day, time(), turn.said_at.tzinfo)
