"""Standing instructions to the assistant: how it is always to answer."""

import re

from memory_agent.extraction.segments import Clause
from memory_agent.extraction.words import words

_POLITE = re.compile(
    r"^(?:please|pls|plz|can you|could you|would you|will you|i(?:'|’)?d like you to"
    r"|i would like you to|i want you to|i need you to|i(?:'|’)?d prefer (?:it )?if you"
    r"|from now on|going forward|in future|in the future|and|just|also|always please)[,:]?\s+",
    re.IGNORECASE,
)
_CALL_ME = re.compile(
    r"(?:please |just |you can |always )*(?:call|address) me (?:as )?"
    r"(?P<name>(?:(?:Dr|Mr|Mrs|Ms|Prof)\.? )?[^\W\d_][\w'’-]*(?: (?-i:[A-Z])[\w'’-]*)?)"
    r"(?: (?:from now on|please|instead|okay|ok))*$",
    re.IGNORECASE,
)
_NOT_NAMES = {"back", "when", "if", "later", "a", "the", "on", "at", "by", "what", "it"}


def preferred_name(clause: Clause) -> str | None:
    """Return the name that "call me Ana" asks for."""
    match = _CALL_ME.match(_without_courtesy(clause.text.strip()))
    if match is None or match.group("name").lower() in _NOT_NAMES:
        return None
    return match.group("name")


def standing_instruction(clause: Clause) -> str | None:
    """Return what the assistant is always to do, as a sentence; None if it is no such order.

    It stands if it says so ("always", "from now on") or is about manners ("keep answers short"),
    and does not point at this one text.
    """
    text = clause.text.strip()
    lowered = f" {text.lower()} "
    marked = any(f" {mark} " in re.sub(r"[,.!]", " ", lowered) for mark in words().standing)
    order, polite = _order(text)
    if order is None or len(order.split()) > 25:
        return None
    found = set(re.findall(r"[\w'-]+", lowered))
    manners = bool(found & words().manners) and order.split()[0].lower() in words().conduct
    if not (marked or manners) or (not marked and found & words().one_off):
        return None
    if clause.question and not (polite and marked):
        return None
    return _written(order)


def _order(text: str) -> tuple[str | None, bool]:
    whole, text = text, _without_courtesy(text)
    polite = text != whole
    words_ = text.split()
    if not words_:
        return None, polite
    first = words_[0].lower().strip(",")
    rest = words_[1].lower() if len(words_) > 1 else ""
    if first in {"always", "never"} and rest in words().imperatives:
        return text, polite
    if first in {"don't", "don’t", "dont", "do"} and (first != "do" or rest == "not"):
        return text, polite
    return (text, polite) if first in words().imperatives else (None, polite)


def _without_courtesy(text: str) -> str:
    while (match := _POLITE.match(text)) is not None:
        text = text[match.end() :]
    return text


def _written(order: str) -> str:
    order = re.sub(
        r"\b(?:from now on|please|going forward)\b[,]?\s*", "", order, flags=re.IGNORECASE
    )
    swaps = {
        "me": "them",
        "my": "their",
        "i": "they",
        "i'm": "they are",
        "mine": "theirs",
        "you": "it",
        "your": "its",
        "am": "are",
    }
    done = " ".join(swaps.get(word.lower(), word) for word in order.split()).strip(" ,.!")
    negative = re.match(r"(?:don['’]?t|do not|never)\s+(?:ever\s+)?", done, re.IGNORECASE)
    if negative:
        return f"never to {done[negative.end() :]}"
    return f"to {done[:1].lower()}{done[1:]}"
