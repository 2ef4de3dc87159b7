"""Opt-outs: what a user, or the home, wants nothing remembered of, and obeying it."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, get_args

from memory_agent.domain import Candidate, Change, Ignored, Kind
from memory_agent.domain.checking import check_text
from memory_agent.domain.errors import InvalidInput
from memory_agent.domain.opting import EVERYTHING, KIND, OPT_OUT, opted_in
from memory_agent.domain.slots import slots
from memory_agent.policies.changing import Moment, adding, changing, reinforcing
from memory_agent.policies.known import Known
from memory_agent.policies.text import stems

LONGEST = 80
"""Characters of a topic at most: it is a few words, not a text."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[€$£]")


_WHOSE = re.compile(r"^(?:The user(?:'s)?|my|the)\s+", re.IGNORECASE)


class Asked(Protocol):
    """What obeying an opt-out asks about the user's life."""

    def similarity(self, one: str, other: str) -> float:
        """Return the cosine of two sentences."""

    def names(self, relation: str) -> set[str]:
        """Return what somebody of the user's life is called: those who are a ``sister``."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of ``data/topics.toml``, which explains the fields."""

    name: str
    called: tuple[str, ...]
    sections: frozenset[str]
    predicates: frozenset[str]
    kinds: frozenset[str]
    kin: frozenset[str]
    words: frozenset[str]


@cache
def _data() -> dict[str, Any]:
    text = (files(__package__) / "data" / "topics.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def topics() -> tuple[Topic, ...]:
    """Read the topics, once."""
    return tuple(
        Topic(
            name=entry["name"],
            called=tuple(entry["called"]),
            sections=frozenset(entry.get("sections", ())),
            predicates=frozenset(entry.get("predicates", ())),
            kinds=frozenset(entry.get("kinds", ())),
            kin=frozenset(entry.get("kin", ())),
            words=_words(" ".join(entry.get("words", ()))),
        )
        for entry in _data()["topic"]
    )


def check_topic(topic: str) -> str:
    """Return a topic as it is kept: on one line, without "my"; a kind must be one.

    Raises:
        InvalidInput: If it is empty, too long, or names an unknown kind.
    """
    text = " ".join(check_text(topic, "a topic").split())
    text = re.sub(r"^(?:my|our)\s+", "", text, flags=re.IGNORECASE)
    if len(text) > LONGEST:
        raise InvalidInput(f"a topic of {len(text)} characters; accepted are {LONGEST} at most")
    kind = text.removeprefix(KIND)
    if text.startswith(KIND) and kind not in get_args(Kind):
        raise InvalidInput(
            f"no kind {kind!r}; accepted after {KIND} are {', '.join(get_args(Kind))}"
        )
    return text


def topics_called(topic: str) -> list[Topic]:
    """Return the topics of the table that somebody may mean by what they say."""
    said = set(_WORD.findall(topic.casefold()))
    return [t for t in topics() if any(set(_WORD.findall(name)) <= said for name in t.called)]


def opting(candidate: Candidate, known: Known, at: Moment) -> list[Change] | Ignored | None:
    """Keep an opt-out, once; end it where the user allows again; None for any other candidate."""
    if candidate.predicate != OPT_OUT or candidate.subject is None:
        return None
    topic = candidate.object or EVERYTHING
    kept = [m for m in known.slot(candidate.subject, OPT_OUT) if same_topic(m.object or "", topic)]
    if candidate.intent == "state":
        return (
            reinforcing(kept[0], candidate, at) if kept else [adding(candidate, at, "new: opt-out")]
        )
    if not kept:
        return Ignored(candidate, f"nothing about {topic} was opted out of")
    reason = f"superseded by: {opted_in('The user', topic)}"
    return [
        changing(m, "supersede", candidate, at, reason, status="superseded", valid_to=at.said_at)
        for m in kept
    ]


def same_topic(one: str, other: str) -> bool:
    """Return whether two opt-outs are about the same: by the table, else by their words."""
    named, others = topics_called(one), topics_called(other)
    if named or others:
        return named == others
    return stems(one) == stems(other)


def opted_out_of(candidate: Candidate, opted: Iterable[str], asked: Asked) -> str | None:
    """Return the topic of which nothing is wanted and which a candidate is about; None: none.

    Args:
        candidate: What is proposed.
        opted: The topics, as users and ``policies.toml`` say them.
        asked: The user's life.
    """
    if candidate.predicate == OPT_OUT:
        return None
    return next((topic for topic in opted if _covers(topic, candidate, asked)), None)


def _covers(topic: str, candidate: Candidate, asked: Asked) -> bool:
    if topic == EVERYTHING:
        return True
    if topic.startswith(KIND):
        return candidate.kind == topic.removeprefix(KIND)
    named = topics_called(topic)
    if any(_about(known, candidate, asked) for known in named):
        return True
    words = stems(topic)
    if words and words <= stems(_all_words(candidate)):
        return True
    if named:
        return False
    similar: float = _data()["similar"]
    what, said = (_WHOSE.sub("", text) for text in (topic, candidate.text))
    return asked.similarity(f"about {what}", said) >= similar


def _about(topic: Topic, candidate: Candidate, asked: Asked) -> bool:
    slot = slots().get(candidate.predicate or "")
    by_slot = slot is not None and slot.section in topic.sections
    if by_slot or candidate.predicate in topic.predicates or candidate.kind in topic.kinds:
        return True
    said = set(_WORD.findall(_all_words(candidate).casefold()))
    if topic.kin & {*said, candidate.predicate}:
        return True
    names = {name.casefold() for kin in topic.kin for name in asked.names(kin)}
    if names & {*said, (candidate.subject or "").casefold()}:
        return True
    return bool(topic.words & _words(_all_words(candidate)))


def _all_words(candidate: Candidate) -> str:
    return f"{candidate.text} {candidate.object or ''}"


def _words(text: str) -> frozenset[str]:
    return stems(text) | frozenset(re.findall(r"[€$£]", text))
