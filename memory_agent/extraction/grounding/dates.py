"""Dates of a memory: each must follow from the words, or from what words were taken to mean."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from memory_agent.domain import Resolution
from memory_agent.extraction.dates import find_dates
from memory_agent.extraction.grounding.resolving import tense
from memory_agent.extraction.periods import MONTHS, SEASONS, month_number

_NAMED = "|".join([*MONTHS, "sept?", *(month[:3] for month in MONTHS)])
_SEASON = "|".join(SEASONS)
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"\b(?P<iso>{_YEAR}-\d\d-\d\d)\b"
    rf"|\b(?:(?P<from>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:to|until|till|[-–])\s*(?:the\s+)?)?"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_NAMED})\b\.?(?:,?\s+(?P<year>{_YEAR}))?\b"
    rf"|\b(?P<month2>{_NAMED})\.?\s+(?:the\s+)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year2>{_YEAR})\b)?"
    rf"|\b(?P<month3>{_NAMED})\.?,?\s+(?P<year3>{_YEAR})\b"
    rf"|\b(?P<season>{_SEASON})\s+(?P<year4>{_YEAR})\b"
    rf"|(?<![\d.,:$€£])\b(?P<year5>{_YEAR})\b(?![.,:]?\d|\s*(?:km|kg|miles|euros?|dollars?))"
    r"|'(?P<short>\d\d)\b(?!\w)",
    re.IGNORECASE,
)


_YEARS = ("year", "year2", "year3", "year4", "year5")
_TURN = 40
"""Two digits above it are of the last century."""

_DIGIT = re.compile(r"\d")
_LED = re.compile(r"\s*(?:on|in|at|by|since|until|till|last|next)\b", re.IGNORECASE)
_FORTNIGHT = re.compile(r"\b(?:a )?fortnight\b", re.IGNORECASE)
_WEEKS_AGO = re.compile(r"\b(?P<count>a|one|two|three|\d{1,2}) weeks? ago\b", re.IGNORECASE)
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3}
_THE_DAY = re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as far as it is told.

    Args:
        words: How it is written.
        day: Of the month; None if it is not told.
        month: 1 to 12; None if it is not told.
        year: None if it is not told.
        season: ``spring``; None if it is not told.
    """

    words: str
    day: int | None = None
    month: int | None = None
    year: int | None = None
    season: str | None = None

    def within(self, other: "Dated") -> bool:
        """Whether another date tells all that this one does, and the same."""
        return all(
            mine is None or mine == theirs
            for mine, theirs in (
                (self.day, other.day),
                (self.month, other.month),
                (self.year, other.year),
                (self.season, other.season),
            )
        )


def dates(text: str) -> Iterator[Dated]:
    """Find the dates of a text that name a year, or a day of a month."""
    if not _DIGIT.search(text):
        return
    for match in _DATE.finditer(text.replace("’", "'")):
        written = match.group()
        if match["iso"]:
            iso = date.fromisoformat(written)
            yield Dated(written, iso.day, iso.month, iso.year)
            continue
        names = [match[name] for name in ("month", "month2", "month3") if match[name]]
        days = [int(match[name]) for name in ("from", "day", "day2") if match[name]]
        years = [int(match[name]) for name in _YEARS if match[name]]
        if match["short"]:
            years = [_century(int(match["short"]))]
        season = (match["season"] or "").lower().replace("fall", "autumn") or None
        month = month_number(names[0]) if names else None
        year = years[0] if years else None
        for day in days:
            yield Dated(written, day, month, year, season)
        if not days:
            yield Dated(written, None, month, year, season)


def _century(short: int) -> int:
    """Return the year of "'94"."""
    return short + (1900 if short > _TURN else 2000)


def without_dates(text: str) -> str:
    """Return a text with its dates left out."""
    return _DATE.sub(" ", text) if _DIGIT.search(text) else text


def misdated(
    text: str,
    quote: str,
    resolutions: Sequence[Resolution],
    said_at: datetime | None,
) -> str | None:
    """Return the date of a memory that its words do not bear out; None if all are borne out.

    Args:
        text: The memory.
        quote: The words that it cites.
        resolutions: What words of the quote were taken to mean.
        said_at: When they were said (aware); None where it is not known, and a resolution is
            taken at its word.
    """
    wanted, past = list(dates(text)), tense(quote)
    told = list(dates(quote))
    for resolution in resolutions:
        meant = list(dates(resolution.meaning))
        if said_at is not None and meant:
            wrong = _misread(resolution, meant, said_at, past)
            if wrong is not None:
                return wrong
        told += meant
    if wanted and said_at is not None and not all(any(d.within(t) for t in told) for d in wanted):
        told += _readings(quote, said_at, past)
    for wish in wanted:
        if not any(wish.within(one) for one in told):
            return f"the date {wish.words} is not in its words"
    return None


def _misread(
    resolution: Resolution, meant: list[Dated], said_at: datetime, past: bool | None
) -> str | None:
    """Say that words do not mean a date; None where they do, or where it cannot be told."""
    readings = _readings(resolution.words, said_at, past)
    explicit = list(dates(resolution.words))
    wrong = f"{resolution.words!r} does not mean {resolution.meaning!r} when it was said"
    if readings:
        fits = all(any(dated.within(one) for one in readings) for dated in meant)
        return None if fits else wrong
    for dated in explicit:
        if not any(dated.within(one) for one in meant):
            return wrong
    day = _THE_DAY.search(resolution.words)
    if day and not explicit:
        near = [d for d in meant if d.day == int(day.group(1)) and _near(d, said_at)]
        return None if near else wrong
    return None


def _near(dated: Dated, said_at: datetime) -> bool:
    """Whether a day is within a month of when it was spoken of."""
    if dated.month is None or dated.year is None:
        return True
    return abs((dated.year - said_at.year) * 12 + dated.month - said_at.month) <= 1


def _readings(words: str, said_at: datetime, past: bool | None) -> list[Dated]:
    """Return every date that words can mean."""
    words = _FORTNIGHT.sub("two weeks", words)
    ways = (True, False, None) if past is None else (not past,)
    if words.casefold().lstrip().startswith("since"):  # "He's with Acme since January"
        ways = (False,)
    tries = [words] if _LED.match(words) else [words, f"on {words}", f"in {words}"]
    meanings: dict[str, None] = {}
    for future in ways:
        for one in tries:
            for mention in find_dates(one, said_at, future=future):
                meanings[mention.meaning] = None
                if "week of" in mention.meaning or "weekend of" in mention.meaning:
                    continue
                meanings[f"{mention.first:%B %Y}"] = None
    found = [dated for meaning in meanings for dated in dates(meaning)]
    ago = _WEEKS_AGO.search(words)
    if ago:  # To the day, as well as in that week
        count = ago["count"].lower()
        day = said_at - timedelta(weeks=_COUNTS.get(count) or int(count))
        found.append(Dated(ago.group(), day.day, day.month, day.year))
    return found
