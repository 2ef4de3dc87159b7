"""Whether a turn was typed without capitals, without marks, or in capitals only."""

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_END = re.compile(r"[^\W_][\"')\]]*[.!?…]+(?=\s|$)|\n\s*(?=\S)")
_MARK = re.compile(r"[.!?…,;:](?=\s)|\s[-–]+\s|—")

_LOUD = 3
"""Words from which a turn in capitals is shouted: "NASA" and "OK THANKS" are not."""

_UNMARKED = 16
"""Words from which a turn that begins with a capital ought to have a mark; a heading has fewer."""

_SPARSE = 25
"""Words a mark from which marks are too few to say where sentences end."""

_ACRONYM = 5
"""Letters at most of a word in capitals among words in lower case: "NHS"."""


@dataclass(frozen=True, slots=True)
class Rough:
    """How a turn is rough; its capitals say nothing in any case.

    Args:
        marks: Whether its marks do not say where sentences end.
        shouted: Whether it is all in capitals.
    """

    marks: bool
    shouted: bool = False


def roughness(text: str) -> Rough | None:
    """Return how a text is rough; None for one that is well written.

    Args:
        text: A turn with straight apostrophes; what is not the speaker's own is masked.
    """
    found = _WORD.findall(text)
    if not found:
        return None
    sparse = len(found) > _SPARSE * len(_END.findall(text))
    long = [word for word in found if len(word) > 1]
    if len(long) >= _LOUD and all(word.isupper() for word in long):
        return Rough(sparse, shouted=True)
    telling = [word for word in found if word != word.lower() and not _is_silent(word)]
    if not telling and found[0].islower():
        return Rough(sparse or not _MARK.search(text))
    begins = telling in ([], [found[0]]) and not found[0].islower()
    if begins and len(found) >= _UNMARKED and not (_MARK.search(text) or _END.search(text)):
        return Rough(True)
    return None


def _is_silent(word: str) -> bool:
    """Whether a capital of it says nothing of how the rest is typed: "I'm", "NHS"."""
    return word.startswith("I'") or (word.isupper() and len(word) <= _ACRONYM)
