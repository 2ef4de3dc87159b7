"""Relative and partial dates, resolved against the moment at which they were said."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from memory_agent.extraction.periods import (
    DAYS,
    MONTHS,
    SEASONS,
    Period,
    a_day,
    a_month,
    a_season,
    a_weekday,
    a_year,
    month_number,
    shifted,
    week_of,
    weekend_of,
)

CALENDAR = frozenset(MONTHS + DAYS)
"""Names of months and days, in lower case: capitalised, they look like people's."""

_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "a couple of": 2,
    "couple of": 2,
    "two": 2,
    "three": 3,
    "a few": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
_KEPT = {"since", "until", "till", "by", "from", "before", "after", "for", "of", "to"}
"""Prepositions that say more than when: they stay before what the date means."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date found in words.

    Args:
        start: Offset of its first character in the text.
        end: Offset of the character after it.
        words: The words themselves.
        meaning: The date spelled out, so that it can be read years later.
        first: First moment that it covers (aware).
        last: First moment after it (aware).
    """

    start: int
    end: int
    words: str
    meaning: str
    first: datetime
    last: datetime


def find_dates(text: str, said_at: datetime, *, future: bool | None) -> list[DateMention]:
    """Find dates in a text, from left to right, without overlaps.

    Args:
        text: What was said.
        said_at: When (aware): "yesterday" is the day before it, in its own zone.
        future: Whether the clause speaks of what is to come, so that "on Friday" is the next one;
            None if it may be either, as in "I've signed up for the race on 19 October".
    """
    found: list[DateMention] = []
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < m.end and m.start < match.end() for m in found):
                continue
            try:
                period = read(match, said_at.date(), future)
                if period is not None:
                    found.append(_mention(match, period, said_at))
            except (ValueError, OverflowError):  # "31 June"; "999 years ago", said in the year 500
                continue
    return sorted(found, key=lambda mention: mention.start)


def _mention(match: re.Match[str], period: Period, said_at: datetime) -> DateMention:
    preposition = (match.group("prep") or "").strip().lower()
    kept = preposition in _KEPT or preposition.endswith(" of")
    lead = preposition if kept else period.preposition
    return DateMention(
        start=match.start(),
        end=match.end(),
        words=match.group().strip(),
        meaning=f"{lead} {period.meaning}".strip(),
        first=datetime.combine(period.first, time(), said_at.tzinfo),
        last=datetime.combine(period.after, time(), said_at.tzinfo),
    )


def _near_day(match: re.Match[str], said: date, _future: bool | None) -> Period:
    words = match.group("day").lower()
    steps = {"the day before yesterday": -2, "the day after tomorrow": 2, "last night": -1}
    if words.startswith(("yesterday", "tomorrow")):
        return a_day(said + timedelta(days=-1 if words.startswith("y") else 1))
    return a_day(said + timedelta(days=steps.get(words, 0)))


def _relative(match: re.Match[str], said: date, _future: bool | None) -> Period | None:
    if _LASTING.match(match.group()):
        return None
    which = match.group("which").lower().split()[-1]
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}[which]
    unit = match.group("unit").lower()
    if unit == "week":
        return week_of(said + timedelta(weeks=step))
    if unit == "weekend":
        # Said on a weekday, "last weekend" is the one just over and "this weekend" the one coming.
        return weekend_of(said + timedelta(weeks=step))
    if unit == "month":
        return a_month(said.year, said.month + step)
    if unit == "year":
        return a_year(said.year + step)
    if unit in SEASONS:
        return a_season(unit, said, step)
    if unit in DAYS:
        return a_weekday(unit, said, future=step >= 0, strict=step != 0)
    return _named_month(unit, said, step)


def _before_last(match: re.Match[str], said: date, _future: bool | None) -> Period:
    step = -2 if match.group("which").lower() == "before last" else 2
    if match.group("unit").lower() == "weekend":
        return weekend_of(said + timedelta(weeks=step))
    return shifted(said, step, match.group("unit").lower())


def _named_month(name: str, said: date, step: int) -> Period:
    month = month_number(name)
    year = said.year
    if step < 0 and month >= said.month:
        year -= 1
    if step > 0 and month <= said.month:
        year += 1
    return a_month(year, month)


def _ago(match: re.Match[str], said: date, _future: bool | None) -> Period:
    step = -1 if match.group("way").lower() == "ago" else 1
    return shifted(said, step * _count(match.group("count")), match.group("unit").lower())


def _in(match: re.Match[str], said: date, future: bool | None) -> Period | None:
    if future is False:  # "I finished it in two days" is how long it took
        return None
    return shifted(said, _count(match.group("count")), match.group("unit").lower())


def _count(words: str) -> int:
    return int(words) if words.isdigit() else _NUMBERS[words.lower()]


def _calendar_day(match: re.Match[str], said: date, future: bool | None) -> Period | None:
    month, day = month_number(match.group("month")), int(match.group("day"))
    if match.group("year"):
        return a_day(date(int(match.group("year")), month, day))
    return _nearest([(said.year + step, month, day) for step in (-1, 0, 1)], said, future)


def _days(match: re.Match[str], said: date, future: bool | None) -> Period | None:
    """Read "from 8 to 13 May"."""
    last = _calendar_day(match, said, future)
    if last is None:
        return None
    first = last.first.replace(day=int(match.group("from")))
    if first > last.first:
        return None
    return Period(first, last.after, f"{first.day} to {last.meaning}", "from")


def _day_of_month(match: re.Match[str], said: date, future: bool | None) -> Period | None:
    months = [a_month(said.year, said.month + step).first for step in (-1, 0, 1)]
    return _nearest([(m.year, m.month, int(match.group("day"))) for m in months], said, future)


def _nearest(choices: list[tuple[int, int, int]], said: date, future: bool | None) -> Period | None:
    days = [date(*choice) for choice in choices if _exists(*choice)]
    if future is not None:
        days = [day for day in days if day == said or (day > said) == future]
    return a_day(min(days, key=lambda day: abs(day - said))) if days else None


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= day <= (a_month(year, month).after - date(year, month, 1)).days


def _numbered(match: re.Match[str], _said: date, _future: bool | None) -> Period:
    return a_day(date.fromisoformat(match.group("iso")))


def _calendar_month(match: re.Match[str], said: date, future: bool | None) -> Period | None:
    month, year = month_number(match.group("month")), match.group("year")
    if not (match.group("prep") or year):  # "march" and "may" are words, too
        return None
    if year:
        return a_month(int(year), month)
    if future is not False:
        return a_month(said.year + (month < said.month), month)
    return a_month(said.year - (month > said.month), month)


def _calendar_year(match: re.Match[str], _said: date, _future: bool | None) -> Period:
    return a_year(int(match.group("year")))


def _weeks_from(match: re.Match[str], said: date, _future: bool | None) -> Period:
    """Read "a week from tomorrow", "two weeks on Monday"."""
    day = match.group("day").lower()
    if day in DAYS:
        start = a_weekday(day, said, future=True, strict=True).first
    else:
        start = said + timedelta(days=day == "tomorrow")
    return a_day(start + timedelta(weeks=_count(match.group("count"))))


def _bare_weekday(match: re.Match[str], said: date, future: bool | None) -> Period:
    return a_weekday(match.group("day").lower(), said, future=future is not False, strict=False)


def _edge_weekday(match: re.Match[str], said: date, future: bool | None) -> Period:
    """Read "Thursday I'm having a tooth out", "my exam is Friday"."""
    name = (match.group("day") or match.group("first")).lower()
    return a_weekday(name, said, future=future is not False, strict=False)


def _pattern(body: str, prepositions: str = "", *, needed: bool = False) -> re.Pattern[str]:
    """Compile a date, after one of some prepositions where one is given."""
    prepositions = prepositions or (
        "on|in|by|since|until|till|for|from|to|before|after|at|of|over|during|within"
    )
    before = rf"(?P<prep>(?:{prepositions})\s+){'' if needed else '?'}"
    return re.compile(rf"\b{before}{body}(?!\w)", re.IGNORECASE)


_MONTH = "|".join(MONTHS) + "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
_DAY = "|".join(DAYS)
_COUNT = r"\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_HABIT = r"(?:mornings|afternoons|evenings|nights)"
_LASTING = re.compile(
    r"(?:over|during|for|within|in)\s+the\s+(?:last|past|previous)\b", re.IGNORECASE
)
"""A stretch of time that ends now: "over the last year" is not the calendar's last year."""

_PART_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night))?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_DAY_NUMBER = r"(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FROM = r"(?:the\s+)?(?P<from>\d{1,2})(?:st|nd|rd|th)?\s*(?:to|until|till|[-–])\s*"
_NAMED_MONTH = rf"(?P<month>{_MONTH})\b\.?"
_AMOUNT = rf"(?:about |around )?(?P<count>{_COUNT})\s+(?P<unit>(?:day|week|month|year)s?)"
_WHICH = r"(?:the\s+)?(?P<which>this coming|this past|last|past|previous|this|next|coming)"
_PERIOD = (
    "(?P<unit>week|weekend|month|year|spring|summer|fall|autumn|winter"
    rf"|{_DAY}|{_MONTH}){_PART_OF_DAY}"
)
_NEAR = (
    r"(?P<day>the day before yesterday|the day after tomorrow|last night|today|tonight"
    rf"|(?:yesterday|tomorrow){_PART_OF_DAY}|this (?:morning|afternoon|evening))"
)
_ALONE = r"(?!\s+(?!(?:and|but|with|after|before|to|at|in|for|because|so)\b)\w)"
"""After "the 15th": not "the 15th floor"."""

_IN_MONTHS = (
    r"in|since|until|till|by|before|after"
    r"|(?:(?:at|in|by|since|until|near|around)\s+the\s+)?(?:end|beginning|start|middle)\s+of"
)
"""Not "for" and "from": June and April are people, too."""

_Reader = Callable[[re.Match[str], date, bool | None], Period | None]
_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (
        _pattern(
            rf"(?P<count>{_COUNT})\s+weeks?\s+(?:from|on)\s+(?P<day>today|tomorrow|{_DAY})", "in"
        ),
        _weeks_from,
    ),
    (_pattern(_NEAR), _near_day),
    (_pattern(r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"), _numbered),
    (_pattern(rf"{_FROM}{_DAY_NUMBER}\s+(?:of\s+)?{_NAMED_MONTH}{_YEAR}", "from|on"), _days),
    (_pattern(rf"{_NAMED_MONTH}\s+{_FROM}{_DAY_NUMBER}(?!\d){_YEAR}", "from|on"), _days),
    (_pattern(rf"{_DAY_NUMBER}\s+(?:of\s+)?{_NAMED_MONTH}{_YEAR}"), _calendar_day),
    (_pattern(rf"{_NAMED_MONTH}\s+{_DAY_NUMBER}(?!\d){_YEAR}"), _calendar_day),
    (
        _pattern(r"the\s+(?P<unit>week|weekend|month|year)\s+(?P<which>before last|after next)"),
        _before_last,
    ),
    (_pattern(rf"{_WHICH}\s+{_PERIOD}(?!\s+{_HABIT})"), _relative),
    (_pattern(rf"{_AMOUNT}\s+(?P<way>ago|from (?:now|today))"), _ago),
    (_pattern(rf"{_AMOUNT}\b(?!\s+(?:of|ago))", "in", needed=True), _in),
    (_pattern(rf"(?:early\s+|mid[- ]|late\s+)?{_NAMED_MONTH}{_YEAR}", _IN_MONTHS), _calendar_month),
    (
        _pattern(r"(?P<year>(?:19|20)\d\d)", f"{_IN_MONTHS}|for|from", needed=True),
        _calendar_year,
    ),
    (
        _pattern(rf"the\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th){_ALONE}", "on", needed=True),
        _day_of_month,
    ),
    (
        _pattern(
            rf"(?P<day>{_DAY}){_PART_OF_DAY}(?!\s+{_HABIT})", "on|by|until|till|since", needed=True
        ),
        _bare_weekday,
    ),
    (
        re.compile(
            rf"(?P<prep>)(?P<day>{_DAY}){_PART_OF_DAY}(?=\s*$)"
            rf"|^(?P<prep_>)(?P<first>{_DAY})(?=\s+(?:i|we|my|our)\b)",
            re.IGNORECASE,
        ),
        _edge_weekday,
    ),
)
