"""The words of a line, and the marks between them."""

import re

MARKS = ("", ",", ":", ".")
"""What may stand between two words: nothing, the mark of a part, of what follows, of an end."""

_WORD = re.compile(r"[^\W_]+(?:['.,:/&-]+[^\W_]+)*")
_END = re.compile(r"[.!?…;\n]")
_PART = re.compile(r",|\(|\)|—|–|\s-+\s")


def spans(line: str) -> list[tuple[int, int]]:
    """Return where the words of a line begin and end.

    Args:
        line: Text with straight apostrophes.
    """
    return [match.span() for match in _WORD.finditer(line)]


def mark(gap: str) -> str:
    """Return the mark that stands in what is between two words."""
    if _END.search(gap):
        return "."
    if ":" in gap:
        return ":"
    return "," if _PART.search(gap) else ""
