"""Stored text as it may stand in a prompt: data that cannot close its block or start a line."""

import re

from memory_agent.domain import Memory
from memory_agent.domain.languages import LANGUAGES, SAID_IN

_BRACKETS = str.maketrans({"<": "‹", ">": "›"})


def quoted(text: str) -> str:
    """Return a text on one line, without the brackets that could end the block it stands in."""
    return " ".join(text.split()).translate(_BRACKETS)


def shown(memory: Memory) -> str:
    """Return a memory's sentence as it may stand in a prompt; another language's as a quotation."""
    language = LANGUAGES.get(memory.object or "") if memory.predicate == SAID_IN else None
    if language is None:
        return quoted(memory.text)
    return f"said in {language}: “{quoted(memory.text).strip('“”')}”"


def excerpt(text: str, words: frozenset[str], length: int) -> str:
    """Return the stretch of a text that holds most of some words, `length` characters at most.

    Args:
        text: One line.
        words: What to look for, in lower case.
        length: Characters to return at most, the ellipses included.
    """
    if len(text) <= length:
        return text
    hits = [m.start() for m in re.finditer(r"\w+", text) if m.group().lower() in words]
    room = length - 4
    starts = [0, *(max(0, hit - room // 4) for hit in hits)]
    best = max(starts, key=lambda start: (sum(start <= hit < start + room for hit in hits), -start))
    best = min(best, len(text) - room)
    cut = text[best : best + room]
    if best > 0:
        cut = "… " + cut.partition(" ")[2]
    if best + room < len(text):
        cut = cut.rpartition(" ")[0] + " …"
    return cut
