"""What a clause says beside a name, or says that others say: each becomes a sentence of its own.

"My dog Rex, terrified of fireworks," "my sister Ana, 34," "they have him on warfarin" and "the vet
says she's allergic to chicken".
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from memory_agent.extraction.names import is_name
from memory_agent.extraction.parsing import spelled, statements
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = {"nsubj", "nsubjpass"}
_AS_SUBJECT = {"him": "he is", "her": "she is", "me": "I am", "us": "we are", "them": "they are"}
_PUTS = {"have", "put", "start", "keep", "get"}
_SAYS = {"say", "tell", "confirm", "reckon", "find", "think"}
_OPENS = {"my", "our", "he", "she"}
_FINITE = {"VBD", "VBP", "VBZ"}
_TELLS = frozenset(
    [
        "lives",
        "works",
        "loves",
        "likes",
        "hates",
        "plays",
        "studies",
        "sings",
        "speaks",
        "owns",
        "wants",
        "needs",
        "teaches",
        "runs",
        "cooks",
        "paints",
        "drives",
        "dances",
        "swims",
        "walks",
        "sleeps",
        "eats",
        "drinks",
        "smokes",
        "writes",
        "knits",
        "bakes",
    ]
)
"""Verbs of what somebody does, which the tagger takes for nouns in a list."""

_OLDEST = 110


def beside_a_name(token: "Token") -> "Iterator[tuple[str, list[Token]]]":
    """Yield "Rex is terrified of fireworks" of "Rex, terrified of fireworks,", and ages."""
    head, doc = token.head, token.doc
    apart = token.i > head.i and doc[token.left_edge.i - 1].text == ","
    if not apart or not _is_somebody(head):
        return
    whole = _whole(head, token)
    rest = [t for t in token.subtree if not (t.is_punct and t.i > token.i)]
    more = any(t.dep_ in {"prep", "npadvmod"} for t in token.children)
    if token.like_num and token.text.isdigit() and int(token.text) < _OLDEST:
        if doc[token.i + 1].is_punct or doc[token.i + 1].lower_ == "and":
            yield f"{spelled(whole)} is {token.text}", [*whole, token]
    elif token.tag_ in {"VBN", "JJ"} and more:
        copula = "was" if token.lower_ == "born" else "is"
        if len(rest) > 1:
            yield f"{spelled(whole)} {copula} {spelled(rest)}", [*whole, *rest]


def put_on(verb: "Token") -> "Iterator[tuple[str, list[Token]]]":
    """Yield "he is on warfarin" of "they have him on warfarin"."""
    subject = next((t for t in verb.children if t.dep_ in _SUBJECTS), None)
    whom = next((t for t in verb.children if t.dep_ == "dobj" and t.lower_ in _AS_SUBJECT), None)
    on = next((t for t in verb.children if t.dep_ == "prep" and t.lower_ == "on"), None)
    denied = any(t.dep_ == "neg" for t in verb.children)
    if subject is None or whom is None or on is None or denied or verb.lemma_ not in _PUTS:
        return
    if subject.lower_ in {"they", *words().authorities} and verb.tag_ in {"VBD", "VBP", "VBZ"}:
        rest = list(on.subtree)
        yield f"{_AS_SUBJECT[whom.lower_]} {spelled(rest)}", [whom, *rest]


def strung(doc: "Doc") -> "Iterator[tuple[str, list[Token]]]":
    """Yield "Ana is 88" and "Ana lives alone" of "Ana is 88, lives alone and ...".

    Only where the parser takes a verb for a noun.
    """
    verb = next((t for t in doc if t.pos_ in {"VERB", "AUX"}), None)
    told = verb is not None and (is_name(doc[0]) or doc[0].lower_ in _OPENS)
    seen = {statement.verb.i for statement in statements(doc)}
    missed = [t.i for t in doc if t.lower_ in _TELLS and _follows(t) and t.i not in seen]
    if verb is None or not told or not missed or verb.i > missed[0]:
        return
    subject = list(doc[: verb.i])
    starts = [
        t.i for t in doc[verb.i + 1 :] if _follows(t) and (t.i in missed or t.tag_ in _FINITE)
    ]
    for start, end in pairwise([verb.i, *starts, len(doc) - 1]):
        part = list(doc[start:end])
        while part and (part[-1].is_punct or part[-1].dep_ == "cc"):
            part.pop()
        if len(part) > 1:
            yield f"{spelled(subject)} {spelled(part)}", [*subject, *part]


def _follows(verb: "Token") -> bool:
    return verb.i > 0 and (verb.nbor(-1).text == "," or verb.nbor(-1).lower_ == "and")


def vouched_for(verb: "Token") -> "Iterator[tuple[str, list[Token]]]":
    """Yield "she's allergic to chicken" of "the vet says she's allergic to chicken"."""
    saying = verb.head
    teller = next((t for t in saying.children if t.dep_ in _SUBJECTS), None)
    doubted = any(t.dep_ == "neg" or t.tag_ == "MD" for t in saying.children)
    finite = any(t.tag_ in {"VBD", "VBP", "VBZ"} for t in (verb, *verb.children))
    if teller is None or teller.lower_ not in words().authorities or doubted or not finite:
        return
    if saying.lemma_.lower() in _SAYS and verb.i > saying.i:
        rest = [t for t in verb.subtree if not (t.lower_ == "that" and t.dep_ == "mark")]
        yield spelled(rest), rest


def _is_somebody(head: "Token") -> bool:
    return is_name(head) or (
        head.lower_ in words().kin
        and any(t.lower_ in {"my", "our"} for t in head.children if t.dep_ == "poss")
    )


def _whole(head: "Token", before: "Token") -> "list[Token]":
    """Return somebody as they are named before a comma: "my sister Ana"."""
    comma = next(t.i for t in head.doc[head.i :] if t.text == ",")
    return [t for t in head.doc[head.left_edge.i : min(comma, before.i)] if not t.is_punct]
