"""Opt-outs: what a user, or the home, wants nothing remembered of, and obeying it."""

import re
from collections.abc import Collection, Iterable
from functools import cache
from typing import Protocol, get_args

from memory_agent.domain import Candidate, Change, Ignored, Kind
from memory_agent.domain.checking import check_text
from memory_agent.domain.errors import InvalidInput
from memory_agent.domain.opting import EVERYTHING, KIND, OPT_OUT, opted_in
from memory_agent.domain.slots import slots
from memory_agent.domain.topics import Topic, kin, topics_called
from memory_agent.policies.changing import Moment, adding, changing, reinforcing
from memory_agent.policies.known import Known
from memory_agent.policies.text import stems

LONGEST = 80
"""Characters of a topic at most: it is a few words, not a text."""

SIMILAR = 0.24
"""From this cosine of MiniLM on, between "about TOPIC" and a memory's sentence without "The user",
it is about a topic that is none of the table. Set on 48 pairs written for it (free_topics.py beside
the tests): .24 finds 84% of what is about the topic and takes 4% of what is not; .18 would be 96%
and 9%."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[€$£]")
_WHOSE = re.compile(r"^(?:The user(?:'s)?|my|the)\s+", re.IGNORECASE)
_OWN = re.compile(r"^(?:my|our)\s+|^(?=.*\bI\b)", re.IGNORECASE)
_WHOSE_TOPIC = re.compile(
    r"(?:(?:my|our|the)\s+)?(?P<who>[\w-]+?)(?:['’]s?|s['’])\s+(?P<what>\S.*)", re.IGNORECASE
)
"""A topic of somebody else: "my mother's illness"."""


class Asked(Protocol):
    """What obeying an opt-out asks about the user's life."""

    @property
    def speaker(self) -> str:
        """What the user is called."""

    def similarity(self, one: str, other: str) -> float:
        """Return the cosine of two sentences."""

    def names(self, relation: str) -> Collection[str]:
        """Return what somebody of the user's life is called: those who are a ``sister``."""


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
        opted: The topics, as users and ``policies.toml`` say them; "my age" is not others' age.
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
    whose = _WHOSE_TOPIC.match(topic)
    if whose is not None and whose.group("who") in kin():
        somebody = _about_kin(frozenset({whose.group("who")}), candidate, asked)
        return somebody and _covers(whose.group("what"), candidate, asked)
    named = topics_called(topic)
    who = kin() & set(_WORD.findall(topic.casefold()))
    if who and _about_kin(who, candidate, asked):
        return True
    others = _OWN.match(topic) is not None and _about_others(candidate, asked)
    if any(_about(known, candidate, asked, others=others) for known in named):
        return True
    words = stems(_OWN.sub("", topic))
    if words and words <= stems(_all_words(candidate)) and not (others and named):
        return True
    if named or who:
        return False
    what, said = (_WHOSE.sub("", text) for text in (topic, candidate.text))
    return asked.similarity(f"about {what}", said) >= SIMILAR


def _about(topic: Topic, candidate: Candidate, asked: Asked, *, others: bool) -> bool:
    if _about_kin(topic.kin, candidate, asked):
        return True
    if others and not topic.others:
        return False
    slot = slots().get(candidate.predicate or "")
    by_slot = slot is not None and slot.section in topic.sections
    if by_slot or candidate.predicate in topic.predicates or candidate.kind in topic.kinds:
        return True
    words = _words(_all_words(candidate))
    return bool(_stems(topic) & words) or any(p.search(candidate.text) for p in topic.patterns)


def _about_kin(who: Collection[str], candidate: Candidate, asked: Asked) -> bool:
    """Whether it is about somebody who is one of these to the user, or says that there is one."""
    said = {*_WORD.findall(_all_words(candidate).casefold()), candidate.predicate}
    if said & set(who):
        return True
    names = {word.casefold() for one in who for name in asked.names(one) for word in name.split()}
    return bool(names & {*said, *(candidate.subject or "").casefold().split()})


def _about_others(candidate: Candidate, asked: Asked) -> bool:
    """Whether it is told of somebody else than the user: "The user's wife works at Ikea."."""
    if candidate.subject in {None, "user", asked.speaker}:
        return False
    return not re.match(rf"(?:The user|{re.escape(asked.speaker)})\b(?!')", candidate.text)


def _all_words(candidate: Candidate) -> str:
    return f"{candidate.text} {candidate.object or ''}"


@cache
def _stems(topic: Topic) -> frozenset[str]:
    return _words(" ".join(topic.words))


def _words(text: str) -> frozenset[str]:
    hyphened = re.findall(r"\w+(?:-\w+)+", text.casefold())
    return stems(text) | frozenset(hyphened) | frozenset(re.findall(r"[€$£]", text))
