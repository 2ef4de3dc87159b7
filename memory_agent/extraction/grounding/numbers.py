"""Numbers of a memory: each must be said, with its unit, of the same thing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from memory_agent.extraction.grounding.lexicon import form, lexicon

_ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {"hundred": 100, "thousand": 1e3, "grand": 1e3, "million": 1e6, "billion": 1e9,
           "k": 1e3, "m": 1e6, "bn": 1e9, "dozen": 12}  # fmt: skip
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth".split(),
        1,
    )
} | {
    "twentieth": 20,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "sixtieth": 60,
    "hundredth": 100,
}
_TOLD = {"once": 1, "twice": 2, "a": 1, "an": 1, "single": 1, "couple": 2, "both": 2, "pair": 2}
_HALVES = {"half": 0.5, "quarter": 0.25, "quarters": 0.25}
_PART = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
_CLOCK = re.compile(
    r"\b(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))?\s*(?P<half>a\.?m|p\.?m)\b\.?"
    r"|\b(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)\b"
)
_SPOKEN_CLOCK = re.compile(
    rf"\b(?:(?P<past>half|quarter) (?P<way>past|to) )?(?P<hour>\d{{1,2}}|{'|'.join(list(_ONES)[1:13])})"
    r"(?: o'?clock)?(?: (?P<when>in the (?:morning|afternoon|evening)|at night))?\b"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it was said.

    Args:
        value: The number; minutes after midnight where it is a time of day.
        kind: ``count``, ``place`` ("second") or ``clock``.
        unit: What it counts, where that is a unit; None otherwise.
        words: How it was written.
        of: The form of the word after it.
    """

    value: float
    kind: str
    unit: str | None
    words: str
    of: str | None = None


def amounts(text: str) -> list[Amount]:
    """Find the numbers of a folded text that has no dates any more."""
    return list(_found(text))


@lru_cache(maxsize=64)
def _found(text: str) -> tuple[Amount, ...]:
    found: list[Amount] = []
    for match in _CLOCK.finditer(text):
        hour = int(match["h"] or match["h24"])
        minute = int(match["m"] or match["m24"] or 0)
        if match["half"]:
            hour = hour % 12 + (12 if match["half"].startswith("p") else 0)
        found.append(Amount(hour * 60 + minute, "clock", None, match.group()))
    text = _CLOCK.sub(" ; ", text)
    parts = _PART.findall(text.replace("-", " "))
    at = 0
    while at < len(parts):
        taken, amount = _number(parts, at)
        if amount is not None:
            found.append(amount)
        at += taken
    for match in _SPOKEN_CLOCK.finditer(text):
        found += _clock(match)
    return tuple(found)


def _clock(match: re.Match[str]) -> Iterator[Amount]:
    hour = int(match["hour"]) if match["hour"].isdigit() else _ONES[match["hour"]]
    if hour > 24 or not (match["past"] or match["when"] or "clock" in match.group()):
        return
    minute = hour * 60
    if match["past"]:
        step = 30 if match["past"] == "half" else 15
        minute += step if match["way"] == "past" else -step
    when = match["when"] or ""
    for shift in (0, 720):
        late = (minute + shift) % 1440
        if not when or ("morning" in when) == (late < 720):
            yield Amount(late, "spoken", None, match.group())


def _number(parts: list[str], at: int) -> tuple[int, Amount | None]:
    """Read one number from some words; return how many words it takes."""
    part = parts[at]
    start = at
    value: float | None = None
    kind = "count"
    if part[0].isdigit():
        value, at = _digits(parts, at)
        suffix = parts[at] if at < len(parts) else ""
        if suffix in {"st", "nd", "rd", "th"}:
            return at + 1 - start, Amount(value, "place", None, part, _next(parts, at + 1))
    elif part in _ONES or part in _TENS:
        value = _ONES.get(part, 0) + _TENS.get(part, 0)
        at += 1
        if part in _TENS and at < len(parts) and 0 < _ONES.get(parts[at], 0) < 10:
            value += _ONES[parts[at]]
            at += 1
        elif part in _TENS and at < len(parts) and _ORDINALS.get(parts[at], 99) < 10:
            return 2, Amount(
                value + _ORDINALS[parts[at]], "place", None, part, _next(parts, at + 1)
            )
    elif part in _ORDINALS:
        return 1, Amount(_ORDINALS[part], "place", None, part, _next(parts, at + 1))
    elif part in _HALVES:
        return 1, Amount(_HALVES[part], "share", None, part)
    elif part in _TOLD:
        scaled = at + 1 < len(parts) and parts[at + 1] in {
            "hundred",
            "thousand",
            "million",
            "dozen",
        }
        value, at = float(_TOLD[part]), at + 1
        if not scaled:
            return 1, Amount(value, "told", None, part, _next(parts, at))
    elif part in {"dozen", "hundred", "thousand"}:
        return 1, Amount(_SCALES[part], "count", None, part, _next(parts, at + 1))
    else:
        return 1, None
    value, at = _scaled(parts, at, value)
    return at - start, _amount(parts, start, at, value, kind)


def _digits(parts: list[str], at: int) -> tuple[float, int]:
    digits = parts[at]
    at += 1
    while (
        at < len(parts)
        and re.fullmatch(r"\d{3}", parts[at])
        and re.fullmatch(r"\d{1,3}(?: \d{3})*", digits)
    ):
        digits += " " + parts[at]  # "140 000"
        at += 1
    digits = digits.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        return float(re.sub(r"[.,]", "", digits)), at
    digits = (
        digits.replace(",", ".")
        if digits.count(",") == 1 and "." not in digits
        else digits.replace(",", "")
    )
    if ":" in digits or digits.count(".") > 1:
        return float(re.sub(r"[.:]", "", digits)) + 0.001, at  # A score or a version, not a number
    return float(digits), at


def _scaled(parts: list[str], at: int, value: float) -> tuple[float, int]:
    """Read "hundred and fifty", "k", "grand" after a number, or after the second of a range."""
    while at < len(parts) and parts[at] in _SCALES:
        if parts[at] == "m" and value < 100 and value != int(value):
            break  # 1.78 m is a height
        value *= _SCALES[parts[at]]
        at += 1
        rest = at + 1 if at < len(parts) and parts[at] == "and" else at
        if rest < len(parts) and value >= 100 and (parts[rest] in _ONES or parts[rest] in _TENS):
            more = _ONES.get(parts[rest], 0) + _TENS.get(parts[rest], 0)
            rest += 1
            if (
                parts[rest - 1] in _TENS
                and rest < len(parts)
                and 0 < _ONES.get(parts[rest], 0) < 10
            ):
                more += _ONES[parts[rest]]
                rest += 1
            value, at = value + more, rest
            break
    if (
        at + 2 < len(parts)
        and parts[at] in {"to", "or"}
        and parts[at + 2] in {"grand", "k", "thousand"}
    ):
        value *= 1e3 if value < 1000 else 1
    return value, at


def _amount(parts: list[str], start: int, at: int, value: float, kind: str) -> Amount:
    units = lexicon().units
    before = units.get(form(parts[start - 1])) if start else None
    unit = units.get(form(parts[at])) if at < len(parts) else None
    if before in {"EUR", "USD", "GBP"}:
        unit = before
    return Amount(round(value, 4), kind, unit, " ".join(parts[start:at]), _next(parts, at))


def _next(parts: list[str], at: int) -> str | None:
    """Return the form of the word that a number counts."""
    for part in parts[at : at + 1]:
        if part.isalpha() and part not in lexicon().framing:
            return form(part)
    return None


def miscounted(text: str, heard: str) -> str | None:
    """Return what is wrong with the numbers of a memory; None if nothing is.

    Args:
        text: The memory, folded, without dates.
        heard: What was said and what it means, likewise.
    """
    wanted = [a for a in _found(text) if a.kind not in {"told", "spoken", "share"}]
    if not wanted:
        return None
    said = _found(heard)
    for amount in wanted:
        if amount.kind == "clock" and any(
            a.value == amount.value for a in said if a.kind in {"clock", "spoken"}
        ):
            continue
        same = [a for a in said if a.value == amount.value and _alike(a, amount)]
        if not same:
            return f"the number {amount.words} is not in its words"
        if amount.unit is not None and not any(a.unit in {None, amount.unit} for a in same):
            return f"the number {amount.words} is of another unit in its words"
        counted = [a for a in said if a.of is not None and a.of == amount.of]
        if amount.of is not None and counted and not any(a.value == amount.value for a in counted):
            return f"its words count {amount.of} otherwise"
    return None


def _alike(said: Amount, wanted: Amount) -> bool:
    return said.kind == wanted.kind or (said.kind == "told" and wanted.kind == "count")
