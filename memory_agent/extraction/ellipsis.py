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
    if _is_familiar(doc):  # "The building has no lift"
        mine = f"my{clause.text[3:]}"
        plain = Plain(
            mine, ((0, 2, 0, 3), *((a - 1, b - 1, c, d) for a, b, c, d in clause.plain.swaps))
        )
        return replace(clause, plain=plain, restated=mine)
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


def _is_familiar(doc: "Doc") -> bool:
    """Whether it says what "the" cat or "the" flat is, of which anybody has one of their own."""
    root = next(t for t in doc if t.head.i == t.i)
    subject = next((t for t in root.children if t.dep_ == "nsubj"), None)
    if subject is None or doc[0].lower_ != "the" or doc[0].head != subject or len(doc) < _TELLS:
        return False
    present = root.lemma_ in {"be", "have"} and root.tag_ == "VBZ"
    modified = any(t.dep_ in {"prep", "relcl", "compound", "poss"} for t in subject.children)
    return present and not modified and subject.lower_ in words().familiar


_TELLS = 5
"""Tokens at least, the full stop too: "the cat is old" tells enough."""


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
        return "I'm " if len(root.doc) > 2 else None
    if root.tag_ in {"VBD", "VBN"}:
        return "I've " if root.lower_ in words().participles else "I "
    return None
