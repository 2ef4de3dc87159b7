"""What of a statement is left when its reasons, asides and fillers are taken away."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from memory_agent.extraction.parsing import Statement
from memory_agent.extraction.rewriting import is_speaker
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token


def speaker_first(tokens: "Sequence[Token]") -> "Sequence[Token]":
    """Turn "my sister and I" round, so that it reads "the user and their sister"."""
    at = next((k for k, t in enumerate(tokens) if is_speaker(t)), 0)
    if at < 2 or tokens[at - 1].dep_ != "cc":
        return tokens
    return [tokens[at], tokens[at - 1], *tokens[: at - 1], *tokens[at + 1 :]]


_ASIDES = {"because", "as", "so", "although", "though", "since", "while", "but"}


def _is_contrast(token: "Token", statement: Statement) -> bool:
    """Whether it is the "not" of "I live in Bonn, not Berlin"."""
    if token.lower_ != "not" or token.i <= statement.verb.i + 1:
        return False
    return token.nbor(-1).pos_ in {"NOUN", "PROPN", "NUM"} or token.nbor(-1).text == ","


def _is_done(place: "Token") -> bool:
    return any(t.dep_ == "dobj" and t.pos_ in {"NOUN", "PROPN"} for t in place.head.children)


def _weighs(adverb: "Token") -> bool:
    """Whether an adverb carries sense where it stands: "too shy", "I sleep well"."""
    after = adverb.nbor() if adverb.i + 1 < len(adverb.doc) else None
    if adverb.lower_ == "too":
        return after is not None and (after.pos_ in {"ADJ", "ADV"} or after.tag_ == "VBN")
    return adverb.lower_ == "well" and adverb.i > adverb.head.i


def _counts(token: "Token") -> bool:
    """Whether "all" or "both" is of what follows: "all the books", "both of them"."""
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    return token.lower_ != "together" and (
        token.dep_ in {"det", "predet", "dobj", "pobj"}
        or (after is not None and after.text == "of")
    )


def _is_addressed(token: "Token", statement: Statement) -> bool:
    """Whether a name is called to at the end: "I agree, Mel"."""
    called = token.pos_ == "PROPN" and token.dep_ in {"npadvmod", "dep", "intj", "advmod", "oprd"}
    last = token.i == statement.tokens[-1].i
    return called and last and token.head.i == statement.verb.i and token.nbor(-1).text == ","


def essential(statement: Statement) -> "tuple[Token, ...]":
    """Leave out what a statement gives as reason, purpose or aside."""
    cut: set[int] = set()
    for token in statement.tokens:
        if token.i == statement.verb.i or token.i in cut:
            continue
        marks = {t.lower_ for t in token.children if t.dep_ == "mark"}
        aside = token.dep_ == "advcl" and marks & _ASIDES
        loose = token.dep_ in {"parataxis", "dep", "intj"} and token.lower_ not in {"ok", "okay"}
        opener = token.dep_ in {"advmod", "intj"} and token.lower_ in words().fillers
        opener = opener and not _weighs(token)
        opener = opener or (token.dep_ == "mark" and token.head.i == statement.verb.i)
        after_comma = token.dep_ == "relcl" and any(t.text == "," for t in token.head.children)
        these_days = token.dep_ == "npadvmod" and token.lower_ == "days"
        these_days = these_days and any(t.lower_ == "these" for t in token.children)
        # "I loathe jargon, all that leverage and synergy": what it points at is told already
        pointing = token.dep_ == "appos" and token.i > statement.verb.i
        pointing = pointing and any(t.lower_ in {"that", "those"} for t in token.children)
        beside = token.dep_ == "appos" and token.head.i == statement.subject.i
        beside = beside and token.i > statement.verb.i
        # Of two who did it one is left: "we went together" becomes "the user went"
        joint = statement.subject.lower_ == "we" and token.dep_ != "prt"
        beside |= token.lower_ in {"together", "all", "both"} and joint and not _counts(token)
        beside |= _is_addressed(token, statement)
        # "I ran the half marathon there": what was done says enough without the place
        beside |= token.lower_ in {"there", "here"} and token.dep_ == "advmod" and _is_done(token)
        if aside or loose or opener or after_comma or these_days or pointing or beside:
            # "in Leeds too, but out in Morley": what is joined to a filler is none
            alone = opener and any(t.dep_ == "conj" for t in token.children)
            cut |= {token.i} if alone else {t.i for t in token.subtree}
    tokens = list(statement.tokens)
    corrected = next((k for k, t in enumerate(tokens) if _is_contrast(t, statement)), len(tokens))
    kept = [t for t in tokens[:corrected] if t.i not in cut]
    while kept and (kept[-1].is_punct or kept[-1].pos_ == "CCONJ"):
        kept.pop()
    while kept and kept[0].is_punct:
        kept.pop(0)
    return tuple(kept)
