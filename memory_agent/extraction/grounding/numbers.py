"""Numbers of a memory: each must be said, with its unit, of the same thing."""

import re

from memory_agent.extraction.grounding.counting import Amount, amounts
from memory_agent.extraction.grounding.lexicon import form

_UNCHECKED = {"told", "spoken", "share"}
"""Not numbers enough to be asked for: "a", "both"; "half" is looked for as a word."""

_YOUNG = 12
"""Ordinals above it, with nothing behind them, are mostly birthdays."""

_LENGTHS = {
    **{"second": (1, "second"), "minute": (60, "second"), "hour": (3600, "second")},
    **{"day": (1, "day"), "week": (7, "day"), "month": (1, "month"), "year": (12, "month")},
}
"""How many of a shorter unit a unit of time is."""

_RATE = re.compile(r"\d\S* (?:\w+ )?(?:a|an|per|each|every) (hour|day|week|month|year)\b")


def miscounted(text: str, heard: str) -> str | None:
    """Return what is wrong with the numbers of a memory; None if nothing is.

    Args:
        text: The memory, folded, without dates.
        heard: What was said and what it means, likewise.
    """
    rates = _rates(text) - _rates(heard)
    if rates and _rates(heard):
        return f"it is not each {rates.pop()} in its words"
    wanted = [amount for amount in amounts(text) if amount.kind not in _UNCHECKED]
    said = amounts(heard) if wanted else ()
    for amount in wanted:
        same = [one for one in said if _as_much(one, amount) and _alike(one, amount)]
        if not same:
            return f"the number {amount.words} is not in its words"
        if amount.unit is not None and all(_other_unit(one, amount) for one in same):
            return f"the number {amount.words} is of another unit in its words"
        counted = {
            one.value for one in said if one.of and one.of == amount.of and _alike(one, amount)
        }
        if counted and amount.value not in counted:
            return f"its words count {amount.of} otherwise"
    return None


def _rates(text: str) -> set[str]:
    """Return for which lengths of time a text tells something each: "9 euros a month"."""
    return {found.group(1) for found in _RATE.finditer(text)}


def _as_much(said: Amount, wanted: Amount) -> bool:
    """Whether two amounts are the same, or the same length of time: 90 minutes, 1.5 hours."""
    if said.value == wanted.value:
        return True
    lengths = [_LENGTHS.get(one.unit or "", (0, "")) for one in (said, wanted)]
    (many, base), (few, other) = lengths
    return base == other != "" and said.value * many == wanted.value * few


def _other_unit(said: Amount, wanted: Amount) -> bool:
    if said.value != wanted.value:
        return False
    return said.unit not in {None, wanted.unit}


def _alike(said: Amount, wanted: Amount) -> bool:
    if wanted.kind == "place" and wanted.of == form("birthday"):
        return said.kind in {"count", "place"}
    if said.kind == "place" and said.value > _YOUNG and said.of is None:
        return True  # "my fortieth"
    if wanted.kind == "clock":
        return said.kind in {"clock", "spoken"}
    return said.kind == wanted.kind or (said.kind == "told" and wanted.kind == "count")
