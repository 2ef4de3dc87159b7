"""States of a day, which must not become lasting facts: "I'm tired", "my phone's at 4%"."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from memory_agent.extraction.parsing import Statement
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_COMPLEMENTS = {"acomp", "attr", "advmod", "prep", "oprd", "dobj"}
_LASTING_ABOUT = {"to", "at", "of"}
"""After "scared", "good", "tired": what follows makes something lasting of it."""

_AT = {"in", "at", "on", "out", "under", "off", "inside", "outside"}
_HAVING = {"have", "get", "catch"}
_BEING = {"be", "feel", "get", "look", "sound", "stay", "seem"}


def passes(statement: Statement) -> bool:
    """Whether a statement tells how somebody or something is for a few hours or days only.

    What is said to be so always, or for years, lasts; what was done, or happened to somebody, is
    an event and not asked about here.
    """
    said = " ".join(t.lower_ for t in statement.tokens)
    found = set(re.findall(r"[\w'-]+", said))
    if found & _words()["lasting"] and not _at_hand().search(said):
        return False
    if re.search(r"\bback (?:home|from)\b", said):
        return False  # It ends that somebody was elsewhere
    verb = statement.verb.lemma_.lower()
    complements = [t for t in statement.verb.children if t.dep_ in _COMPLEMENTS]
    heads = {t.lower_ for c in complements for t in (c, *c.children) if t.dep_ != "poss"}
    heads |= {t.lower_ for c in complements for p in c.children for t in p.children}
    going_on = statement.verb.tag_ == "VBG" and any(t.lemma_ == "be" for t in statement.helpers)
    if going_on and verb in _words()["doings"] and not statement.past:
        return True
    if statement.subject.lower_ in _words()["things"] and verb in _words()["befall"]:
        return True
    if verb in _HAVING and heads & _words()["ailments"]:
        return True
    if verb not in _BEING:
        return False
    stated = [c for c in complements if c.lower_ in _words()["states"] and not _compound(c)]
    if stated:
        kept = words().liking | words().disliking  # "mad about horses" is a taste
        if any(f"be {c.lower_} {t.lower_}" in kept for c in stated for t in c.children):
            return False
        beside = statement.verb.children
        back = [t for c in stated if c.lower_ == "back" for t in (*c.children, *beside)]
        if any(t.pos_ == "PROPN" for p in back if p.dep_ == "prep" for t in p.children):
            return False  # "I'm back in Melbourne": where one lives again
        about = [t for c in stated if c.dep_ == "acomp" for t in c.children if t.dep_ == "prep"]
        whom = any(t.pos_ == "PROPN" for preposition in about for t in preposition.children)
        return not whom and not any(t.lower_ in _LASTING_ABOUT for t in about)
    somewhere = [c for c in complements if c.dep_ == "prep" and c.lower_ in _AT]
    where = {t.lower_ for c in somewhere for t in c.children}
    what = any(c.dep_ in {"acomp", "attr"} for c in complements)  # "a nurse at the hospital"
    return bool(where & _words()["places"] and not what) or _at_hand().search(said) is not None


def _compound(token: "Token") -> bool:
    """Whether it is the end of a word: "gluten-free"."""
    return token.i > 0 and token.nbor(-1).text == "-"


@cache
def _words() -> Mapping[str, frozenset[str]]:
    text = (files(__package__) / "data" / "passing.toml").read_text(encoding="utf-8")
    return {name: frozenset(found) for name, found in tomllib.loads(text).items()}


@cache
def _at_hand() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(_words()['at_hand'], key=len, reverse=True))})\b")
