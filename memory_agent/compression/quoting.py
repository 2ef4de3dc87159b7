"""Stored text as it may stand in a prompt: data that cannot close its block or start a line."""

import re
import unicodedata

from memory_agent.domain import Memory
from memory_agent.domain.languages import LANGUAGES, SAID_IN

_OPENING = "<＜﹤〈⟨❮≺˂ᐸ"
_CLOSING = ">＞﹥〉⟩❯≻˃ᐳ"
_BRACKETS = str.maketrans(dict.fromkeys(_OPENING, "‹") | dict.fromkeys(_CLOSING, "›"))
"""Angle brackets and what a reader takes for them."""

_FENCE = re.compile(r"(?:`\s*){3,}|~{3,}")
_JOINERS = "\u200c\u200d"
"""Invisible, and part of how Persian and some emoji are spelt."""

_PLAIN = re.compile(r"[\x20-\x7e]*")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def quoted(text: str) -> str:
    """Return a text on one line, without what could end the block it stands in.

    Brackets and code fences become others; characters that cannot be seen go: they could hide
    orders from the user, or turn what is read round.
    """
    if not _PLAIN.fullmatch(text):
        text = "".join(filter(_is_seen, text))
    return _FENCE.sub("‵‵‵ ", " ".join(text.split()).translate(_BRACKETS))


def _is_seen(character: str) -> bool:
    seen = unicodedata.category(character) not in _UNSEEN
    return seen or character.isspace() or character in _JOINERS


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
