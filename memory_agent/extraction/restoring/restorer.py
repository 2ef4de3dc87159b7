"""The restoring of a rough turn, line by line."""

from collections.abc import Iterator, Sequence
from functools import cache

from memory_agent.extraction.masking import without_foreign
from memory_agent.extraction.restoring.capitals import written
from memory_agent.extraction.restoring.data import lines
from memory_agent.extraction.restoring.lexicon import lexicon
from memory_agent.extraction.restoring.marks import set_marks
from memory_agent.extraction.restoring.roughness import Rough, roughness
from memory_agent.extraction.restoring.tokens import mark, spans
from memory_agent.extraction.restoring.typos import mended
from memory_agent.extraction.shorthand import Plain

_UNITS = frozenset(
    [
        "mg",
        "mcg",
        "g",
        "kg",
        "km",
        "cm",
        "ml",
        "kilos",
        "pounds",
        "lbs",
        "euros",
        "dollars",
        "percent",
        "years",
        "year",
        "months",
        "weeks",
        "days",
        "hours",
        "minutes",
        "miles",
        "metres",
        "meters",
    ]
)
"""After a number these go on with it."""

Edit = tuple[int, int, str]
"""Where something was typed, and what is read there."""

_ADDRESS = frozenset("@_#/\\")
"""Beside a word: it is part of an address, a handle, a path."""
_FOREIGN = 0.4
"""Share of words in no list above which a line is not taken for English."""


@cache
def _goes_on() -> frozenset[str]:
    return frozenset(word for line in lines("goes_on.txt") for word in line.split())


def restored(typed: str) -> Plain:
    """Return a turn as it would be written with care, with the way back to what was typed.

    Args:
        typed: A turn, with straight apostrophes.
    """
    own = without_foreign(typed)
    rough = roughness(own)
    if rough is None:
        return Plain(typed, ())
    edits: list[Edit] = []
    start = 0
    for line in own.split("\n"):
        edits += ((a + start, b + start, text) for a, b, text in _line(line, rough))
        start += len(line) + 1
    return _edited(typed, edits, unmarked=rough.marks)


def _line(line: str, rough: Rough) -> Iterator[Edit]:
    """Return what is put right in a line, in order."""
    found = spans(line)
    if not found:
        return
    typed = [mended(line[start:end].lower()) for start, end in found]
    words = [lexicon().word(word) for word in typed]
    if sum(word.strange for word in words) > _FOREIGN * len(words):
        return
    after = [end for _, end in found[:-1]]
    gaps = [line[a:b] for a, b in zip(after, (start for start, _ in found[1:]), strict=True)]
    gaps.append(line[found[-1][1] :])
    set_after = set_marks(words, gaps, rough.marks)
    goes_on = _goes_on()
    marks = [
        "" if at + 1 < len(typed) and (word in goes_on or _measures(typed, at)) else text
        for at, (word, text) in enumerate(zip(typed, set_after, strict=True))
    ]
    spelled = written(
        words, typed, [text or mark(gap) for text, gap in zip(marks, gaps, strict=True)]
    )
    for (start, end), word, text in zip(found, spelled, marks, strict=True):
        known = line[start:end].isupper() and end - start > 1 and not rough.shouted  # "NHS"
        beside = {line[start - 1 : start], line[end : end + 1]}
        if (
            word != line[start:end]
            and not known
            and len(line[start:end].lower()) == end - start
            and beside.isdisjoint(_ADDRESS)
        ):
            yield start, end, word
        if text:
            yield end, end, text


def _measures(typed: Sequence[str], at: int) -> bool:
    """Whether a word is a number, and what it counts follows: "100 mg", "2 years"."""
    return typed[at].isdigit() and typed[at + 1] in _UNITS


def _edited(typed: str, edits: Sequence[Edit], *, unmarked: bool) -> Plain:
    """Apply edits, which stand in order; a change of capitals moves no offset."""
    parts: list[str] = []
    swaps: list[tuple[int, int, int, int]] = []
    done = length = 0
    for start, end, text in edits:
        parts += [typed[done:start], text]
        at = length + start - done
        length = at + len(text)
        done = end
        if text.lower() != typed[start:end].lower():
            swaps.append((at, length, start, end))
    return Plain("".join([*parts, typed[done:]]), tuple(swaps), unmarked)
