"""Misspellings that are no words, of words that statements about oneself are made of."""

from collections.abc import Mapping
from functools import cache

from memory_agent.extraction.restoring.data import lines


def mended(word: str) -> str:
    """Return a word in lower case as it is spelled.

    Args:
        word: The word as it was typed, in lower case.
    """
    return _typos().get(word, word)


@cache
def _typos() -> Mapping[str, str]:
    found = {}
    for line in lines("typos.txt"):
        right, _, wrong = line.partition(": ")
        found.update(dict.fromkeys(wrong.split(), right))
    return found
