"""Unfolds a clause: what it says in passing becomes a clause of its own, to be parsed again.

"My brother, who lives in Turin, hates flying" says that he lives there; "Nairobi, where I work"
says where; "as I'm blind in one eye" is asserted whatever is asked around it. Parsing each again
is surer than reading it out of one deep tree.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from memory_agent.extraction.describing import beside_a_name, put_on, strung, vouched_for
from memory_agent.extraction.idioms import put_plainly
from memory_agent.extraction.parsing import phrase, spelled, statements
from memory_agent.extraction.segments import Clause
from memory_agent.extraction.shorthand import Plain
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_RELATIVE = {"who", "which", "that"}
_OWN = {"my", "our"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_IS = re.compile(r"^'s(?!\s+(?:got|been)\b)")
_FINITE = {"VBD", "VBP", "VBZ", "MD"}


def unfolded(clause: Clause, doc: "Doc") -> list[Clause]:
    """Return what a clause says in passing, each as a clause that cites the whole stretch.

    Args:
        clause: A clause of a turn.
        doc: Its parse.
    """
    found = [_derived(clause, text, tokens) for text, tokens in _asides(doc)]
    plainly = [] if clause.question else list(_dosed(doc))
    plainly += _aged(doc)
    return found + [replace(_derived(clause, t, tokens), restated=t) for t, tokens in plainly]


_DOSE = re.compile(
    r"(?P<what>(?<![.!?]\s)\b[A-Z][a-z]{3,})\s+(?P<dose>\d+(?:\.\d+)?\s?(?:mg|mcg|µg|ug|ml|iu|units))\b"
)
_NOT_NOW = re.compile(
    r"\b(?:no|not|n't|never|off|stopped|stop|quit|instead|used|your?|he|she|his|her|they|their|if)\b",
    re.IGNORECASE,
)


def _dosed(doc: "Doc") -> "Iterator[tuple[str, list[Token]]]":
    """Yield "I take Elvanse 30 mg" of "... and Elvanse 30 mg has made mornings doable"."""
    match = _DOSE.search(doc.text)
    span = doc.char_span(*match.span()) if match and not _NOT_NOW.search(doc.text) else None
    if span is not None and span[0].head.lemma_ != "take":
        yield f"I take {span.text}", list(span)


_AT_AGE = re.compile(
    r"\b(?:(?:all|only|now|already)\s+at\s+(?:the\s+(?:tender\s+|ripe\s+(?:old\s+)?)?age\s+of\s+)?"
    r"|at\s+my\s+age\s*\(?|at\s+the\s+(?:tender\s+|ripe\s+(?:old\s+)?)age\s+of\s+)(?P<age>[1-9]\d)\b"
)
_LATE = re.compile(
    r"(?:is|isn't|would|am)\s+(?:it|i|that|this)\s+(?:be\s+)?(?:really\s+|too\s+|a\s+bit\s+|completely\s+)*"
    r"(?:late|old|daft|silly|mad|crazy|weird|stupid|possible|realistic|normal|ok|okay|odd|foolish|insane"
    r"|unusual|young|early|risky|wise|sensible|ridiculous|safe)\b.*\bat\s+(?P<age>[1-9]\d)\b(?!\s*(?:am|pm|%|\w))",
    re.IGNORECASE,
)


def _aged(doc: "Doc") -> "Iterator[tuple[str, list[Token]]]":
    """Yield "I am 67" of "is it daft to take up boxing at 67?" and "..., all at 71"."""
    match = _LATE.match(doc.text) or _AT_AGE.search(doc.text)
    others = {t.lower_ for t in doc} & (words().kin | {"he", "she", "his", "her", "you", "your"})
    span = doc.char_span(*match.span("age")) if match and not others else None
    if span is not None:
        yield f"I am {span.text}", list(span)


def _asides(doc: "Doc") -> "Iterator[tuple[str, list[Token]]]":
    for token in doc:
        if token.dep_ in {"acl", "amod"} or token.like_num:
            yield from beside_a_name(token)
        if token.pos_ == "VERB":
            yield from put_on(token)
        if token.dep_ == "relcl":
            yield from _relative(token)
        elif token.dep_ == "advcl":
            yield from _asserted(token)
        elif token.dep_ == "appos" and token.pos_ in {"NOUN", "PROPN"}:
            yield from _apposition(token)
        elif token.lower_ == "as" and token.i == 0 and token.pos_ == "ADP":
            yield from _capacity(token)
        elif token.dep_ == "ccomp":
            yield from _told(token)
            yield from vouched_for(token)
        elif token.lower_ == "home":
            yield from _home(token)
    yield from _listed(doc)
    yield from strung(doc)


def _relative(verb: "Token") -> "Iterator[tuple[str, list[Token]]]":
    """Yield "my brother lives in Turin" of "my brother, who lives in Turin"."""
    head, clause = verb.head, _span(verb)
    subject = next((t for t in verb.children if t.dep_ in _SUBJECTS), None)
    if subject is None or not _is_finite(verb):
        return
    whole = _named(head)
    if subject.lower_ in _RELATIVE and _is_known(head):
        rest = [t for t in clause if t.i != subject.i]
        yield f"{spelled(whole)} {_IS.sub('is', spelled(rest))}", [*whole, *clause]
    where = next((t for t in verb.children if t.lower_ == "where"), None)
    invented = head.lemma_.lower() in words().made_up
    if where is not None and _is_own(subject) and not invented:
        rest = [t for t in clause if t.i != where.i]
        place = f" {_preposition(head)} {spelled(whole)}" if not _has_place(verb) else ""
        yield spelled(rest) + place, [*whole, *clause]


def _asserted(verb: "Token") -> "Iterator[tuple[str, list[Token]]]":
    """Yield "I drive a tram by day" of "... because I drive a tram by day"."""
    marks = [t for t in verb.children if t.dep_ in {"mark", "advmod"} and t.i < verb.i]
    asserting = next((t for t in marks if t.lower_ in words().asserting), None)
    since = [t for t in marks if t.lower_ == "that" and t.i and t.nbor(-1).lower_ == "now"]
    asserting = asserting if asserting is not None else next(iter(since), None)
    subject = next((t for t in verb.children if t.dep_ in _SUBJECTS), None)
    if asserting is None or subject is None or not _is_finite(verb):
        return
    now = any(t.tag_ in {"VBP", "VBZ"} for t in (verb, *verb.children))
    if asserting.lower_ in {"since", "as", "while"} and not now:
        return  # "Since we last spoke", "as I walked in": when it was
    rest = [t for t in _span(verb) if t.i > asserting.i]
    yield spelled(rest), rest


def _apposition(noun: "Token") -> "Iterator[tuple[str, list[Token]]]":
    """Yield "Femi is a nurse from Lagos" of "my friend Femi, a nurse from Lagos"."""
    head = noun.head
    described = any(t.dep_ == "det" and t.lower_ in {"a", "an"} for t in noun.children)
    described = described or any(t.lower_ in _OWN for t in noun.children if t.dep_ == "poss")
    apart = noun.i > 0 and noun.nbor(-1).text == ","
    described = described or (head.lower_ == "name" and noun.pos_ == "PROPN" and apart)
    if not described or not _is_known(head) or noun.i < head.i:
        return
    first, second = _named(head), phrase(noun)
    yield f"{spelled(first)} is {spelled(second)}", [*first, *second]


def _capacity(opener: "Token") -> "Iterator[tuple[str, list[Token]]]":
    """Yield "I am a nurse from Leeds" of "As a nurse from Leeds, I should know"."""
    role = next((t for t in opener.children if t.dep_ == "pobj"), None)
    speaks = any(t.lower_ in {"i", "we"} for t in opener.head.children)
    first = next((t for t in role.subtree), None) if role is not None else None
    if role is None or first is None or not speaks or first.lower_ not in {"a", "an"}:
        return
    whole = [t for t in phrase(role) if t.i > opener.i]
    yield f"I am {spelled(whole)}", whole


def _told(verb: "Token") -> "Iterator[tuple[str, list[Token]]]":
    """Yield "I live on a boat" of "I should say I live on a boat"."""
    saying = verb.head
    teller = next((t for t in saying.children if t.dep_ in _SUBJECTS), None)
    denied = any(t.dep_ == "neg" for t in saying.children)
    if teller is None or teller.lower_ not in {"i", "we"} or denied or not _is_finite(verb):
        return
    if saying.lemma_.lower() in words().telling and verb.i > saying.i:
        rest = [t for t in _span(verb) if t.lower_ != "that" or t.dep_ != "mark"]
        yield spelled(rest), rest


def _home(home: "Token") -> "Iterator[tuple[str, list[Token]]]":
    """Yield "I live in Nairobi" of "back home in Nairobi"."""
    place = next((c for p in home.children if p.lower_ == "in" for c in p.children), None)
    back = home.i > 0 and home.nbor(-1).lower_ == "back"
    if place is not None and place.pos_ == "PROPN" and (back or home.i == 0):
        found = phrase(place)
        yield f"I live in {spelled(found)}", [home, *found]


def _listed(doc: "Doc") -> "Iterator[tuple[str, list[Token]]]":
    """Yield "I took up the trombone" of "I gave up sugar, took up the trombone and ...".

    Only what the parser does not see as joined: in long lists it loses its way.
    """
    if doc[0].lower_ not in {"i", "we"}:
        return
    seen = {statement.verb.i for statement in statements(doc)}
    heads = [t for t in doc[2:] if t.tag_ in _FINITE and _begins(t) and t.i not in seen]
    ends = sorted({t.i for t in doc[1:] if _begins(t) and t.tag_ in _FINITE} | {len(doc) - 1})
    for verb in heads:
        if any(t.dep_ in _SUBJECTS and t.i < verb.i for t in verb.children):
            continue
        after = next(end for end in ends if end > verb.i)
        part = list(doc[verb.i : after])
        while part and (part[-1].is_punct or part[-1].dep_ == "cc" or part[-1].lower_ == "and"):
            part.pop()
        if len(part) > 1:
            yield f"{doc[0].text} {spelled(part)}", part


def _begins(verb: "Token") -> bool:
    """Whether a verb stands right after a comma or an "and"."""
    before = verb.nbor(-1) if verb.i else None
    return before is not None and (before.text == "," or before.lower_ == "and")


def _named(head: "Token") -> "list[Token]":
    """Return a noun with what belongs to it, and the name that stands right after it."""
    whole = phrase(head)
    name = [t for t in head.children if t.dep_ == "appos" and t.pos_ == "PROPN"]
    beside = [t for one in name for t in one.subtree if one.i == whole[-1].i + 1 and t.i >= one.i]
    return [*whole, *(t for t in beside if t.pos_ == "PROPN")]


def _is_known(head: "Token") -> bool:
    """Whether it is somebody or something of the speaker's: "my brother", "Karim"."""
    return head.pos_ == "PROPN" or any(t.lower_ in _OWN for t in head.children if t.dep_ == "poss")


def _is_own(subject: "Token") -> bool:
    return subject.lower_ in {"i", "we"} or any(t.lower_ in _OWN for t in subject.children)


def _is_finite(verb: "Token") -> bool:
    helpers = [t for t in verb.children if t.dep_ in {"aux", "auxpass"}]
    return any(t.tag_ in _FINITE for t in (verb, *helpers))


def _has_place(verb: "Token") -> bool:
    return any(t.dep_ == "prep" and t.lower_ in {"in", "at", "on"} for t in verb.children)


def _preposition(place: "Token") -> str:
    return "in" if place.pos_ == "PROPN" else "at"


def _span(verb: "Token") -> "list[Token]":
    """Return the words of a clause, without commas at its ends and what is joined to it loosely."""
    tokens = sorted(verb.subtree, key=lambda token: token.i)
    while tokens and (tokens[0].is_punct or tokens[0].dep_ == "cc"):
        tokens.pop(0)
    while tokens and (tokens[-1].is_punct or tokens[-1].dep_ == "cc"):
        tokens.pop()
    return tokens


def _derived(clause: Clause, text: str, tokens: "list[Token]") -> Clause:
    first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
    start, end = clause.span(first.idx, last.idx + len(last.text))
    said = put_plainly(text, opens_with_name=True)
    plain = Plain(said or text, ((0, len(said or text), 0, end - start),))
    return Clause(plain, start, end, False, clause.conditional, restated=said)
