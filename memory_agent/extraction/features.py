"""What the gate on worth looks at besides the meaning: how a statement is built."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from memory_agent.extraction.drafts import Draft, View
from memory_agent.extraction.readers.objects import POINTING, is_definite, is_mine
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_HEADS = {"dobj", "pobj", "attr", "acomp", "xcomp", "oprd"}
_NEAR, _FIRST, _SHORT_TURN, _LONG_TURN = 160, 12, 100, 700
"""Characters: of what stands beside a statement, of an opening, of short and of long turns."""

_ASIDES = ("by the way", "btw", "actually", "speaking of", "in fact", "i should mention")
_LONG = 12
"""Words from which a statement counts as long."""


def features(view: View, draft: Draft, turn: str) -> Mapping[str, float]:
    """Return how a statement is built, as features by name; those that are 0 are left out.

    Args:
        view: The statement.
        draft: What a reader made of it.
        turn: The text of the turn that it stands in.
    """
    found = {**_subject(view), **_verb(view), **_objects(view), **_words(view)}
    found |= _place(view, turn)
    found[f"rule:{draft.rule.split(':')[0].split(' ')[0]}"] = 1.0
    return {name: float(value) for name, value in found.items() if value}


def _subject(view: View) -> Mapping[str, float]:
    subject = view.statement.subject
    return {
        "subject:speaker": view.speaker,
        "subject:we": subject.lower_ == "we",
        "subject:person": view.person and not view.speaker,
        "subject:mine": not view.person and is_mine(subject),
        "subject:other": not view.person and not is_mine(subject),
    }


def _verb(view: View) -> Mapping[str, float]:
    statement = view.statement
    verb, lemma = statement.verb, statement.verb.lemma_.lower()
    progressive = verb.tag_ == "VBG"
    return {
        "tense:past": statement.simple_past,
        "tense:perfect": statement.past and not statement.simple_past and not progressive,
        "tense:perfect progressive": statement.past and progressive,
        "tense:progressive": progressive and not statement.past,
        "tense:present": verb.tag_ in {"VBP", "VBZ"} and not statement.helpers,
        "tense:future": statement.future,
        "passive": any(t.dep_ == "auxpass" for t in statement.helpers),
        "modal": any(t.tag_ == "MD" for t in statement.helpers),
        "negated": statement.negated,
        "verb:be": lemma == "be",
        "verb:have": lemma == "have",
        "verb:passing": lemma in words().passing,
        "verb:doing": lemma in words().doings,
        "verb:life": lemma in words().life,
    }


def _objects(view: View) -> Mapping[str, float]:
    inside = {t.i for t in view.statement.tokens}
    verb = view.statement.verb
    taken = [t for t in verb.children if t.i in inside and t.dep_ in _HEADS and t.i > verb.i]
    heads = [t for t in verb.subtree if t.i in inside and t.dep_ in _HEADS]
    return {
        "object:none": not heads,
        "object:hollow": any(_is_hollow(t) for t in heads),
        "object:definite": any(is_definite(t) for t in taken),
        "some definite": any(is_definite(t) for t in heads),
        "object:some": any(_has(t, {"a", "an"}) for t in taken),
        "object:my": any(_has(t, {"my", "our"}) for t in taken),
        "object:clause": any(t.dep_ == "ccomp" for t in verb.children),
        "object:to do": any(t.dep_ == "xcomp" and t.tag_ == "VB" for t in verb.children),
        "object:doing": any(t.dep_ in {"xcomp", "pcomp"} and t.tag_ == "VBG" for t in heads),
        "object:state": any(t.dep_ == "acomp" for t in verb.children),
        "object:pointing": any(t.lower_ in POINTING for t in heads),
    }


def _words(view: View) -> Mapping[str, float]:
    tokens = [t for t in view.statement.tokens if not t.is_punct]
    names = [t for t in tokens if t.pos_ == "PROPN" and t.i > 0]
    return {
        "date": bool(view.dates),
        "date:ahead": view.ahead,
        "name": bool(names),
        "names": min(len(names), 4) / 4,
        "number": any(t.like_num for t in tokens),
        "kin": any(t.lower_ in words().kin for t in tokens),
        "often": bool(view.lowered & words().often),
        "lately": bool(view.lowered & words().lately),
        "length": min(len(tokens), 30) / 30,
        "short": len(tokens) <= 4,
        "long": len(tokens) >= _LONG,
        "nouns": min(sum(t.pos_ == "NOUN" for t in tokens), 6) / 6,
        "adjectives": min(sum(t.pos_ == "ADJ" for t in tokens), 4) / 4,
        "adverbs": min(sum(t.pos_ == "ADV" for t in tokens), 4) / 4,
        "clauses": min(sum(t.dep_ in {"advcl", "relcl", "ccomp", "acl"} for t in tokens), 3) / 3,
    }


def _place(view: View, turn: str) -> Mapping[str, float]:
    """Where in its turn it stands: what is told beside a request is told for a reason."""
    start, end = view.clause.start, view.clause.end
    before, after = turn[max(0, start - _NEAR) : start].lower(), turn[end : end + _NEAR]
    return {
        "opens the turn": start < _FIRST,
        "by the way": any(aside in before for aside in _ASIDES),
        "asks next": "?" in after,
        "turn asks": "?" in turn,
        "short turn": len(turn) < _SHORT_TURN,
        "long turn": len(turn) > _LONG_TURN,
    }


def _is_hollow(token: "Token") -> bool:
    return token.pos_ != "PROPN" and bool({token.lemma_.lower(), token.lower_} & words().hollow)


def _has(token: "Token", determiners: set[str]) -> bool:
    return any(t.lower_ in determiners for t in token.children if t.dep_ in {"det", "poss"})
