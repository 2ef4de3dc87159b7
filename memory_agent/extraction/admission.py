"""Whether a statement may be about the speaker at all: asserted, real, and understandable alone."""

import re
from typing import TYPE_CHECKING

from memory_agent.extraction.masking import MASKED
from memory_agent.extraction.parsing import Statement
from memory_agent.extraction.segments import Clause
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_ADDRESSED = {"you", "your", "yours", "yourself", "u", "ur"}
_POINTING = {
    "it",
    "this",
    "that",
    "these",
    "those",
    "they",
    "them",
    "he",
    "him",
    "she",
    "her",
    "its",
    "their",
    "his",
    "there",
}
_THINGS = {"it", "its", "they", "them", "their"}
_PEOPLE = {"he", "him", "his", "she", "her"}
_ABLE = {
    "speak",
    "play",
    "swim",
    "drive",
    "ride",
    "cook",
    "eat",
    "drink",
    "have",
    "stand",
    "tolerate",
    "read",
    "walk",
    "hear",
    "see",
}
_ARGUMENTS = {"nsubj", "nsubjpass", "dobj", "pobj", "attr", "poss", "dative", "det"}


def refusal(statement: Statement, clause: Clause, resolved: set[int]) -> str | None:
    """Return why a statement says nothing lasting about the speaker's world; None if it may.

    Args:
        statement: What the clause says.
        clause: Where it stands.
        resolved: Indexes of words whose meaning is known: pronouns, and "this" in "this Friday".
    """
    lowered = {t.lower_ for t in statement.tokens}
    if clause.question:
        return "asks"
    if clause.conditional and not _qualified(statement):
        return "depends on a condition"
    if MASKED in clause.text:
        return "is, or stands around, a quotation"
    if lowered & _ADDRESSED:
        return "speaks to the assistant"
    if statement.tokens and statement.tokens[0].tag_ in {"WRB", "WDT", "WP"}:
        return "hangs on another clause"
    if min(t.i for t in (statement.verb, *statement.helpers)) < statement.subject.i:
        return "asks or supposes by its order of words"
    if lowered & words().perhaps:
        return "is not certain"
    if _unreal(statement):
        return "is wished for or supposed"
    if _in_mind(statement):
        return "is in somebody's head only"
    if _hearsay(statement):
        return "is what somebody else says"
    subject = statement.subject
    if {subject.lower_, subject.lemma_} & words().not_owned and subject.pos_ != "PROPN":
        return "is about the task at hand"
    if _asks_for(statement):
        return "is of the task at hand"
    if _of_several(statement):
        return "is of several together"
    if _is_empty(statement, resolved):
        return "says too little"
    alone = (t for t in statement.verb.children if t.dep_ in {"attr", "dobj"})
    if any(t.lower_ == "one" and not list(t.children) for t in alone):
        return "points at something said elsewhere"
    if any(t.lower_ in words().missed and t.dep_ == "advmod" for t in statement.verb.children):
        return "did not come about"
    if any(
        _points(t) and t.i not in resolved and not answered(t, statement) for t in statement.tokens
    ):
        return "points at something said elsewhere"
    if any(t.lower_ in {"there", "here"} and _is_unplaced(t, statement) for t in statement.tokens):
        return "points at a place said elsewhere"
    if lowered & {"each", "one"} and re.search(r"\b(?:each other|one another)\b", clause.text):
        return "speaks of what several do to each other"
    return None


def _qualified(statement: Statement) -> bool:
    """Whether only what is liked hangs on the condition: "I like slaw if it's vinegar-based"."""
    verb = statement.verb
    tastes = words().likes | words().dislikes | words().avoided | words().endured
    if verb.lemma_.lower() not in tastes or statement.past or _unreal(statement):
        return False
    conditions = [t for t in verb.children if t.dep_ == "advcl" and t.i > verb.i]
    of_it = [t for c in conditions for t in c.children if t.dep_ in {"nsubj", "nsubjpass"}]
    return bool(of_it) and all(t.lower_ in _THINGS for t in of_it)


def _in_mind(statement: Statement) -> bool:
    """Whether it is wished, dreamt or thought of, or was to be and is not said to have been."""
    verb = statement.verb
    lemma = verb.lemma_.lower()
    if _expects(verb):
        return False
    if lemma in words().in_mind | words().long_in_mind:
        for_long = statement.past and not statement.simple_past and not statement.negated
        held = any(t.dep_ == "aux" and t.lower_ in {"have", "'ve", "ve"} for t in statement.helpers)
        return not (lemma in words().long_in_mind and for_long and held)
    was = any(t.tag_ == "VBD" and t.lemma_ == "be" for t in statement.helpers)
    to_do = any(t.dep_ == "xcomp" for t in verb.children)
    return was and to_do and verb.lower_ in {"supposed", "going", "meant", "planning", "hoping"}


_EXPECTED = {"baby", "child", "twins", "boy", "girl", "son", "daughter", "kid", "grandchild", "one"}


def _expects(verb: "Token") -> bool:
    """Whether somebody "is expecting": a child, where nothing else is said."""
    said = [t for t in verb.children if t.dep_ in {"dobj", "xcomp", "ccomp"}]
    return verb.lower_ == "expecting" and all(t.lower_ in _EXPECTED for t in said)


def _hearsay(statement: Statement) -> bool:
    """Whether somebody else says, writes or thinks what follows."""
    subject, verb = statement.subject, statement.verb
    if subject.lower_ in {"i", "we"} or verb.lemma_.lower() not in words().reporting:
        return False
    if verb.lemma_ == "ask" and any(t.dep_ == "xcomp" for t in verb.children):
        return False  # "They've asked me to be the godfather"
    return any(t.dep_ in {"ccomp", "dobj", "punct"} and t.i > verb.i for t in verb.children)


def _asks_for(statement: Statement) -> bool:
    """Whether what somebody has is for the talk: "I have a question about Python"."""
    had = (t for t in statement.verb.children if t.dep_ == "dobj")
    return statement.verb.lemma_ in {"have", "get"} and any(
        t.lemma_.lower() in words().for_the_talk for t in had
    )


def _of_several(statement: Statement) -> bool:
    """Whether it is what several are: "we're fans of it", "we're like a family"."""
    if statement.subject.lower_ != "we" or statement.verb.lemma_ != "be":
        return False
    several = [t for t in statement.verb.children if t.i > statement.verb.i]
    return any((t.dep_ == "attr" and t.tag_ == "NNS") or t.lower_ == "like" for t in several)


_COMPLEMENTS = {
    "dobj",
    "attr",
    "acomp",
    "xcomp",
    "ccomp",
    "oprd",
    "pobj",
    "dative",
    "pcomp",
    "prt",
    "agent",
    "advcl",
}


def _is_empty(statement: Statement, resolved: set[int]) -> bool:
    """Whether nothing is said beyond that somebody does or is: "I tried", "I'm doing"."""
    verb = statement.verb
    inside = {t.i for t in statement.tokens}
    if _expects(verb):
        return False
    if any(t.dep_ in _COMPLEMENTS and t.i in inside and t.i > verb.i for t in verb.subtree):
        return False
    if inside & resolved or any(t.dep_ == "npadvmod" for t in verb.children if t.i in inside):
        return False
    if verb.lemma_.lower() in words().complete or verb.tag_ == "VBN":
        return False
    return not any(t.dep_ == "advmod" and t.i > verb.i for t in verb.children if t.i in inside)


def _unreal(statement: Statement) -> bool:
    verb = statement.verb
    for helper in statement.helpers:
        if helper.lower_ in words().hypothetical or helper.lower_ == "must":
            return True
        if helper.lower_ == "'d" and (verb.tag_ == "VB" or helper.tag_ == "MD"):
            return True
        if helper.lower_ in {"can", "ca"} and verb.lemma_ not in _ABLE | words().endured:
            return True
    if verb.dep_ == "conj":  # It shares its tense with the verb that it is joined to
        return False
    finite = [t for t in (verb, *statement.helpers) if t.tag_ in {"VBP", "VBZ", "VBD", "MD"}]
    return not finite


def _is_unplaced(adverb: "Token", statement: Statement) -> bool:
    """Whether "there" means a place that the statement does not name: not "here in Leeds"."""
    named = any(t.pos_ == "PROPN" and t.i < adverb.i for t in statement.tokens)
    after = adverb.nbor() if adverb.i + 1 < len(adverb.doc) else None
    placed = named or (after is not None and after.lower_ in {"in", "at", "on"})
    return adverb.dep_ == "advmod" and not placed


def answered(pronoun: "Token", statement: Statement) -> bool:
    """Whether the statement itself says whom or what a pronoun means, right before it."""
    nouns = [t for t in statement.tokens if t.i < pronoun.i and t.pos_ in {"NOUN", "PROPN"}]
    if pronoun.lower_ in _THINGS:
        apart = [t for t in nouns if _verb_of(t).i != _verb_of(pronoun).i]
        return bool(apart if pronoun.dep_ != "poss" else nouns) and pronoun.dep_ != "det"
    if pronoun.lower_ in _PEOPLE:
        return any(t.pos_ == "PROPN" or {t.lower_, t.lemma_} & words().kin for t in nouns)
    return False


def _verb_of(token: "Token") -> "Token":
    """Return the verb of the clause that a word stands in."""
    return next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), token)


def _points(token: "Token") -> bool:
    relative = token.tag_ == "WDT" or (token.lower_ == "that" and token.tag_ != "DT")
    return token.lower_ in _POINTING and token.dep_ in _ARGUMENTS and not relative
