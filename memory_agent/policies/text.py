"""When two values, or two sentences, say the same."""

import re

_EMPTY = {
    "a",
    "an",
    "the",
    "my",
    "our",
    "their",
    "his",
    "her",
    "of",
    "in",
    "on",
    "at",
    "for",
    "to",
    "and",
    "some",
    "is",
    "was",
    "user",
    "called",
    "named",
    "taking",
}
_NEGATION = re.compile(r"\b(?:not|never|no longer|cannot|no)\b|n't\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def content(text: str) -> frozenset[str]:
    """Return the words of a value that carry it, in lower case and without plural endings."""
    found = re.findall(r"[^\W_]+", text.casefold())
    return frozenset(_singular(word) for word in found if word not in _EMPTY)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def same_value(one: str, other: str) -> bool:
    """Return whether two values name the same thing."""
    return content(one) == content(other)


def more_precise(one: str, other: str) -> bool:
    """Return whether `one` says all that `other` does, and more: "Lisbon, Portugal"."""
    return content(one) > content(other) > frozenset()


def same_numbers(one: str, other: str) -> bool:
    """Return whether two sentences give the same numbers; vectors cannot tell 4 from 14."""
    return sorted(_NUMBER.findall(one)) == sorted(_NUMBER.findall(other))


def same_negation(one: str, other: str) -> bool:
    """Return whether both sentences deny or neither does; vectors cannot tell."""
    return bool(_NEGATION.search(one)) == bool(_NEGATION.search(other))
