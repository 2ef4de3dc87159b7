"""The English of the grounding gate: ``data/grounding.toml``, and words brought to one form."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from memory_agent.extraction.words import words

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i", "’": "'", "‘": "'"}
)
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Idiom:
    """Words that are read otherwise than they are said.

    Args:
        keys: One of these stands in it, in lower case.
        said: Matches it.
        read: What it is read as.
    """

    keys: tuple[str, ...]
    said: re.Pattern[str]
    read: str


@dataclass(frozen=True, slots=True)
class Wording:
    """How a memory may be worded freely.

    Args:
        empty: Words that weigh nothing in what was said: "really".
        light: Words that a memory may add to what was said, as they tell next to nothing there.
        endings: What may end words of one stem.
        implied: Forms from any of which a form of a memory follows.
        opposites: Forms that say the opposite of a form.
    """

    empty: frozenset[str]
    light: frozenset[str]
    endings: frozenset[str]
    implied: Mapping[str, frozenset[str]]
    opposites: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What ``data/grounding.toml`` lists; what each list is for stands beside it there.

    Args:
        framing: Words that a memory may use of its own.
        wording: How a memory may be worded freely.
        same: The form of a group of words that say the same, by the form of each.
        past: Verb forms that tell of the past by themselves.
        short_names: Matches the names that `names` writes out.
        names: Names written out, by their short forms.
        demonyms: Countries, by what their people and languages are called.
        idioms: What is read otherwise than it is said.
        negators: Matches what denies.
        ends: Matches what says that something is over.
        unable: Forms of conditions in which somebody cannot do or have something.
        supposes: Matches what is no more than possible, wished or asked.
        likes: Forms of what speaks of liking.
        dislikes: Forms of what speaks of disliking.
        breaks: Words that open a clause of another kind.
        verbs: Helpers and common verbs, by which a clause is known.
        subjects: Words that open a clause as one who does.
        asks: Words that open a question.
        conditions: Words on which a sentence hangs.
        turned: Words that turn round what follows, each with those that it may not be taken for.
        people: Who somebody can be in a life, by form.
        openers: Words after which a person is one who does.
        refusals: Words that answer a question with no.
        he: Pronouns of a man.
        she: Pronouns of a woman.
        either: Matches what may date ahead what is told as past.
        units: The unit that a form names.
        ones: Numbers below twenty, by word.
        tens: The tens above, by word.
        places: Ordinals, by word.
        scales: What a number is multiplied by, by word.
        told: Numbers that are told by another word: "twice".
        shares: Parts of one, by word.
        counting: Every word that is part of a number.
    """

    framing: frozenset[str]
    wording: Wording
    same: Mapping[str, str]
    past: frozenset[str]
    short_names: re.Pattern[str]
    names: Mapping[str, str]
    demonyms: Mapping[str, str]
    idioms: tuple[Idiom, ...]
    negators: re.Pattern[str]
    ends: re.Pattern[str]
    unable: frozenset[str]
    supposes: re.Pattern[str]
    likes: frozenset[str]
    dislikes: frozenset[str]
    breaks: frozenset[str]
    verbs: frozenset[str]
    subjects: frozenset[str]
    asks: frozenset[str]
    conditions: frozenset[str]
    turned: Mapping[str, frozenset[str]]
    people: frozenset[str]
    openers: frozenset[str]
    refusals: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    either: re.Pattern[str]
    units: Mapping[str, str]
    ones: Mapping[str, int]
    tens: Mapping[str, int]
    places: Mapping[str, int]
    scales: Mapping[str, float]
    told: Mapping[str, int]
    shares: Mapping[str, float]
    counting: frozenset[str]


def folded(text: str) -> str:
    """Return a text in lower case, without diacritics and with straight apostrophes."""
    text = text.casefold().translate(_LETTERS)
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=8192)
def form(word: str) -> str:
    """Return the form that inflections, spellings and synonyms of a word share.

    Args:
        word: In lower case, without diacritics.
    """
    stem = _stem(word)
    return lexicon().same.get(stem, stem)


def tells_past(word: str) -> bool:
    """Whether a verb form is of the past, as far as its form tells.

    Args:
        word: In lower case.
    """
    return word in lexicon().past or (
        word.endswith("ed") and len(word) > 4 and not word.endswith("eed")
    )


def _stem(word: str) -> str:
    word = _irregular().get(word, word)
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    for ending, least in (("ing", 6), ("ed", 5), ("es", 5), ("s", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith(("ss", "us", "eed")):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in _VOWELS:
        word = word[:-1]
    return word


@cache
def lexicon() -> Lexicon:
    """Read the data, once."""
    data = _data()
    marks = data["marks"]
    same = {_stem(w): _stem(group.split()[0]) for group in data["same"] for w in group.split()}
    numbers, resolving = data["numbers"], data["resolving"]
    ones, tens, places = (numbers[name].split() for name in ("ones", "tens", "places"))
    pairs = [pair.split() for pair in data["turned"]["pairs"]]
    return Lexicon(
        framing=frozenset(data["framing"].split()),
        wording=_wording(data["wording"], same),
        same=same,
        past=frozenset(data["past"].split()),
        short_names=_either(
            "|".join(f"{n}|{n.title()}|{n.upper()}" if n.islower() else n for n in data["names"])
        ),
        names={short.lower(): name.title() for short, name in data["names"].items()},
        demonyms={_stem(name): _stem(country) for name, country in data["demonyms"].items()},
        idioms=tuple(_idiom(**idiom) for idiom in data["idiom"]),
        negators=_either(marks["negators"]),
        ends=_either(marks["ends"]),
        unable=frozenset(same.get(_stem(w), _stem(w)) for w in marks["unable"].split()),
        supposes=_either(marks["supposes"]),
        likes=frozenset(same.get(_stem(w), _stem(w)) for w in marks["likes"].split()),
        dislikes=frozenset(same.get(_stem(w), _stem(w)) for w in marks["dislikes"].split()),
        breaks=frozenset(data["cutting"]["breaks"].split()),
        verbs=frozenset(data["cutting"]["verbs"].split()),
        subjects=frozenset(data["cutting"]["subjects"].split()),
        asks=frozenset(data["cutting"]["asks"].split()),
        conditions=frozenset(data["cutting"]["conditions"].split()),
        turned={w: frozenset(pair) - {w} for pair in pairs for w in pair},
        people=frozenset(
            same.get(_stem(folded(w)), _stem(folded(w)))
            for w in (*words().kin, *data["people"]["more"].split())
            if " " not in w and w != "family"
        ),
        openers=frozenset(data["people"]["openers"].split()),
        refusals=frozenset(resolving["refusals"].split()),
        he=frozenset(resolving["he"].split()),
        she=frozenset(resolving["she"].split()),
        either=re.compile(rf"(?:\b|(?=')){resolving['either']}\b"),
        ones={word: value for value, word in enumerate(ones)},
        tens={word: 10 * value for value, word in enumerate(tens, 2)},
        places={word: value for value, word in enumerate(places, 1)}
        | {f"{word[:-1]}ieth": 10 * value for value, word in enumerate(tens, 2)},
        scales=numbers["scales"],
        told=numbers["told"],
        shares=numbers["shares"],
        counting=frozenset([*ones, *tens, *places[1:], *numbers["beside"].split()]),
        units={same.get(_stem(w), _stem(w)): unit for w, unit in data["units"].items()},
    )


def _idiom(key: str, said: str, read: str) -> Idiom:
    pattern = re.compile(rf"(?<!\w)(?:{said})(?!\w)", re.IGNORECASE)
    return Idiom(tuple(key.split("|")), pattern, read)


def _wording(data: Mapping[str, Any], same: Mapping[str, str]) -> Wording:
    return Wording(
        empty=frozenset(data["empty"].split()),
        light=frozenset(data["light"].split()),
        endings=frozenset(["", *data["endings"].split()]),
        implied=_implied(data["implied"], same),
        opposites=_implied([ways for pair in data["opposites"] for ways in _both(pair)], same),
    )


def _both(pair: str) -> list[list[str]]:
    """Return both directions of a pair: "up, down"."""
    one, other = pair.split(",")
    return [[one, other], [other, one]]


def _implied(rows: Sequence[Sequence[str]], same: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the forms of the words of a second column by those of the first."""
    found: dict[str, frozenset[str]] = {}
    for new, said in rows:
        forms = frozenset(same.get(_stem(w), _stem(w)) for w in said.split())
        for word in new.split():
            shared = same.get(_stem(word), _stem(word))
            found[shared] = found.get(shared, frozenset()) | forms
    return found


def _either(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b")


@cache
def _irregular() -> dict[str, str]:
    return dict(pair.split("=") for pair in _data()["irregular"].split())


@cache
def _data() -> dict[str, Any]:
    text = (files("memory_agent.extraction") / "data" / "grounding.toml").read_text("utf-8")
    return tomllib.loads(text)
