"""The languages of ``data/languages.toml``: their scripts, their words, their first persons."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_SCRIPTS: Mapping[str, str] = {
    "GREEK": "el",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "THAI": "th",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
}
_LETTERS: Mapping[str, Sequence[tuple[str, str]]] = {
    "ru": (("іїєґ", "uk"), ("ђјљњћџ", "sr")),
    "ar": (("ٹڈڑںےہھ", "ur"), ("پچژگکی", "fa")),
}
"""Letters that only one of the languages of a script has."""

_BULGARIAN = re.compile(r"\b(?:съм|се|да|ще|аз|ми|със|във|от|не|имам|живея|работя)\b")
_HALF = 0.5
_ENDING = 5
"""Letters from which an ending alone, with its hyphen, tells a language: "-yorum"."""

_WISH = 8
"""Words up to which a sentence with a wish in it is no more than that wish."""

_NEVER = "(?!)"


@dataclass(frozen=True, slots=True)
class Speech:
    """What a language is told by.

    Args:
        words: Its commonest words.
        letters: Letters that few others have.
        me: Words, endings or patterns of somebody who speaks of themselves.
        ask: Patterns of what asks, orders or thanks.
    """

    words: frozenset[str]
    letters: frozenset[str]
    me: tuple[str, ...]
    ask: re.Pattern[str]
    wish: re.Pattern[str]
    they: tuple[str, ...]

    def knows(self, word: str) -> bool:
        """Whether a word, in lower case, is one of its common ones, or elided before one."""
        endings = tuple(one[1:] for one in self.me if one[0] == "-" and len(one) > _ENDING)
        known = word in self.words or word in self.me or word.partition("'")[0] in _ELIDED
        return known or (bool(endings) and word.endswith(endings))

    def asks(self, sentence: str) -> bool:
        """Whether a sentence, in lower case, asks or orders, or does no more than wish or thank."""
        wishes = len(sentence.split()) <= _WISH and self.wish.search(sentence) is not None
        return wishes or self.ask.search(sentence) is not None

    def goes_on(self, sentence: str) -> bool:
        """Whether a sentence, in lower case, is about somebody named right before it."""
        return sentence.startswith(self.they)

    def speaks_of_self(self, sentence: str, found: Sequence[str]) -> bool:
        """Whether a sentence, in lower case, speaks of its speaker; `found` are its words."""
        if not self.words:
            return any(re.search(pattern, sentence) for pattern in self.me)
        endings = tuple(ending[1:] for ending in self.me if ending.startswith("-"))
        return any(
            word in self.me or word.startswith(("j'", "m'")) or (endings and word.endswith(endings))
            for word in (one.replace("’", "'") for one in found)
        )


_ELIDED = frozenset({"j", "l", "d", "qu", "n", "c", "m", "s", "t", "dell", "nell", "all", "un"})


def written_in(sentence: str) -> str | None:
    """Return the language that the letters of a sentence tell; None for Latin letters.

    Args:
        sentence: Words of one language, or with some of another in between.
    """
    names = [unicodedata.name(c, "").split(" ")[0] for c in sentence if c.isalpha()]
    by_tag: dict[str, int] = {}
    for name in names:
        tag = _SCRIPTS.get(name)
        if tag is not None:
            by_tag[tag] = by_tag.get(tag, 0) + 1
    if not by_tag or sum(by_tag.values()) < _HALF * len(names) or sum(by_tag.values()) < _LEAST:
        return None
    tag = "ja" if by_tag.get("ja") else max(by_tag, key=lambda one: by_tag[one])
    lowered = sentence.lower()
    for letters, other in _LETTERS.get(tag, ()):
        if any(letter in letters for letter in lowered):
            return other
    if tag == "ru" and not re.search("[ыэё]", lowered) and len(_BULGARIAN.findall(lowered)) > 1:
        return "bg"
    return tag


_LEAST = 3
"""Letters at least: a single sign is an emoji, a unit, a variable."""


@cache
def latin() -> Mapping[str, Speech]:
    """Read the languages in Latin letters, by tag, once."""
    return {tag: _speech(entry) for tag, entry in _data()["latin"].items()}


@cache
def spoken_in() -> Mapping[str, frozenset[str]]:
    """Return the languages in Latin letters that have a word, by word, once."""
    found: dict[str, set[str]] = {}
    for tag, speech in latin().items():
        for word in (*speech.words, *speech.me):
            found.setdefault(word, set()).add(tag)
    return {word: frozenset(tags) for word, tags in found.items()}


@cache
def of_script() -> Mapping[str, Speech]:
    """Read the languages that their script tells, by tag, once."""
    return {tag: _speech(entry) for tag, entry in _data()["script"].items()}


@cache
def english() -> frozenset[str]:
    """Read the common words of English, once."""
    return frozenset(_data()["english"].split())


@cache
def tasks() -> re.Pattern[str]:
    """Return what tells that foreign words are a text to work on."""
    return re.compile("|".join(rf"\b{task}\b" for task in _data()["tasks"]), re.IGNORECASE)


def _speech(entry: Mapping[str, Any]) -> Speech:
    return Speech(
        frozenset(entry.get("words", "").split()),
        frozenset(entry.get("letters", "")),
        tuple(entry["me"]),
        re.compile("|".join(one for one in entry["ask"] if one[0] == "^") or _NEVER),
        re.compile("|".join(one for one in entry["ask"] if one[0] != "^") or _NEVER),
        tuple(f"{one} " for one in entry.get("they", ())),
    )


@cache
def _data() -> dict[str, Any]:
    text = (files(__package__) / "data" / "languages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
