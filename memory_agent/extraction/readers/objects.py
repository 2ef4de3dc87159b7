"""What the readers ask of an object: does it stand by itself, is it one of several."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from memory_agent.extraction.drafts import Draft, View, value_of
from memory_agent.extraction.parsing import phrase
from memory_agent.extraction.rewriting import in_others_words
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

POINTING = frozenset(
    [
        "this",
        "that",
        "these",
        "those",
        "your",
        "such",
        "it",
        "them",
        "one",
        "ones",
        "him",
        "her",
        "he",
        "she",
        "they",
        "there",
        "here",
        "some",
        "any",
        "which",
        "what",
        "who",
        "both",
        "another",
        "same",
        "more",
        "all",
    ]
)
"""Words that say nothing outside their conversation."""

DEMONYM = re.compile(r"(?:ian|ean|ese|ish)$")
"""How most words for a nationality end, which look like names to the tagger."""

_SHARED = {"movie", "film", "book", "game", "novel", "show", "series", "music", "song", "story"}
AMOUNTS = frozenset(
    ["lot", "load", "bunch", "bit", "couple", "number", "pair", "set", "few", "ton", "plenty"]
)
"""Words that count something, and are nothing themselves."""


def stands_alone(head: "Token") -> bool:
    """Whether an object can be understood outside its conversation."""
    if head.tag_ == "TO":
        return False
    if head.lemma_.lower() in AMOUNTS:
        counted = [t for of in head.children if of.lower_ == "of" for t in of.children]
        return bool(counted) and all(stands_alone(t) for t in counted)
    hollow = head.pos_ != "PROPN" and {head.lemma_.lower(), head.lower_} & words().hollow
    if head.lower_ in POINTING or hollow:
        return False
    determiners = {t.lower_ for t in head.children if t.dep_ in {"det", "poss", "predet"}}
    return not determiners & POINTING


def is_definite(head: "Token") -> bool:
    """Whether it is "the gin": known to the conversation, and to nobody after it."""
    the = any(t.dep_ == "det" and t.lower_ == "the" for t in head.children)
    if head.lemma_.lower() in words().commonplace:
        return False
    told = any(t.dep_ in {"prep", "compound", "relcl", "poss"} for t in head.children)
    shouted = any(t.text == "THE" for t in head.children)  # In capitals nothing is a name
    return the and (head.pos_ != "PROPN" or shouted) and not told


def object_of(view: View) -> str | None:
    """Return the words of what the verb is done to, where there is any."""
    verb = view.statement.verb
    if used_to(view):
        verb = next(t for t in verb.children if t.dep_ == "xcomp")
    head = next((t for t in verb.children if t.dep_ in {"dobj", "attr"}), None)
    return value_of(head, view) if head is not None else None


def used_to(view: View) -> bool:
    """Whether it is "I used to live there"; "I used it to write" is not."""
    verb = view.statement.verb
    return (
        verb.lower_ == "used"
        and not view.statement.helpers
        and any(t.dep_ == "xcomp" and t.tag_ == "VB" and t.i <= verb.i + 3 for t in verb.children)
        and not any(t.dep_ == "dobj" for t in verb.children)
    )


def is_mine(noun: "Token") -> bool:
    """Whether it is "my car", or "my brother's birthday"."""
    owners = [t for t in noun.children if t.dep_ == "poss"]
    return any(t.lower_ in {"my", "our"} or is_mine(t) for t in owners)


def each(draft: Draft, head: "Token", view: View) -> tuple[Draft, ...]:
    """Return one draft for each thing that is joined: "pizza and sushi" are two to like.

    Args:
        draft: What is said of the first thing, or of the whole list.
        head: The head word of the first thing.
        view: The statement.
    """
    heads = _joined(head)
    if len(heads) == 1:
        return (draft,)
    inside = {t.i for t in view.statement.tokens}
    if not _separable(heads, draft.polarity < 0 or view.statement.negated):
        whole = [t for t in head.subtree if t.i in inside]
        return (replace(draft, object=in_others_words(whole)),)
    lists = {t.i for t in head.subtree} & inside
    own = [{t.i for t in phrase(one)} for one in heads]
    listed = set().union(*own)
    rest = {i for i in lists if min(listed) <= i <= max(listed)} - listed
    return tuple(
        replace(
            draft,
            object=value_of(one, view),
            without=draft.without | (listed - mine) | rest,
        )
        for one, mine in zip(heads, own, strict=True)
    )


def _separable(heads: "list[Token]", denied: bool) -> bool:
    """Whether each thing of a list can be said alone, with all that belongs to it."""
    first, last = heads[0], heads[-1]
    ccs = {t.lower_ for one in heads for t in one.children if t.dep_ == "cc"}
    if ccs & {"or", "nor"} and not denied:
        return False
    if last.lemma_.lower() in _SHARED and not list(first.lefts) and list(last.lefts):
        return False  # "action and sci-fi movies": both are movies
    nouns = all(
        t.pos_ in {"NOUN", "PROPN", "ADJ"} or t.tag_ == "VBG" or not list(t.children) for t in heads
    )
    # "most reptiles and animals with fur": "most" and "with fur" belong to both
    before = [t for t in first.lefts if not t.is_punct]
    shared = before and not all(list(t.lefts) for t in heads[1:])
    after = any(t.i > last.i and not t.is_punct for one in heads[:-1] for t in one.children)
    return nouns and not shared and not after and all(stands_alone(t) for t in heads)


def _joined(head: "Token") -> "list[Token]":
    following = [t for t in head.children if t.dep_ == "conj"]
    return [head, *(t for one in following for t in _joined(one))]
