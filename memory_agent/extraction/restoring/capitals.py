"""Gives names, and the first words of sentences, their capitals."""

import re
from collections.abc import Sequence

from memory_agent.extraction.restoring.features import capital_features
from memory_agent.extraction.restoring.lexicon import Word, lexicon
from memory_agent.extraction.restoring.linear import linear
from memory_agent.extraction.words import shorthand

_PARTS = re.compile(r"(?:^[dlo]'|^|-)[^\W\d_]")
_SPEAKER = re.compile(r"i(?:'(?:m|ve|ll|d))?")

NAME_LEAN = 1.0
"""Added to the log-odds of a name where a word is no ordinary one, and taken from them where it is:
names are rarer in the texts that were learned from than in what people say of themselves. Set on
the development dialogues."""
_MONTHS = frozenset({"march", "may"})
"""Words that are months where a number is beside them; what the others are, they always are."""


def written(words: Sequence[Word], typed: Sequence[str], marks: Sequence[str]) -> list[str]:
    """Return the words of a line as they are written with care.

    Args:
        words: What is known of them.
        typed: The words in lower case.
        marks: The mark after each: ``.`` or ``?`` ends a sentence.
    """
    places = lexicon().in_places(typed)
    spelled = []
    start = 0
    name = False
    for at, text in enumerate(typed):
        inside = words[start:]
        name = _is_name(inside, at - start, name, at in places)
        spelled.append(_spelled(text, name, opens=at == start))
        if marks[at] in {".", "?"}:
            start = at + 1
            name = False
    return spelled


def _is_name(words: Sequence[Word], at: int, before: bool, place: bool) -> bool:
    if words[at].text == "#":
        return False
    no, yes = linear("capitals").scores(capital_features(words, at, before, place))
    beside = {word.text for word in words[max(0, at - 1) : at + 2]}
    if words[at].text in _MONTHS and "#" in beside:
        return True
    word_first = words[at].ordinary or words[at].capital.endswith("o")
    lean = -NAME_LEAN if word_first else NAME_LEAN
    return yes + lean > no


def _spelled(text: str, name: bool, *, opens: bool) -> str:
    if _SPEAKER.fullmatch(text):
        return text[0].upper() + text[1:]
    if name and "/" not in text and text not in shorthand():
        form = lexicon().forms.get(text)
        return form or _PARTS.sub(lambda match: match.group().upper(), text)
    return text[0].upper() + text[1:] if opens else text
