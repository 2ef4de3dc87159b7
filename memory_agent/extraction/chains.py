"""Chains of possessives that lead to somebody: "my brother Karim's wife Lena"."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from memory_agent.extraction.names import name_before, name_end, name_from, names_from
from memory_agent.extraction.words import several, species, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MINE = frozenset({"my", "our"})
THEIRS = {"his": "he", "her": "she"}
THE = "the"
_BETWEEN = frozenset({"ADJ", "NUM", "PUNCT", "NOUN", "ADV", "VERB"})
_FORMER = frozenset({"former", "previous"})
_SPEAKER = frozenset({"i", "we", "me", "us", "my", "our"})
_ALWAYS_MINE = frozenset({"wife", "missus", "hubby", "in-laws", "kids"})
"""Who is the speaker's, said with "the": "the wife's a teacher"."""

_COUNTS = frozenset({"two", "three", "four", "five", "six"})
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
        names: The names of several, where the word is of several: "twins, Inés and Bruno".
    """

    relation: str
    name: str | None
    at: int
    end: int
    said: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain as it stands in a clause.

    Args:
        start: Index of its first word.
        end: Index of the word after it.
        opener: ``my``, ``our``, ``his``, ``her`` or ``the``; empty where a name opens it.
        name: That name, or empty.
        links: Its steps, at least one unless a name opens it.
        owns: Whether it owns what follows: "my mum's house".
        near: Whether the speaker is spoken of beside it: "I walk the dog".
    """

    start: int
    end: int
    opener: str
    name: str
    links: tuple[Link, ...]
    owns: bool
    near: bool = False


def read_chain(doc: "Doc", start: int) -> Chain | None:
    """Read the chain that begins at a word; None if none does.

    The words are read as they stand, for the parser takes "my boss Ingrid's husband" for an
    apposition as often as not.
    """
    first = doc[start]
    opener = first.lower_ if first.lower_ in {*MINE, *THEIRS, THE} else ""
    if opener not in {"", THE} and first.tag_ != "PRP$":  # "I told her"
        return None
    if opener == THE and not _is_the_one(doc, start):
        return None
    near = opener == THE and (
        any(t.lower_ in _SPEAKER for t in doc) or doc[start + 1].lower_ in _ALWAYS_MINE
    )
    name = "" if opener else name_from(doc, start) or ""
    end = start + 1 if opener else start + len(name.split())
    if not opener and not (name and _is_possessive(doc[end])):
        return None
    links: list[Link] = []
    while True:
        found = _relation_after(doc, end if opener and not links else end + 1)
        if found is None:
            owns = bool(name or links)
            return Chain(start, end, opener, name, tuple(links), owns, near) if owns else None
        relation, at, end = found
        said = doc[start:end].text
        if relation in several():
            names, end = names_from(doc, end)
            links.append(Link(relation, None, at, end, said, names))
            return Chain(start, end, opener, name, tuple(links), False, near)
        called = name_from(doc, end)
        if called is None and (at_name := _after_place(doc, end)):
            end, called = at_name, name_from(doc, at_name)
        if relation in species() and not (called or name_before(doc, start, end)):
            return None  # "My lab", which may be where one works
        if relation.startswith("former ") and called is None:
            return None  # Nobody's now
        links.append(Link(relation, called, at, end, said))
        if called:
            end += len(called.split()) + (doc[end].text == ",")
        if end >= len(doc) or not _is_possessive(doc[end]):
            return Chain(start, end, opener, name, tuple(links), False, near)


def beside(doc: "Doc", chain: Chain) -> str | None:
    """Return the name that stands before a chain: "Saoirse, my eldest, passed her exam"."""
    alone = len(chain.links) > 0 and not (chain.owns or chain.links[-1].name)
    return name_before(doc, chain.start, chain.end) if alone else None


def _after_place(doc: "Doc", start: int) -> int | None:
    """Return where a name stands after a place: "my neighbour across the hall, Mr Osei"."""
    if start >= len(doc) or doc[start].dep_ != "prep":
        return None
    comma = next((t.i for t in doc[start : start + _REACH] if t.text == ","), None)
    if comma is None or any(t.pos_ in {"VERB", "AUX"} for t in doc[start:comma]):
        return None
    end = name_end(doc, comma + 1)
    apart = end > comma + 1 and end < len(doc) and doc[end].is_punct
    return comma + 1 if apart else None


def _is_the_one(doc: "Doc", start: int) -> bool:
    """Whether "the dog" stands alone, so that it may be somebody's of whom one speaks."""
    kin, after = doc[start + 1 : start + 2], doc[start + 2 : start + 3]
    alone = all(t.lower_ != "of" and t.pos_ not in {"NOUN", "PROPN"} for t in after)
    return alone and any(t.lower_ in words().kin for t in kin)


def _is_possessive(token: "Token") -> bool:
    return token.tag_ == "POS"


def _relation_after(doc: "Doc", start: int) -> tuple[str, int, int] | None:
    """Return the word for somebody that "my" belongs to, where it stands and ends.

    It is no "mother tongue", "mother-in-law" and "ex-wife" are words of their own, and who is a
    former boss is nobody's now.
    """
    for token in doc[start : start + _REACH + 1]:
        if token.i == start and token.lower_ in _COUNTS and names_from(doc, token.i + 1)[0]:
            return "kids", token.i, token.i + 1  # "Our two, Ada and Bo"
        if (token.lower_ in words().kin or token.lower_ in species()) and token.i + 1 < len(doc):
            after = token.nbor()
            if token.lower_ == "ex" and (after.text == "-" or after.lower_ in words().kin):
                continue
            common = after.pos_ == "NOUN" and token.head == after
            fed = token.i > 1 and doc[start - 2 if start > 1 else 0].lemma_ in {"feed", "give"}
            common = common and not (fed and after.tag_ == "NNS")
            if after.lower_ in words().kin or common:
                continue
            in_law = _IN_LAW.match(doc[token.i : token.i + 5].text)
            if in_law:
                length = len(in_law[0].replace("-", " - ").split())
                return f"{token.lower_}-in-law", token.i, token.i + length
            before = doc[start : token.i].text.casefold().rstrip(" -")
            once = "ex-" if before.split()[-1:] == ["ex"] else ""
            once = "former " if _FORMER & set(before.split()) else once
            return f"{once}{token.lower_}", token.i, token.i + 1
        if (token.pos_ not in _BETWEEN or token.text == ",") and token.lower_ != "ex":
            return None
    return None
