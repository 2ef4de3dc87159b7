"""Echoes: what was recalled, or said by another, and stands again in the user's turn.

It is never learned again and makes nothing surer: the user pastes it, and does not say it.
"""

import re
from collections.abc import Iterable

LEAST_WORDS = 3
"""Words of a sentence that can be told to be an echo: "I agree." is everybody's own."""

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?=\s|$|[\"”’])|\n|$)?|[.!?]+")
_LEADING = re.compile(r"^\W*\[?\d{4}-\d\d-\d\d\]?\W*|:\s+")
"""What leads a sentence in: a date as in a context, or "Here is a draft: "."""

_WORD = re.compile(r"[^\W_]+")


def sentence_keys(texts: Iterable[str]) -> set[str]:
    """Return the sentences of texts in the form in which echoes are compared."""
    return {key for text in texts for _, _, keys in _sentences(text) for key in keys}


def echoes(text: str, said: set[str]) -> list[tuple[int, int]]:
    """Return the stretches of a text that say again what was said elsewhere.

    Args:
        text: A turn of the user's.
        said: What was recalled or said by others; see `sentence_keys`.
    """
    return [(start, end) for start, end, keys in _sentences(text) if keys & said]


def _sentences(text: str) -> Iterable[tuple[int, int, set[str]]]:
    """Cut a text into sentences, each with its words as they stand and without what leads it in."""
    for match in _SENTENCE.finditer(text):
        whole = match.group()
        starts = [0, *(lead.end() for lead in _LEADING.finditer(whole))]
        keys = {key for at in starts if (key := _key(whole[at:])).count(" ") >= LEAST_WORDS - 1}
        yield match.start(), match.end(), keys


def _key(sentence: str) -> str:
    return " ".join(_WORD.findall(sentence.casefold()))
