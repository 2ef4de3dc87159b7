"""What a clause points at in the clause before it: "museums? I can't stand them"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from memory_agent.domain import Resolution, slots
from memory_agent.extraction.parsing import phrase, spelled
from memory_agent.extraction.readers.objects import AMOUNTS
from memory_agent.extraction.segments import Clause
from memory_agent.extraction.shorthand import Plain
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_Pointed = tuple[str, str, str]
"""The clause written out, the word that points, and what it means."""

_IS = r"(?:'s|\s+is|\s+was|'re|\s+are)"
_WHERE = re.compile(rf"(?:that|this|which|it){_IS}\s+where\s+(?P<rest>(?:i|we)\b[^,]*)", re.I)
_WHAT = re.compile(
    rf"(?:that|this|which|it){_IS}\s+(?P<what>what|how\s+much|how\s+many)\s+"
    r"(?P<doing>(?:i|we)(?:'ve)?\s+(?:\w+\s+)?(?P<verb>pay|earn|make|owe|spend|save|weigh|drive|play"
    r"|use|take|study|eat|drink|have|run|ride|wear|do|teach|grow))\b(?P<rest>.*)",
    re.IGNORECASE,
)
_AMOUNTS = {"pay", "earn", "make", "owe", "spend", "save", "weigh"}
_MINE = re.compile(rf"(?P<mine>mine|ours){_IS}\s+(?P<value>.+)", re.IGNORECASE)
_OWNED = re.compile(
    r"(?P<it>it|they)(?P<is>'s|\s+is|'re|\s+are)\s+(?P<value>(?:called|named|from|in|at)\s+.+"
    r"|(?:an?|the)\s+.+|\d.+|[A-Z].+)"
)
_TASTES = "|".join(sorted(words().likes | words().dislikes | words().endured))
_OBJECT = re.compile(
    rf"\b(?P<verb>{_TASTES}|learn|learning|teach|teaching|speak|study|studying|play|playing|eat|drink"
    r"|take|practise|practice|collect|avoid|(?:allergic|intolerant|sensitive|addicted)\s+to"
    r"|(?:afraid|scared|terrified|fond|sick|a\s+fan)\s+of|into)\s+"
    r"(?P<it>(?:the\s+(?:taste|smell|sight|sound)\s+of\s+)?(?:it|them|that\s+stuff|the\s+stuff))\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"(?P<before>\w+)\s+(?P<there>there)\b(?!'s|\s+(?:is|are|was|were|in|at|on)\b)")
_MOVING = re.compile(
    r"(?:go|goes|going|gone|went|mov\w+|fly\w*|flew|driv\w+|drove|back|travel\w*)$"
)
_PLACED = {"in", "at", "to", "from", "near"}
_NAMED_ALONE = 5
"""Tokens at most of "Museums?", or "Brussels sprouts, anyone?"."""

_HAVING = {"have", "own", "drive", "buy", "get", "adopt", "run", "ride", "keep", "play"}


def pointed(clause: Clause, before: "Sequence[Doc]") -> Clause | None:
    """Return a clause with what it points at in the place of the word that points.

    Args:
        clause: A clause; one that asks or hangs on a condition is left alone.
        before: The parses of the clauses before it in the turn, the nearest first.
    """
    if clause.question or clause.conditional or not before:
        return None
    for rule in _RULES:
        found = rule(clause.text, before)
        if found is not None:
            text, word, meaning = found
            typed = clause.plain.end(len(clause.text))
            plain = Plain(text, ((0, len(text), 0, typed),))
            meant = (*clause.resolutions, Resolution(word, meaning))
            return replace(clause, plain=plain, resolutions=meant)
    return None


def _where(text: str, before: "Sequence[Doc]") -> _Pointed | None:
    """Read "two rooms in Graz, that's where I live" as "I live in Graz"."""
    match = _WHERE.match(text)
    place = next(_places(before[0]), None) if match else None
    if match is None or place is None:
        return None
    preposition = "in" if place.head.lower_ in {"to", "from"} else place.head.lower_
    said = spelled(phrase(place))
    return f"{match['rest'].strip()} {preposition} {said}", match.group().split("'")[0], said


def _what(text: str, before: "Sequence[Doc]") -> _Pointed | None:
    """Read "is 900 a month a lot? That's what I pay" as "I pay 900 a month"."""
    match = _WHAT.match(text)
    if match is None:
        return None
    amount = match["verb"].lower() in _AMOUNTS
    nouns = (t for t in before[0] if t.dep_ in {"nsubj", "dobj", "attr", "pobj", "ROOT"})
    things = [t for t in nouns if t.pos_ in {"NOUN", "PROPN", "NUM", "SYM"}]
    if amount:
        things = [t for t in things if any(p.like_num for p in phrase(t))]
    if not things:
        return None
    said = spelled(_apart(things[0]))
    end = things[0].doc[max(t.i for t in phrase(things[0])) :].text
    often = re.match(r"\S+\s+((?:an?|per|each|every)\s+\w+)", end)
    said = f"{said} {often[1]}" if amount and often else said
    return f"{match['doing']} {said}{match['rest']}", match["what"], said


def _mine(text: str, before: "Sequence[Doc]") -> _Pointed | None:
    """Read "ideas for a birthday? Mine's the 14th" as "my birthday is the 14th"."""
    match = _MINE.match(text)
    if match is None:
        return None
    known = slots.by_noun().keys() | slots.by_possession().keys() | words().kin
    for token in (t for doc in before for t in doc):
        if token.lower_ in known or token.lemma_ in known:
            is_many = token.tag_ == "NNS" and match["mine"].lower() == "mine"
            noun = token.lemma_ if is_many else token.lower_
            return f"my {noun} is {match['value']}", match["mine"], f"my {noun}"
    return None


def _owned(text: str, before: "Sequence[Doc]") -> _Pointed | None:
    """Read "my boat leaks, it's a Drascombe" as "my boat is a Drascombe"."""
    match = _OWNED.match(text)
    if match is None or not re.search(r"\d|(?<=\s)[A-Z]|^[A-Z]", match["value"]):
        return None
    things = [t for t in before[0] if _is_had(t)]
    if len(things) != 1:
        return None
    noun = spelled([t for t in _apart(things[0]) if t.dep_ not in {"det", "poss", "nummod"}])
    verb = "is" if "s" in match["is"] else "are"
    return f"my {noun} {verb} {match['value']}", match["it"], f"my {noun}"


def _is_had(noun: "Token") -> bool:
    """Whether it is "my boat", or the boat of "I have a boat", "the boat is mine"."""
    if noun.pos_ not in {"NOUN", "PROPN"} or {noun.lower_, noun.lemma_} & words().kin:
        return False
    if noun.dep_ not in {"nsubj", "nsubjpass", "dobj", "attr"}:
        return False
    before = {t.lower_ for t in noun.children if t.dep_ in {"det", "poss"}}
    if before & {"my", "our"}:
        return True
    verb = noun.head
    if noun.dep_ == "nsubj" and any(t.lower_ in {"mine", "ours"} for t in verb.children):
        return True
    doer = next((t for t in verb.children if t.dep_ == "nsubj"), None)
    mine = doer is not None and doer.lower_ in {"i", "we"}
    return mine and noun.dep_ == "dobj" and verb.lemma_ in _HAVING and bool(before & {"a", "an"})


def _object(text: str, before: "Sequence[Doc]") -> _Pointed | None:
    """Read "no coriander, I can't stand the stuff" as "I can't stand coriander"."""
    match = _OBJECT.search(text)
    if match is None or re.match(r"\s+(?:when|if|that|how|so|as|too)\b", text[match.end() :]):
        return None
    meant = next((t for doc in before for t in _unwanted(doc)), None)
    if meant is None:
        meant = next((t for doc in before for t in _told(doc)), None)
    if meant is None:
        return None
    said = spelled([t for t in _apart(meant) if t.dep_ != "det"])
    if meant.doc[0].pos_ == "NOUN" and said.startswith(meant.doc[0].text):
        said = said[0].lower() + said[1:]  # It opened the sentence, and is no name
    return f"{text[: match.start('it')]}{said}{text[match.end('it') :]}", match["it"], said


def _unwanted(doc: "Doc") -> "Iterator[Token]":
    """Yield what is to be left out: "no sesame", "without nuts"."""
    for token in doc:
        without = token.dep_ == "pobj" and token.head.lower_ == "without"
        no = token.pos_ in {"NOUN", "PROPN"} and any(t.lower_ == "no" for t in token.children)
        if without or no:
            yield token


def _told(doc: "Doc") -> "list[Token]":
    """Return what the clause before is about, where it is one thing that is named in general."""
    nouns = [t for t in doc if t.pos_ in {"NOUN", "PROPN"}]
    found = [t for t in nouns if t.dep_ in {"dobj", "pobj"}]
    alone = [t for t in nouns if t.dep_ == "ROOT" and len(doc) <= _NAMED_ALONE]
    direct = [t for t in found if t.dep_ == "dobj"] or found or alone
    general = [
        t
        for t in direct
        if not any(c.dep_ in {"det", "poss", "nummod"} for c in t.children)
        and t.lemma_.lower() not in words().hollow | words().durations | AMOUNTS
    ]
    return general if len(general) == 1 else []


def _there(text: str, before: "Sequence[Doc]") -> _Pointed | None:
    """Read "the hotel's in Split, we're going there in May" as "we're going to Split in May"."""
    match = _THERE.search(text)
    place = next((p for doc in before for p in _places(doc) if p.pos_ == "PROPN"), None)
    if match is None or place is None:
        return None
    said = spelled(phrase(place))
    preposition = "to" if _MOVING.match(match["before"].lower()) else "in"
    told = f"{text[: match.start('there')]}{preposition} {said}{text[match.end() :]}"
    return told, match["there"], said


def _places(doc: "Doc") -> "Iterator[Token]":
    """Yield where something is, the last first."""
    for token in reversed(doc):
        if token.dep_ == "pobj" and token.head.lower_ in _PLACED and token.pos_ == "PROPN":
            yield token


def _apart(head: "Token") -> "list[Token]":
    """Return a noun with what belongs to it, without a comma and what follows."""
    return [t for t in phrase(head) if not t.is_punct or t.text == "-"]


_RULES: "tuple[Callable[[str, Sequence[Doc]], _Pointed | None], ...]" = (
    _where,
    _what,
    _mine,
    _owned,
    _object,
    _there,
)
