"""Numbers in digits and in words, with what they count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from memory_agent.extraction.grounding.lexicon import form, lexicon

_PART = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|,(?=\s)")
_CLOCK = re.compile(
    r"\b(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))?\s*(?P<half>a\.?m|p\.?m)\b\.?"
    r"|\b(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)\b"
)
_DAY = 24 * 60
_MONEY = {"EUR", "USD", "GBP"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it was said.

    Args:
        value: The number; minutes after midnight where it is a time of day.
        kind: ``count``; ``place`` ("the second"); ``told`` ("a", "twice"); ``share`` ("half");
            ``clock``, or ``spoken`` for a time in words.
        words: How it was written.
        unit: What it counts, where that is a unit.
        of: The form of the word after it, where that is no function word.
    """

    value: float
    kind: Literal["count", "place", "told", "share", "clock", "spoken"]
    words: str
    unit: str | None = None
    of: str | None = None


@lru_cache(maxsize=64)
def amounts(text: str) -> tuple[Amount, ...]:
    """Find the numbers of a text.

    Args:
        text: Folded, without dates.
    """
    found = [_at_clock(match) for match in _CLOCK.finditer(text)]
    text = _CLOCK.sub(" ; ", text)
    parts = _PART.findall(text.replace("-", " "))
    at = 0
    while at < len(parts):
        taken, read = _number(parts, at)
        found += read
        at += taken
    for match in _spoken_clock().finditer(text):
        found += _spoken(match)
    return tuple(found)


def _at_clock(match: re.Match[str]) -> Amount:
    hour, minute = int(match["h"] or match["h24"]), int(match["m"] or match["m24"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].startswith("p") else 0)
    return Amount(hour * 60 + minute, "clock", match.group())


@cache
def _spoken_clock() -> re.Pattern[str]:
    hours = "|".join(list(lexicon().ones)[1:13])
    return re.compile(
        r"\b(?:(?P<part>half|quarter) (?P<way>past|to) |(?P<half>half) )?"
        rf"(?P<hour>\d{{1,2}}|{hours})"
        r"(?: o'?clock)?(?: (?P<when>in the (?:morning|afternoon|evening)|at night))?\b"
    )


def _spoken(match: re.Match[str]) -> Iterator[Amount]:
    """Read "half past five", "seven in the evening": both halves of the day, if none is said."""
    if not (match["part"] or match["half"] or match["when"] or "clock" in match.group()):
        return
    hour = int(match["hour"]) if match["hour"].isdigit() else lexicon().ones[match["hour"]]
    minute = hour * 60
    if match["half"]:
        minute += 30
    elif match["part"]:
        step = 30 if match["part"] == "half" else 15
        minute += step if match["way"] == "past" else -step
    when = match["when"] or ""
    for shift in (0, _DAY // 2):
        moment = (minute + shift) % _DAY
        if not when or ("morning" in when) == (moment < _DAY // 2):
            yield Amount(moment, "spoken", match.group())


def _number(parts: list[str], at: int) -> tuple[int, list[Amount]]:
    """Read one number; return how many words it takes, and what it can be."""
    lexi = lexicon()
    part, start = parts[at], at
    if part[0].isdigit():
        value, at = _digits(parts, at)
        if at < len(parts) and parts[at] in {"st", "nd", "rd", "th"}:
            return at + 1 - start, [Amount(value, "place", part, None, _next(parts, at + 1))]
    elif part in lexi.places:
        return 1, [Amount(lexi.places[part], "place", part, None, _next(parts, at + 1))]
    elif part in lexi.shares:
        return 1, [Amount(lexi.shares[part], "share", part)]
    elif part in lexi.ones or part in lexi.tens:
        value, at, place = _in_words(parts, at)
        if place:
            return at - start, [Amount(value, "place", part, None, _next(parts, at))]
    elif part in lexi.told:
        value, at = lexi.told[part], at + 1
        if not (at < len(parts) and parts[at] in lexi.scales and len(parts[at]) > 1):
            return 1, [Amount(value, "told", part, None, _next(parts, at))]
    elif part in lexi.scales and len(part) > 2:  # "hundred", "dozen", no lone "k"
        value = 1
    else:
        return 1, []
    whole, after = _scaled(parts, at, value)
    money = start > 0 and lexi.units.get(form(parts[start - 1])) in _MONEY
    if money and parts[after : after + 1] == ["m"]:
        whole, after = whole * 1e6, after + 1
    found = [_amount(parts, start, after, whole)]
    if parts[after - 1] == "k" and after > start + 1:  # "10k" may be a run, too
        found.append(Amount(value, "count", part, "km"))
    return after - start, found


def _digits(parts: list[str], at: int) -> tuple[float, int]:
    digits = parts[at]
    at += 1
    if re.fullmatch(r"\d{1,3}", digits):
        while at < len(parts) and re.fullmatch(r"\d{3}", parts[at]):
            digits += parts[at]  # "140 000"
            at += 1
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        return float(re.sub(r"[.,]", "", digits)), at
    if digits.count(",") == 1 and "." not in digits:
        digits = digits.replace(",", ".")  # "1,78 m"
    digits = digits.replace(",", "")
    if ":" in digits or digits.count(".") > 1:  # A score or a version: no other number is it
        return float(re.sub(r"[.:]", "", digits)) + 0.001, at
    return float(digits), at


def _in_words(parts: list[str], at: int) -> tuple[float, int, bool]:
    """Read a number below a hundred, and whether it is an ordinal: "twenty first"."""
    lexi = lexicon()
    value = lexi.ones.get(parts[at], 0) + lexi.tens.get(parts[at], 0)
    after = parts[at + 1] if at + 1 < len(parts) else ""
    if parts[at] in lexi.tens:
        if 0 < lexi.ones.get(after, 0) < 10:
            return value + lexi.ones[after], at + 2, False
        if lexi.places.get(after, 10) < 10:
            return value + lexi.places[after], at + 2, True
    return value, at + 1, False


def _scaled(parts: list[str], at: int, value: float) -> tuple[float, int]:
    """Read what multiplies a number, or both ends of its range: "15 to 20 grand"."""
    lexi = lexicon()
    while at < len(parts) and parts[at] in lexi.scales:
        if parts[at] == "m" and value != int(value):
            break  # 1.78 m is a height
        value *= lexi.scales[parts[at]]
        at += 1
        rest = at + 1 if at < len(parts) and parts[at] == "and" else at
        small = rest < len(parts) and (parts[rest] in lexi.ones or parts[rest] in lexi.tens)
        if small and value >= 100:
            more, at, _ = _in_words(parts, rest)
            value += more
    range_of = parts[at : at + 3]
    if len(range_of) == 3 and range_of[0] in {"to", "or"} and value < 1000:
        value *= {"grand": 1e3, "k": 1e3, "thousand": 1e3}.get(range_of[2], 1)
    return value, at


def _amount(parts: list[str], start: int, at: int, value: float) -> Amount:
    units = lexicon().units
    unit = units.get(form(parts[at])) if at < len(parts) else None
    before = units.get(form(parts[start - 1])) if start else None
    if before in _MONEY:
        unit = before
    return Amount(round(value, 4), "count", " ".join(parts[start:at]), unit, _next(parts, at))


def _next(parts: list[str], at: int) -> str | None:
    """Return the form of the word that a number counts."""
    part = parts[at] if at < len(parts) else ""
    return form(part) if part.isalpha() and part not in lexicon().framing else None
