"""When two values, or two sentences, say the same."""

import re

from memory_agent.policies.measures import editing_words

_EMPTY = frozenset(
    {"a", "an", "the", "my", "our", "their", "his", "her", "of", "in", "on", "at", "for", "to"}
    | {"and", "some", "is", "was", "user", "called", "named", "taking"}
)
_NEGATION = re.compile(r"\b(?:not|never|no longer|cannot|no)\b|n't\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_COUNTED = {
    word: str(number)
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
    )
}
_ENDING = re.compile(
    r"\b(?:no longer|any ?more|used to|quit|stopped|left|gave up|cancell?ed|sold|finished|dropped"
    r"|lost|divorced)\b",
    re.IGNORECASE,
)


def content(text: str) -> frozenset[str]:
    """Return the words of a value that carry it, in lower case and without plural endings."""
    return frozenset(_carrying(text))


def _carrying(text: str) -> list[str]:
    found = re.findall(r"[^\W_]+", _ORDINAL.sub(r"\1", text.casefold()))
    return [_COUNTED.get(word, _singular(word)) for word in found if word not in _EMPTY]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def stems(text: str) -> frozenset[str]:
    """Return the words of a text that carry it, without endings: "drinking" is "drinks"."""
    return frozenset(re.sub(r"(?<=\w\w\w)(?:ing|ed|es|e)$", "", word) for word in content(text))


def same_value(one: str, other: str) -> bool:
    """Return whether two values name the same thing."""
    if not (content(one) and content(other)):
        return one.strip().casefold() == other.strip().casefold()
    return content(one) == content(other)


def more_precise(one: str, other: str) -> bool:
    """Return whether `one` says all that `other` does, and more: "Lisbon, Portugal".

    "New York" is no more precise than "York": what comes before a name makes another of it.
    """
    long, short = _carrying(one), _carrying(other)
    if not content(one) > content(other) > frozenset():
        return False
    after_comma = one.casefold().endswith(f", {other.casefold()}")
    described = other == other.lower() and len(other.split()) > 1  # "a nurse", "a senior nurse"
    return long[: len(short)] == short or after_comma or described


def same_numbers(one: str, other: str) -> bool:
    """Return whether two sentences give the same numbers; vectors cannot tell 4 from 14."""
    return sorted(_NUMBER.findall(one)) == sorted(_NUMBER.findall(other))


def same_negation(one: str, other: str) -> bool:
    """Return whether both sentences deny or neither does; vectors cannot tell."""
    return denies(one) == denies(other)


def denies(text: str) -> bool:
    """Return whether a sentence says that something is not so."""
    return _NEGATION.search(text) is not None


def tells_an_end(text: str) -> bool:
    """Return whether a sentence says that something is over."""
    return _ENDING.search(text) is not None


def contrary(one: str, other: str) -> bool:
    """Return whether two sentences differ by words that shut each other out: left and right."""
    words, others = content(one), content(other)
    shared = [group for group in editing_words().contraries if words & group and others & group]
    return any(words & group != others & group for group in shared)
