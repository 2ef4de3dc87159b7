"""Chains of possessives that lead to somebody: "my brother Karim's wife Lena"."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from memory_agent.extraction.dates import CALENDAR
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MINE = frozenset({"my", "our"})
THEIRS = {"his": "he", "her": "she"}
_BETWEEN = frozenset({"ADJ", "NUM", "PUNCT", "NOUN", "ADV", "VERB"})
_REACH = 6
"""Words that may stand between "my" and "daughter": "my lovely 8-year-old daughter" has six."""


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain.

    Args:
        relation: What the person is to the one before, in lower case.
        name: Their name, where it stands there.
        at: Index of the word of the relation.
        said: The words of the chain up to here.
    """

    relation: str
    name: str | None
    at: int
    said: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain as it stands in a clause.

    Args:
        start: Index of its first word.
        end: Index of the word after it.
        opener: ``my``, ``our``, ``his`` or ``her``; empty where a name opens it.
        name: That name, or empty.
        links: Its steps, at least one unless a name opens it.
        owns: Whether it owns what follows: "my mum's house".
    """

    start: int
    end: int
    opener: str
    name: str
    links: tuple[Link, ...]
    owns: bool


def read_chain(doc: "Doc", start: int) -> Chain | None:
    """Read the chain that begins at a word; None if none does.

    The words are read as they stand, for the parser takes "my boss Ingrid's husband" for an
    apposition as often as not.
    """
    first = doc[start]
    opener = first.lower_ if first.lower_ in {*MINE, *THEIRS} else ""
    if opener and first.tag_ != "PRP$":  # "I told her"
        return None
    name = "" if opener else name_from(doc, start) or ""
    end = start + 1 if opener else start + len(name.split())
    if not opener and not (name and _is_possessive(doc[end])):
        return None
    links: list[Link] = []
    while True:
        at = _relation_after(doc, end if opener and not links else end + 1)
        if at is None:
            owns = bool(name or links)
            return Chain(start, end, opener, name, tuple(links), owns) if owns else None
        called = name_from(doc, at + 1)
        end = at + 1 + (len(called.split()) if called else 0)
        end += 1 if called and doc[at + 1].text == "," else 0
        links.append(Link(doc[at].lower_, called, at, doc[start : at + 1].text))
        if not _is_possessive(doc[end]):
            return Chain(start, end, opener, name, tuple(links), owns=False)


def _is_possessive(token: "Token") -> bool:
    return token.tag_ == "POS"


def _relation_after(doc: "Doc", start: int) -> int | None:
    """Return the index of the word for somebody that "my" belongs to: no "mother tongue"."""
    for token in doc[start : start + _REACH + 1]:
        if token.lower_ in words().kin:
            after = token.nbor()
            common = after.pos_ == "NOUN" and after.head.i >= after.i and token.head == after
            if after.lower_ in words().kin or common:
                continue
            return token.i
        if token.pos_ not in _BETWEEN or token.text == ",":
            return None
    return None


def name_from(doc: "Doc", start: int) -> str | None:
    """Read a name; a comma before it only where it stands in apposition: "my wife, Maria"."""
    names: list[str] = []
    if doc[start].text == "," and doc[start + 1].dep_ == "appos":
        start += 1
    for token in doc[start:]:
        capital = token.pos_ == "PROPN" and token.text[:1].isupper()
        if not capital or token.lower_ in CALENDAR:
            break
        names.append(token.text)
    return " ".join(names) or None
