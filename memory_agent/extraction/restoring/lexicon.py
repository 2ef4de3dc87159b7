"""What is known of a word by itself: its part of speech, how often it is a name, in which lists."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from memory_agent.extraction.restoring.data import lines
from memory_agent.extraction.words import shorthand, words

UNKNOWN = "u"
"""The share of capitals of a word that was never seen."""

_FINITE = frozenset({"VBP", "VBZ", "VBD", "MD"})
_ENDINGS = {
    "ing": "VBG",
    "ed": "VBD",
    "ly": "R",
    "s": "NNS",
}
_FORMS = (
    *(("s", ("",)), ("es", ("",)), ("ies", ("y",)), ("ly", ("",)), ("ness", ("",))),
    *(("ed", ("", "e")), ("er", ("", "e")), ("est", ("", "e")), ("ing", ("", "e"))),
    *(("ied", ("y",)), ("ier", ("y",)), ("iest", ("y",))),
)
"""Endings of the forms of English words, and what stands in their place in the base."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case.

    Args:
        text: The word; ``#`` for a number, ``~`` for one that is in no list.
        tag: Its usual part of speech.
        capital: How often it is capitalised inside sentences, from ``a`` (never) to ``e``
            (always), or `UNKNOWN`; then ``o`` if it is an ordinary word of English.
        lists: The name lists that have it: ``g`` given, ``f`` family, ``p`` a place's part.
        ending: Its last three characters.
    """

    text: str
    tag: str
    capital: str
    lists: str
    ending: str

    @property
    def ordinary(self) -> bool:
        """Whether it is a word before it is a name."""
        often = self.capital[0] in {"d", "e"}
        return not often and self.capital[-1] in {"a", "b", "o"}

    @property
    def strange(self) -> bool:
        """Whether it is in no list at all."""
        return self.capital == UNKNOWN and not self.lists

    @property
    def finite(self) -> bool:
        """Whether it may be, or holds, the verb of a statement."""
        return not _FINITE.isdisjoint(self.tag.split("+"))


EDGE = Word("^", "^", "^", "", "")
"""Stands before the first word and after the last."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The known words.

    Args:
        english: The ordinary words, without those that `bases` leads back to another.
        known: Part of speech and share of capitals of a word.
        names: The lists that a name is in.
        places: The places of several words, by their first.
        forms: How words are written that have capitals in their middle: ``iPhone``, ``NHS``.
    """

    english: Set[str]
    known: Mapping[str, tuple[str, str]]
    names: Mapping[str, str]
    places: Mapping[str, tuple[tuple[str, ...], ...]]
    forms: Mapping[str, str]

    def word(self, typed: str) -> Word:
        """Look a word up.

        Args:
            typed: The word in lower case, with straight apostrophes.
        """
        if not typed[0].isalpha():
            return Word("#", "CD", "a", "", "")
        found = self.known.get(typed)
        if found is None and typed.endswith("'s"):
            base = self.word(typed[:-2])
            return Word("~'s", "POS", base.capital, base.lists, base.ending)
        if found is None and typed in shorthand():
            typed = shorthand()[typed].lower()
            found = self.known.get(typed)
        tag, capital = found or (_tag(typed), UNKNOWN)
        text = typed if found else "~"
        if self._is_ordinary(typed):
            capital += "o"
        return Word(text, tag, capital, self.names.get(typed, ""), typed[-3:])

    def _is_ordinary(self, typed: str) -> bool:
        parts = typed.partition("'")[0].split("-")
        return all(
            part in self.english or any(base in self.english for base in bases(part))
            for part in parts
        )

    def in_places(self, typed: Sequence[str]) -> set[int]:
        """Return which words of a line belong to a place's name of several words.

        Args:
            typed: The words in lower case.
        """
        found: set[int] = set()
        for at, first in enumerate(typed):
            for name in self.places.get(first, ()):
                if tuple(typed[at : at + len(name)]) == name:
                    found.update(range(at, at + len(name)))
        return found


def bases(word: str) -> Iterator[str]:
    """Return what a word may be a form of.

    Args:
        word: A word in lower case: "moved" gives "move" and "mov", "stopped" gives "stop".
    """
    for ending, instead in _FORMS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 2:
            continue
        yield from (stem + end for end in instead)
        if len(stem) > 2 and stem[-1] == stem[-2]:
            yield stem[:-1]


def _tag(typed: str) -> str:
    return next((tag for ending, tag in _ENDINGS.items() if typed.endswith(ending)), "NN")


@cache
def lexicon() -> Lexicon:
    """Read the lists, once."""
    known = {}
    forms = {}
    for line in lines("words.txt"):
        key, _, rest = line.partition(": ")
        if key == "forms":
            forms = {form.lower(): form for form in rest.split()}
        else:
            tag, capital = key.split()
            known.update(dict.fromkeys(rest.split(), (tag, capital)))
    names: dict[str, str] = {}
    places: dict[str, list[tuple[str, ...]]] = {}
    for line in lines("names.txt"):
        key, _, rest = line.partition(": ")
        for name in rest.split():
            first, *more = name.split("_")
            if more:
                places.setdefault(first, []).append((first, *more))
            else:
                names[name] = names.get(name, "") + key[0]
    listed = [*lines("english.txt"), *lines("own.txt"), *words().kin, *words().openers]
    english = frozenset(" ".join(listed).split())
    return Lexicon(english, known, names, {k: tuple(v) for k, v in places.items()}, forms)
