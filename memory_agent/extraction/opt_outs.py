"""Opt-outs: "don't remember anything about my health", and the user's allowing it again."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from memory_agent.domain import Candidate, Provenance, Turn
from memory_agent.domain.opting import EVERYTHING, OPT_OUT, opted_in, opted_out
from memory_agent.extraction.masking import MASKED
from memory_agent.extraction.segments import Clause, clauses

OptOut = tuple[tuple[str, ...], bool]
"""The topics, as the user says them, and whether they may be remembered."""

_HINT = re.compile(
    r"remember|stor|sav|record|ke[e]?p|memor|not(?:e|ing)\b|\blog|retain|track|collect|learn",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"(?:please|pls|plz|also|and|but|ok(?:ay)?|so|just|from now on|hey|can you|could you"
    r"|would you|will you|you know what|actually|in future|going forward)[,:]?\s+",
    re.IGNORECASE,
)
_MINE = re.compile(r"(?:my|our|mine)\s+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,\s*(?:and|or)?|\band\b|\bor\b|\bnor\b|/)\s*(?:about\s+)?", re.IGNORECASE)
_MORE = re.compile(r"(?:my|our) (?P<topic>\w+(?: \w+)?)", re.IGNORECASE)
"""A clause after an opt-out that only names more: "… or my kids, and my job"."""

_LONGEST = 6
"""Words of a topic at most: what is longer is a sentence."""


@cache
def _data() -> dict[str, Any]:
    text = (files(__package__) / "data" / "opt_outs.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    data = _data()
    parts = ("keeping", "keep", "kept", "thing", "about")
    found = []
    for pattern in data[name]:
        for part in parts:
            pattern = pattern.replace(f"{{{part}}}", data[part])
        found.append(re.compile(rf"{pattern}\W*\Z", re.IGNORECASE))
    return tuple(found)


def opt_out(clause: str) -> OptOut | None:
    """Return the topics of which a clause wants nothing remembered, or allows it again.

    Args:
        clause: What the user says, without quotations.
    """
    text = " ".join(clause.split())
    while (match := _POLITE.match(text)) is not None:
        text = text[match.end() :]
    for name, allowed in (("all_out", False), ("all_in", True)):
        if any(pattern.match(text) for pattern in _patterns(name)):
            return (EVERYTHING,), allowed
    for name, allowed in (("opt_out", False), ("opt_in", True)):
        for pattern in _patterns(name):
            found = pattern.match(text)
            if found is not None and (topics := _topics(found)):
                return topics, allowed
    return None


def _topics(found: re.Match[str]) -> tuple[str, ...]:
    own = found.groupdict().get("own")
    said = own or found.group("topic")
    topics = [_topic(part) for part in _AND.split(_without_end(said))]
    topics = [topic for topic in topics if topic]
    before = found.string[: found.start("own" if own else "topic")]
    after = found.string[found.end("own" if own else "topic") :]
    told = bool(
        re.search(rf"{_data()['about']}\s*\Z|\bnothing\b", before, re.IGNORECASE)
        or re.match(r"\s*(?:out of|(?:\w+ ){1,3}be )", after, re.IGNORECASE)
    )
    facts = set(_data()["facts"])
    known = (topic.lower() in facts or topic.lower().split()[-1] in facts for topic in topics)
    return tuple(topics) if told or all(known) else ()


def _without_end(said: str) -> str:
    ends = "|".join(re.escape(end) for end in sorted(_data()["ends"], key=len, reverse=True))
    return re.sub(rf"(?:[\s,]+(?:{ends}))+\W*\Z", "", said, flags=re.IGNORECASE).strip(" .,!?;:")


def _topic(said: str) -> str:
    """Return a topic without whose it is; nothing if it is none."""
    words = said.strip(" .,!?;:").split()
    lowered = [word.lower() for word in words]
    if lowered[:1] == ["me"] and len(words) == 1:
        return EVERYTHING
    if len(lowered) > 1 and lowered[0] in {"the", "a", "an"}:
        words, lowered = words[1:], lowered[1:]
    if not words or len(words) > _LONGEST or lowered[0] in _data()["not_topics"]:
        mine = " ".join(lowered)
        return mine if mine in _data()["facts"] else ""
    return _MINE.sub("", " ".join(words), count=1)


def read_opt_outs(turn: Turn) -> list[Candidate]:
    """Return what a user's turn wants nothing remembered of, and what it allows again.

    Args:
        turn: A turn; only a user's opts out.
    """
    if turn.role != "user" or _HINT.search(turn.text) is None:
        return []
    found: list[Candidate] = []
    before: bool | None = None  # what the clause before said
    for clause in clauses(turn.text):
        more = _MORE.fullmatch(clause.text.strip()) if before is not None else None
        said = None if MASKED in clause.text else opt_out(clause.text)
        if more is not None and before is not None:
            said = (more.group("topic"),), before
        before = None if said is None else said[1]
        if said is not None:
            found += [_candidate(turn, clause, topic, said[1]) for topic in said[0]]
    return found


def _candidate(turn: Turn, clause: Clause, topic: str, allowed: bool) -> Candidate:
    quote = turn.text[clause.start : clause.end]
    speaker = turn.name or "The user"
    own = re.search(rf"\b(?:my|our)\s+{re.escape(topic)}", quote, re.IGNORECASE) is not None
    text = opted_in(speaker, topic) if allowed else opted_out(speaker, topic, own=own)
    source = Provenance(turn.id, turn.session_id, turn.role, quote, clause.start, clause.end)
    return Candidate(
        kind="instruction",
        text=text,
        source=source,
        rule="opt-in" if allowed else "opt-out",
        confidence=0.95,
        intent="end" if allowed else "state",
        subject=turn.name or "user",
        predicate=OPT_OUT,
        object=topic,
    )
