"""Origin decides trust: user > assistant > tool > web.

Only what the user says becomes current. Another's text may ask to be remembered: what it asks for
is kept in quarantine, out of every recall, until the user approves or rejects it. Nothing else of
such a text is ever learned.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from memory_agent.domain import Candidate, Change, Ignored, Memory, Provenance, Turn
from memory_agent.policies.changing import Moment, adding
from memory_agent.policies.text import same_value

MOST_OF_A_TURN = 3
"""Requests of one turn that are kept: a page of a thousand is no more worth reading."""

MOST_WAITING = 50
"""Memories in quarantine that wait for the user, as many as a person looks through."""

LENGTH = 200
"""Characters of a request that are kept: as long as a memory may be."""

_READ = 20_000
"""Characters of a text that are looked through."""

_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?](?!\s|$)[^.!?\n]*)*")
_LOOSE = " \t\"'“”‘’`*_#<>()[]{}|:;,.-"
_ADDRESSED = {"you are": "the user is", "your": "the user's", "you": "the user"}


@cache
def _data() -> dict[str, Any]:
    text = (files(__package__) / "data" / "requests.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _data()["patterns"])


def asks_to_be_remembered(text: str) -> bool:
    """Return whether a text that no user said may hold a request to remember something."""
    read = text[:_READ]
    lowered = read.lower()
    hinted = any(hint in lowered for hint in _data()["hints"])
    return hinted and any(pattern.search(read) for pattern in _patterns())


def requests(turn: Turn) -> list[Candidate]:
    """Return what a turn that no user said asks to be remembered, each once.

    Args:
        turn: A turn of an assistant, a tool or a system.
    """
    text = turn.text[:_READ]
    found: list[Candidate] = []
    for match in sorted(_matches(text), key=lambda match: match.start("what")):
        if turn.role == "assistant" and _says_it_does(text, match.start()):
            continue
        start, end = _sentence(text, match)
        wish = _written(text[start:end])
        if len(wish.split()) < 3 or any(_overlaps(other, start, end) for other in found):
            continue
        source = Provenance(turn.id, turn.session_id, turn.role, turn.text[start:end], start, end)
        found.append(Candidate("fact", wish, source, rule="request", confidence=0.3))
    return found[:MOST_OF_A_TURN]


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Find every request; one may follow another in the line that it ends in."""
    for pattern in _patterns():
        at = 0
        while (match := pattern.search(text, at)) is not None:
            yield match
            at = max(_sentence(text, match)[1], match.start("what") + 1)


def _says_it_does(text: str, start: int) -> bool:
    """Whether the words before say who remembers: "I'll remember that the user likes tea"."""
    before = re.split(r"[.!?\n]", text[max(0, start - 60) : start])[-1].lower().split()
    return any(word.strip(",") in _data()["own"] for word in before)


def _sentence(text: str, match: re.Match[str]) -> tuple[int, int]:
    start = match.start("what")
    sentence = _SENTENCE.match(text, start, min(match.end("what"), start + LENGTH))
    end = sentence.end() if sentence else match.end("what")
    while start < end and text[start] in _LOOSE:
        start += 1
    while end > start and text[end - 1] in _LOOSE:
        end -= 1
    return start, end


def _written(request: str) -> str:
    """Write a request as a sentence about the user."""
    text = " ".join(request.split())
    for words, meaning in _ADDRESSED.items():
        text = re.sub(rf"\b{words}\b", meaning, text, flags=re.IGNORECASE)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _overlaps(other: Candidate, start: int, end: int) -> bool:
    return start < other.source.end and other.source.start < end


def quarantining(
    candidate: Candidate, asked: Sequence[Memory], at: Moment
) -> list[Change] | Ignored:
    """Put a request into quarantine, once, and only so many.

    Args:
        candidate: What another than the user asks to be remembered.
        asked: What was asked for before: what waits, and what the user rejected.
        at: When, and who decides.
    """
    role = candidate.source.role
    if any(same_value(candidate.text, memory.text) for memory in asked):
        return Ignored(candidate, f"a {role} asked for it before")
    if sum(memory.status == "quarantined" for memory in asked) >= MOST_WAITING:
        return Ignored(candidate, f"{MOST_WAITING} memories wait in quarantine already")
    reason = f"asked for by a {role}, not said by the user: waits to be approved or rejected"
    change = adding(candidate, at, reason)
    return [replace(change, memory=replace(change.memory, status="quarantined"))]
