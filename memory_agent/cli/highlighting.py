"""What differs between two sentences, word by word, and between two texts, line by line."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from memory_agent.cli.output import Part

# A word, a run of blanks, or one sign: what is gone or new is made of these.
_PIECES = re.compile(r"\w+(?:['’]\w+)*|\s+|[^\w\s]")

# Two sentences that have less in common than this are read more easily one after the other.
_ALIKE = 0.3


def words_changed(before: str, after: str) -> tuple[Part, ...]:
    """Return the words of both sentences, each marked as the same, gone or new."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (Part("gone", before), Part("same", " "), Part("new", after))
    return tuple(_parts(matcher, old, new))


def _parts(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Iterator[Part]:
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Part("same", "".join(old[i:j]))
            continue
        if j > i:
            yield Part("gone", "".join(old[i:j]))
        if m > k:
            yield Part("new", "".join(new[k:m]))


def lines_changed(before: str, after: str) -> list[tuple[Literal[" ", "-", "+"], str]]:
    """Return the lines of both texts, each with a blank if both have it, or a minus or a plus."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[tuple[Literal[" ", "-", "+"], str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [(" ", line) for line in old[i:j]]
        else:
            lines += [("-", line) for line in old[i:j]] + [("+", line) for line in new[k:m]]
    return lines
