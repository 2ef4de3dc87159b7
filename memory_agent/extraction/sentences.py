"""Where the sentences of a turn end."""

import re
from collections.abc import Iterator

_ABBREVIATION = (
    r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)(?<!\b[A-Z])"
)
_SENTENCE_END = re.compile(rf"(?:{_ABBREVIATION}\.|[!?…])+[\"')\]]*(?=\s|$)|\n+")


def sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    """Return where each sentence begins and ends, and whether it asks."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.start(), "?" in match.group()
        start = match.end()
    yield start, len(text), False
