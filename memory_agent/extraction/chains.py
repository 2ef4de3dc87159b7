"""Chains of possessives that lead to somebody: "my brother Karim's wife Lena"."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from memory_agent.extraction.dates import CALENDAR
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MINE = frozenset({"my", "our"})
THEIRS = {"his": "he", "her": "she"}
_BETWEEN = frozenset({"ADJ", "NUM", "PUNCT", "NOUN", "ADV", "VERB"})
_FORMER = frozenset({"former", "previous"})
_IN_LAW = re.compile(r"\w+(?:-| )in(?:-| )law\b", re.IGNORECASE)
_REACH = 6
"""Words that may stand between "my" and "daughter": "my lovely 8-year-old daughter" has six."""


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain.

    Args:
        relation: What the person is to the one before, in lower case.
        name: Their name, where it stands there.
        at: Index of the word of the relation.
        end: Index of the word after it.
        said: The words of the chain up to here.
    """

    relation: str
    name: str | None
    at: int
    end: int
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
        found = _relation_after(doc, end if opener and not links else end + 1)
        if found is None:
            owns = bool(name or links)
            return Chain(start, end, opener, name, tuple(links), owns) if owns else None
        relation, at, end = found
        said = doc[start:end].text
        called = name_from(doc, end)
        links.append(Link(relation, called, at, end, said))
        if called:
            end += len(called.split()) + (doc[end].text == ",")
        if not _is_possessive(doc[end]):
            return Chain(start, end, opener, name, tuple(links), owns=False)


def _is_possessive(token: "Token") -> bool:
    return token.tag_ == "POS"


def _relation_after(doc: "Doc", start: int) -> tuple[str, int, int] | None:
    """Return the word for somebody that "my" belongs to, where it stands and ends.

    It is no "mother tongue", "mother-in-law" and "ex-wife" are words of their own, and who is a
    former boss is nobody's now.
    """
    for token in doc[start : start + _REACH + 1]:
        if token.lower_ in _FORMER:
            return None
        if token.lower_ in words().kin:
            after = token.nbor()
            if token.lower_ == "ex" and (after.text == "-" or after.lower_ in words().kin):
                continue
            common = after.pos_ == "NOUN" and token.head == after
            if after.lower_ in words().kin or common:
                continue
            in_law = _IN_LAW.match(doc[token.i : token.i + 5].text)
            if in_law:
                length = len(in_law[0].replace("-", " - ").split())
                return f"{token.lower_}-in-law", token.i, token.i + length
            before = doc[start : token.i].text.casefold().rstrip(" -")
            once = "ex-" if before.split()[-1:] == ["ex"] else ""
            return f"{once}{token.lower_}", token.i, token.i + 1
        if (token.pos_ not in _BETWEEN or token.text == ",") and token.lower_ != "ex":
            return None
    return None


def _stands_apart(doc: "Doc", start: int) -> bool:
    """Whether a name stands between commas, or ends the clause: "for my girlfriend, Marisol"."""
    end = next((t.i for t in doc[start:] if t.pos_ != "PROPN"), len(doc))
    return end > start and (end >= len(doc) or doc[end].is_punct)


def name_from(doc: "Doc", start: int) -> str | None:
    """Read a name; a comma before it only where it stands in apposition: "my wife, Maria"."""
    names: list[str] = []
    if doc[start].text == "," and (doc[start + 1].dep_ == "appos" or _stands_apart(doc, start + 1)):
        start += 1
    for token in doc[start:]:
        capital = token.pos_ == "PROPN" and token.text[:1].isupper()
        if not capital or token.lower_ in CALENDAR:
            break
        names.append(token.text)
    return " ".join(names) or None
