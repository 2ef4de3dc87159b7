"""Stretches of the calendar, and how they are written so that they can be read years later."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = [
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
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
"""The month in which each begins."""


@dataclass(frozen=True, slots=True)
class Period:
    """Some days in a row.

    Args:
        first: The first of them.
        after: The day after the last.
        meaning: How it is written: ``7 May 2023``.
        preposition: What stands before it: ``on``.
    """

    first: date
    after: date
    meaning: str
    preposition: str


def spell(day: date) -> str:
    """Return a day as ``7 May 2023``."""
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def a_day(day: date) -> Period:
    """Return one day."""
    return Period(day, day + timedelta(days=1), spell(day), "on")


def week_of(day: date) -> Period:
    """Return the week, from Monday, that holds a day."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=7), f"the week of {spell(monday)}", "in")


def weekend_of(day: date) -> Period:
    """Return Saturday and Sunday of the week that holds a day."""
    saturday = day + timedelta(days=5 - day.weekday())
    over = saturday + timedelta(days=2)
    return Period(saturday, over, f"the weekend of {spell(saturday)}", "on")


def a_month(year: int, month: int) -> Period:
    """Return one month; month 0 is December of the year before, 13 January of the next."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    return Period(date(year, month, 1), after, f"{MONTHS[month - 1].capitalize()} {year}", "in")


def a_year(year: int) -> Period:
    """Return one year."""
    return Period(date(year, 1, 1), date(year + 1, 1, 1), str(year), "in")


def a_season(name: str, said: date, step: int) -> Period:
    """Return the spring, summer, … before (step -1), around (0) or after (1) a day."""
    first = date(said.year, SEASONS[name], 1)
    if step < 0 and first + timedelta(days=90) > said:
        first = first.replace(year=said.year - 1)
    if step > 0 and first <= said:
        first = first.replace(year=said.year + 1)
    end = a_month(first.year, first.month + 3).first
    return Period(first, end, f"{name} {first.year}", "in")


def a_weekday(name: str, said: date, *, future: bool, strict: bool) -> Period:
    """Return the nearest Monday, Tuesday, … after or before a day; the day itself if not strict."""
    ahead = (DAYS.index(name) - said.weekday()) % 7
    if future:
        return a_day(said + timedelta(days=ahead or (7 if strict else 0)))
    return a_day(said - timedelta(days=(7 - ahead) % 7 or (7 if strict else 0)))


def shifted(day: date, count: int, unit: str) -> Period:
    """Return the day, week, month or year so many units after a day, or before it if negative."""
    unit = unit.rstrip("s")
    if unit == "day":
        return a_day(day + timedelta(days=count))
    if unit == "week":
        return week_of(day + timedelta(weeks=count))
    if unit == "month":
        return a_month(day.year, day.month + count)
    return a_year(day.year + count)


def month_number(name: str) -> int:
    """Return 5 for "May", "may" or any word that begins so."""
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3]))
