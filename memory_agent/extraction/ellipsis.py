"""Puts back the "I" that people leave out at the start of a sentence: "Just moved to Rome"."""

from dataclasses import replace
from typing import TYPE_CHECKING

from memory_agent.extraction.fragments import whole
from memory_agent.extraction.names import is_name
from memory_agent.extraction.parsing import phrase, spelled
from memory_agent.extraction.segments import Clause
from memory_agent.extraction.shorthand import Plain
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}
_LED_BY = {"advmod", "aux", "auxpass", "neg", "intj", "npadvmod", "punct", "cc"}
"""What may stand before a verb whose subject is left out."""


def completed(clause: Clause, doc: "Doc", before: "Doc | None" = None) -> Clause | None:
    """Return a clause with what its speaker left out; None if nothing is missing.

    Args:
        clause: A clause; only where it opens a sentence may its subject be missing.
        doc: Its parse.
        before: The parse of the clause before it in the turn.
    """
    if clause.question:
        return None
    said = whole(doc)
    if said is not None:
        typed = clause.plain.end(len(clause.text))
        return replace(clause, plain=Plain(said, ((0, len(said), 0, typed),)), restated=said)
    lead = (_going_on(doc, before) or _lead(doc)) if clause.opens else None
    return replace(clause, plain=clause.plain.led_by(lead)) if lead else None


def _going_on(doc: "Doc", before: "Doc | None") -> str | None:
    """Return "He " where a sentence goes on with him: "He was a mason. Never married."."""
    root = next(t for t in doc if t.head.i == t.i)
    bare = not any(t.dep_ in _SUBJECTS for t in (*root.children, *doc[: root.i]))
    led = doc[0].lower_ in {"never", "always"} and root.i == 1 and root.tag_ in {"VBN", "VBD"}
    first = doc[0].tag_ in {"VBZ", "VBD"} and root.i == 0
    if before is None or not bare or not (led or first):
        return None
    main = next(t for t in before if t.head.i == t.i)
    subject = next((t for t in main.children if t.dep_ == "nsubj" and t.i < main.i), None)
    if subject is None:
        return None
    if subject.lower_ in {"he", "she"}:
        return f"{subject.text.capitalize()} "
    theirs = subject.lower_ in words().kin or is_name(subject)
    whole = before[subject.left_edge.i : subject.right_edge.i + 1]
    plain = all(t.dep_ in {"poss", "nsubj", "appos", "compound", "amod", "punct"} for t in whole)
    said = whole.text if plain else spelled(phrase(subject))
    return f"{said} " if theirs and doc[0].tag_ != "VBD" else None


def _lead(doc: "Doc") -> str | None:
    if doc[0].lower_ in words().elided and doc[1].pos_ not in {"VERB", "AUX", "PUNCT"}:
        return "I "
    root = next(t for t in doc if t.head.i == t.i)
    if any(t.dep_ in _SUBJECTS for t in (*root.children, *doc[: root.i])):
        return None
    if root.lower_ == "been" and any(t.dep_ == "attr" for t in root.children):
        return None  # "Been a long road": it has been, not I
    before = doc[: root.i]
    if any(t.head.i == root.i and t.dep_ not in _LED_BY for t in before) or root.i > _FAR:
        return None
    first = next((t for t in (*before, root) if t.dep_ in {"aux", "neg"} or t.i == root.i), root)
    return _by_form(first, root)


_FAR = 4
"""Words before the verb at most: "just recently have not been"."""


def _by_form(first: "Token", root: "Token") -> str | None:
    if root.lower_ in words().introducing:  # "Based on this", "Regarding the second one"
        return None
    if root.lemma_.lower() in words().reporting:  # "…, said Tom"
        return None
    if first.i != root.i:
        if first.lower_ in {"been", "not", "never"}:
            return "I've " if root.tag_ in {"VBN", "VBG"} else None
        return "I " if first.lower_ in words().elided_helpers else None
    if root.tag_ == "VBG":
        return "I'm "
    if root.tag_ in {"VBD", "VBN"}:
        return "I've " if root.lower_ in words().participles else "I "
    return None
