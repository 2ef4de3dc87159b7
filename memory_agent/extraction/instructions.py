"""Standing instructions to the assistant: how it is always to answer."""

import re
from functools import cache

from memory_agent.extraction.segments import Clause
from memory_agent.extraction.words import words

_POLITE = re.compile(
    r"^(?:please|pls|plz|can you|could you|would you|will you|i(?:'|’)?d like you to"
    r"|i would like you to|i want you to|i need you to|i(?:'|’)?d prefer (?:it )?if you"
    r"|i(?:'|’)?d rather you|i would rather you|i prefer (?:it |that )?(?:when|if)? ?you"
    r"|from now on|from here on|going forward|moving forward|henceforth|in future|in the future"
    r"|as a rule|by default|and|just|also|so|ok|okay|remember to|make sure to|be sure to"
    r"|always please)[,:]?\s+",
    re.IGNORECASE,
)
_PREFERRED = re.compile(
    r"i (?:would |'?d )?prefer (?:it |that )?(?:when|if)? ?you\b", re.IGNORECASE
)
"""A preference about what the assistant does stands without saying so."""

_CALL_ME = re.compile(
    r"(?:please |just |you can |always )*(?:call|address) me (?:as )?"
    r"(?P<name>(?:(?:Dr|Mr|Mrs|Ms|Prof)\.? )?[^\W\d_][\w'’-]*(?: (?-i:[A-Z])[\w'’-]*)?)"
    r"(?: (?:from now on|please|instead|okay|ok))*$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:everybody|everyone|people|friends|my (?:friends|family|mates)|most people|they all|all)"
    r" (?:just )?calls? me (?P<name>(?-i:[A-Z])[\w'’-]*)",
    re.IGNORECASE,
)
_NOT_NAMES = {"back", "when", "if", "later", "a", "the", "on", "at", "by", "what", "it"}
_LONGEST = 30
"""Words of an order at most: a longer one describes a task."""

_OCCASION = re.compile(
    r"^(?P<when>whenever|every time|each time|any time|anytime|when|if)\s+"
    r"(?P<what>(?:i|we|you)\b.+)",
    re.IGNORECASE,
)
_ORDERING = re.compile(r",\s+|\s+(?=(?:i|please|don't|always|never)\b)", re.IGNORECASE)
_HINDERED = re.compile(
    r"^you\s+(?:can|could|have|don't|do|know|need|want|must|would)\b", re.IGNORECASE
)
"""What hangs on these is asked once: "if you can, suggest two hotels"."""

_SPEAKS = re.compile(r"\b(?:i|you|we|they|he|she|it|who|that|which)(?:'\w+)?\s+\w+", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\bunless i (?:say|ask|tell you|specify|request)\b|\bunless (?:told|asked) otherwise\b",
    re.IGNORECASE,
)


_LASTS = re.compile(
    r"\b(?:from now on|by default|going forward|in (?:the )?future|from here on)\b", re.IGNORECASE
)


def preferred_name(clause: Clause) -> str | None:
    """Return the name that "call me Ana", or "everybody calls me Ana", asks for."""
    text = clause.text.strip()
    match = _CALL_ME.match(_without_courtesy(text)) or _CALLED.match(text)
    if match is None or match.group("name").lower() in _NOT_NAMES:
        return None
    return match.group("name")


def standing_instruction(clause: Clause) -> str | None:
    """Return what the assistant is always to do, as a sentence; None if it is no such order.

    It stands if it says so ("always", "from now on", "whenever I paste code"), or is about manners
    ("keep answers short"), and does not point at this one text.
    """
    text = clause.text.strip()
    occasion, order = _on_occasion(text)
    if order is None:
        order = _order(text) or _bare(text)
    if order is None or len(text.split()) > _LONGEST:
        return None
    marked = occasion is not None or _is_marked(text)
    if not (marked or _has_manners(order)) or (not marked and _points(text)):
        return None
    if clause.question and not (marked and _without_courtesy(text) != text):
        return None
    return _written(order) + (f" {_turned(occasion)}" if occasion else "")


def _on_occasion(text: str) -> tuple[str | None, str | None]:
    """Split "whenever I ask for Polish, put the pronunciation next to it" into when and what."""
    match = _OCCASION.match(text)
    if match is None or _HINDERED.match(match.group("what")):
        return None, None
    said = match.group("what")
    for cut in _ORDERING.finditer(said):
        order = _order(said[cut.end() :])
        if order is not None:
            return f"{match.group('when').lower()} {said[: cut.start()].strip(' ,')}", order
    return None, None


def _is_marked(text: str) -> bool:
    lowered = re.sub(r"[,.!;:]", " ", f" {text.lower()} ")
    lowered = re.sub(r"\s+", " ", lowered)
    says_so = any(f" {mark} " in lowered for mark in words().standing)
    return bool(says_so or _OTHERWISE.search(text) or _PREFERRED.search(text))


def _has_manners(order: str) -> bool:
    found = set(re.findall(r"[\w'-]+", order.lower()))
    joined = f" {order.lower()} "
    manners = found & words().manners or any(
        f" {m} " in joined for m in words().manners if " " in m
    )
    return bool(manners) and order.split()[0].lower() in words().conduct


def _points(text: str) -> bool:
    return bool(set(re.findall(r"[\w'-]+", text.lower())) & words().one_off)


def _order(text: str) -> str | None:
    """Return an order without its courtesies; None if it is none."""
    text = _without_courtesy(text)
    said = text.split()
    if not said:
        return None
    first = said[0].lower().strip(",")
    rest = said[1].lower() if len(said) > 1 else ""
    denied = first in {"don't", "don’t", "dont"} or (first == "do" and rest == "not")
    doing = first in {"always", "never"} and rest in words().imperatives
    return text if denied or doing or first in words().imperatives else None


def _bare(text: str) -> str | None:
    """Return "use Python 3.12 unless I say otherwise" of an order that lacks its verb."""
    plain = _OTHERWISE.sub("", _without_courtesy(text))
    marked = _OTHERWISE.search(text) or _LASTS.search(text)
    if not marked or _SPEAKS.search(plain) or len(plain.split()) > _LONGEST // 3:
        return None
    return f"use {text[:1].lower() if text[1:2].islower() and ' ' in text else text[:1]}{text[1:]}"


def _without_courtesy(text: str) -> str:
    while (match := _POLITE.match(text)) is not None:
        text = text[match.end() :]
    return text


@cache
def _swaps() -> dict[str, str]:
    return {
        "me": "them",
        "my": "their",
        "i": "they",
        "i'm": "they are",
        "i've": "they have",
        "mine": "theirs",
        "myself": "themself",
        "you": "it",
        "your": "its",
        "am": "are",
        "we": "they",
        "our": "their",
        "us": "them",
    }


def _turned(text: str) -> str:
    return " ".join(_swaps().get(word.lower(), word) for word in text.split())


def _written(order: str) -> str:
    order = re.sub(
        r"\b(?:from now on|please|going forward|from here on|moving forward|henceforth)\b[,]?\s*",
        "",
        order,
        flags=re.IGNORECASE,
    )
    order = re.sub(r",\s+(?:that|it|this)(?:'s|\s+\w+).*$", "", order)  # "..., that helps"
    done = _turned(order).strip(" ,.!")
    negative = re.match(r"(?:don['’]?t|do not|never)\s+(?:ever\s+)?", done, re.IGNORECASE)
    if negative:
        return f"never to {done[negative.end() :]}"
    return f"to {done[:1].lower()}{done[1:]}"
