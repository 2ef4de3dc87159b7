"""Relative and partial dates, resolved against the moment at which they were said."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
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

_MONTH = "|".join(_MONTHS) + "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
_DAY = "|".join(_DAYS)
_COUNT = r"\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_HABIT = r"(?:mornings|afternoons|evenings|nights)"
_UNIT = r"(?:day|week|month|year)s?"


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


@dataclass(frozen=True, slots=True)
class _Span:
    first: date
    after: date
    meaning: str
    preposition: str


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
            span = read(match, said_at.date(), future)
            if span is not None:
                found.append(_mention(match, span, said_at))
    return sorted(found, key=lambda mention: mention.start)


def _mention(match: re.Match[str], span: _Span, said_at: datetime) -> DateMention:
    preposition = (match.group("prep") or "").strip().lower()
    kept = preposition in {
        "since",
        "until",
        "till",
        "by",
        "from",
        "before",
        "after",
        "for",
        "of",
        "to",
    }
    lead = preposition if kept else span.preposition
    return DateMention(
        start=match.start(),
        end=match.end(),
        words=match.group().strip(),
        meaning=f"{lead} {span.meaning}".strip(),
        first=datetime.combine(span.first, time(), said_at.tzinfo),
        last=datetime.combine(span.after, time(), said_at.tzinfo),
    )


def _spell(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()} {day.year}"


def _day(day: date) -> _Span:
    return _Span(day, day + timedelta(days=1), _spell(day), "on")


def _week(monday: date) -> _Span:
    return _Span(monday, monday + timedelta(days=7), f"the week of {_spell(monday)}", "in")


def _month(year: int, month: int) -> _Span:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    return _Span(date(year, month, 1), after, f"{_MONTHS[month - 1].capitalize()} {year}", "in")


def _year(year: int) -> _Span:
    return _Span(date(year, 1, 1), date(year + 1, 1, 1), str(year), "in")


def _shift(day: date, count: int, unit: str) -> _Span:
    unit = unit.rstrip("s")
    if unit == "day":
        return _day(day + timedelta(days=count))
    if unit == "week":
        target = day + timedelta(weeks=count)
        return _week(target - timedelta(days=target.weekday()))
    if unit == "month":
        return _month(day.year, day.month + count)
    return _year(day.year + count)


def _near_day(match: re.Match[str], said: date, _future: bool | None) -> _Span:
    words = match.group("day").lower()
    steps = {"the day before yesterday": -2, "the day after tomorrow": 2, "tomorrow": 1}
    if words in {"yesterday", "last night"}:
        return _day(said - timedelta(days=1))
    if words.startswith(("yesterday", "tomorrow")):
        return _day(said + timedelta(days=-1 if words.startswith("y") else 1))
    return _day(said + timedelta(days=steps.get(words, 0)))


def _relative(match: re.Match[str], said: date, _future: bool | None) -> _Span | None:
    step = {
        "last": -1,
        "past": -1,
        "previous": -1,
        "this": 0,
        "next": 1,
        "coming": 1,
        "this coming": 1,
        "this past": -1,
    }[match.group("which").lower()]
    unit = match.group("unit").lower()
    monday = said - timedelta(days=said.weekday())
    if unit == "week":
        return _week(monday + timedelta(weeks=step))
    if unit == "weekend":
        # Said on a weekday, "last weekend" is the one just over and "this weekend" the one coming.
        saturday = monday + timedelta(days=5, weeks=step)
        return _Span(
            saturday, saturday + timedelta(days=2), f"the weekend of {_spell(saturday)}", "on"
        )
    if unit == "month":
        return _month(said.year, said.month + step)
    if unit == "year":
        return _year(said.year + step)
    if unit in _SEASONS:
        return _season(unit, said, step)
    if unit in _DAYS:
        return _weekday(unit, said, future=step >= 0, strict=step != 0)
    return _named_month(unit, said, step)


def _season(name: str, said: date, step: int) -> _Span:
    first = date(said.year, _SEASONS[name], 1)
    if step < 0 and first + timedelta(days=90) > said:
        first = first.replace(year=said.year - 1)
    if step > 0 and first <= said:
        first = first.replace(year=said.year + 1)
    end = _month(first.year, first.month + 3).first
    return _Span(first, end, f"{name} {first.year}", "in")


def _weekday(name: str, said: date, *, future: bool, strict: bool) -> _Span:
    ahead = (_DAYS.index(name) - said.weekday()) % 7
    if future:
        return _day(said + timedelta(days=ahead or (7 if strict else 0)))
    return _day(said - timedelta(days=(7 - ahead) % 7 or (7 if strict else 0)))


def _named_month(name: str, said: date, step: int) -> _Span:
    month = _month_number(name)
    year = said.year
    if step < 0 and month >= said.month:
        year -= 1
    if step > 0 and month <= said.month:
        year += 1
    return _month(year, month)


def _month_number(name: str) -> int:
    return next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))


def _ago(match: re.Match[str], said: date, _future: bool | None) -> _Span:
    return _shift(said, -_count(match.group("count")), match.group("unit").lower())


def _in(match: re.Match[str], said: date, future: bool | None) -> _Span | None:
    if future is False:  # "I finished it in two days" is how long it took
        return None
    return _shift(said, _count(match.group("count")), match.group("unit").lower())


def _count(words: str) -> int:
    return int(words) if words.isdigit() else _NUMBERS[words.lower()]


def _calendar_day(match: re.Match[str], said: date, future: bool | None) -> _Span | None:
    month, day = _month_number(match.group("month")), int(match.group("day"))
    year = match.group("year")
    try:
        if year:
            return _day(date(int(year), month, day))
        days = [date(said.year + step, month, day) for step in (-1, 0, 1)]
    except ValueError:
        return None
    if future is not None:
        days = [day for day in days if day == said or (day > said) == future]
    return _day(min(days, key=lambda day: abs(day - said)))


def _calendar_month(match: re.Match[str], said: date, future: bool | None) -> _Span | None:
    month, year = _month_number(match.group("month")), match.group("year")
    if not (match.group("prep") or year):  # "march" and "may" are words, too
        return None
    if year:
        return _month(int(year), month)
    if future is not False:
        return _month(said.year + (month < said.month), month)
    return _month(said.year - (month > said.month), month)


def _calendar_year(match: re.Match[str], _said: date, _future: bool | None) -> _Span:
    return _year(int(match.group("year")))


def _bare_weekday(match: re.Match[str], said: date, future: bool | None) -> _Span:
    return _weekday(match.group("day").lower(), said, future=future is not False, strict=False)


def _pattern(body: str, prepositions: str = "", *, needed: bool = False) -> re.Pattern[str]:
    """Compile a date, after one of some prepositions where one is given."""
    prepositions = prepositions or "on|in|by|since|until|till|for|from|to|before|after|at|of"
    before = rf"(?P<prep>(?:{prepositions})\s+){'' if needed else '?'}"
    return re.compile(rf"\b{before}{body}(?!\w)", re.IGNORECASE)


_PART_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night))?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_DAY_NUMBER = r"(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED_MONTH = rf"(?P<month>{_MONTH})\b\.?"
_AMOUNT = rf"(?:about |around )?(?P<count>{_COUNT})\s+(?P<unit>{_UNIT})"
_WHICH = r"(?:the\s+)?(?P<which>this coming|this past|last|past|previous|this|next|coming)"
_PERIOD = (
    "(?P<unit>week|weekend|month|year|spring|summer|fall|autumn|winter"
    rf"|{_DAY}|{_MONTH}){_PART_OF_DAY}"
)
_NEAR = (
    r"(?P<day>the day before yesterday|the day after tomorrow|last night|today|tonight"
    rf"|(?:yesterday|tomorrow){_PART_OF_DAY}|this (?:morning|afternoon|evening))"
)
_IN_MONTHS = "in|since|until|till|by|for|from|of|before|after"

_Reader = Callable[[re.Match[str], date, bool | None], _Span | None]
_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_pattern(_NEAR), _near_day),
    (_pattern(rf"{_DAY_NUMBER}\s+(?:of\s+)?{_NAMED_MONTH}{_YEAR}"), _calendar_day),
    (_pattern(rf"{_NAMED_MONTH}\s+{_DAY_NUMBER}(?!\d){_YEAR}"), _calendar_day),
    (_pattern(rf"{_WHICH}\s+{_PERIOD}(?!\s+{_HABIT})"), _relative),
    (_pattern(rf"{_AMOUNT}\s+ago"), _ago),
    (_pattern(rf"{_AMOUNT}\b(?!\s+(?:of|ago))", "in", needed=True), _in),
    (_pattern(rf"(?:early\s+|mid[- ]|late\s+)?{_NAMED_MONTH}{_YEAR}", _IN_MONTHS), _calendar_month),
    (_pattern(r"(?P<year>(?:19|20)\d\d)", _IN_MONTHS, needed=True), _calendar_year),
    (
        _pattern(
            rf"(?P<day>{_DAY}){_PART_OF_DAY}(?!\s+{_HABIT})", "on|by|until|till|since", needed=True
        ),
        _bare_weekday,
    ),
)
