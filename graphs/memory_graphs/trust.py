"""Whom the remember graph believes, and what it is not to remember."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from memory_agent.domain import Candidate, Ignored, Turn
from memory_agent.domain.opting import EVERYTHING, OPT_OUT, SESSION, as_said
from memory_agent.extraction import MASKED, off_the_record, read_opt_outs
from memory_agent.policies.privacy import echoes, opted_out_of, same_topic, sentence_keys
from memory_graphs.ports import StoreKnowledge, Writing
from memory_stores import Filter, UserStore

AS_SAID = frozenset({"verbatim", "opt-out", "opt-in", "request"})
"""Rules whose memories are the cited words: there is nothing that these could fail to support."""

_LOOKED_BACK = 20
"""Turns of the same session whose words a user may paste back."""


def own_part(turn: Turn, store: UserStore) -> Turn:
    """Return a user's turn with what is not to be read masked, so that offsets stay.

    That is what is said off the record; what an assistant or a tool said in the same session; and
    what is known of the user, word for word: a context put it into the prompt, and somebody
    pasted it.
    """
    others = [t.text for t in store.ledger.before(turn, _LOOKED_BACK) if t.role != "user"]
    said = sentence_keys(others)
    if re.search(
        rf"\bthe user\b|\b{re.escape(turn.name or 'the user')}\b", turn.text, re.IGNORECASE
    ):
        said |= sentence_keys(m.text for m in store.ledger.memories(Filter(status=None)))
    text = turn.text
    apart = [*(echoes(text, said) if said else ()), *off_the_record(turn)]
    for start, end in apart:
        text = text[:start] + MASKED * (end - start) + text[end:]
    return replace(turn, text=text)


def with_opt_outs(turn: Turn, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Put a turn's opt-outs before what an extractor made of it; where they meet, they stand alone.

    They are read by rule, whichever extractor is used: such a wish is no matter of a model.
    """
    opted = read_opt_outs(turn)
    rest = [c for c in candidates if not any(_meet(c, other) for other in opted)]
    return (*opted, *rest)


def _meet(one: Candidate, other: Candidate) -> bool:
    return one.source.start < other.source.end and other.source.start < one.source.end


def obeying(
    turn: Turn, candidates: Sequence[Candidate], knowledge: StoreKnowledge, context: Writing
) -> tuple[tuple[Candidate, ...], list[Ignored]]:
    """Divide candidates into those that may be kept and those on a topic that is not wanted.

    Args:
        turn: Where they are from; what it opts out of holds for all of it.
        candidates: What was made of it.
        knowledge: What is known of the user.
        context: What the home never remembers.
    """
    speaker = (turn.name if turn.role == "user" else None) or "user"
    said = [c for c in candidates if c.predicate == OPT_OUT and c.object]
    allowed = [c.object or "" for c in said if c.intent == "end"]
    opted = _known_opt_outs(turn, speaker, knowledge)
    opted = [topic for topic in opted if not any(same_topic(topic, a) for a in allowed)]
    opted += [as_said(c.text, c.object or "") for c in said if c.intent == "state"]
    opted = [EVERYTHING if topic == SESSION else topic for topic in opted]
    if not opted and not context.never_remember:
        return tuple(candidates), []
    kept: list[Candidate] = []
    refused: list[Ignored] = []
    life = _Life(speaker, knowledge, candidates, [turn, *knowledge.before(turn, _LOOKED_BACK)])
    for candidate in candidates:
        topic = opted_out_of(candidate, opted, life)
        if topic is not None:
            what = topic.removeprefix("my ")
            refused.append(Ignored(candidate, f"the user wants nothing about {what} remembered"))
            continue
        topic = opted_out_of(candidate, context.never_remember, life)
        if topic is not None:
            reason = f"policies.toml lets nothing about {topic} be remembered"
            refused.append(Ignored(candidate, reason))
            continue
        kept.append(candidate)
    return tuple(kept), refused


def _known_opt_outs(turn: Turn, speaker: str, knowledge: StoreKnowledge) -> list[str]:
    """Return the topics that were opted out of; of a conversation, only in that conversation."""
    known = [m for who in dict.fromkeys((speaker, "user")) for m in knowledge.slot(who, OPT_OUT)]
    return [
        as_said(m.text, m.object or "")
        for m in known
        if m.object != SESSION or (m.source and m.source.session_id == turn.session_id)
    ]


@dataclass(frozen=True, slots=True)
class _Life:
    """What is known of the user, and what the conversation tells of who is who."""

    speaker: str
    knowledge: StoreKnowledge
    proposed: Sequence[Candidate]
    said: Sequence[Turn]

    def similarity(self, one: str, other: str) -> float:
        return self.knowledge.similarity(one, other)

    def names(self, relation: str) -> set[str]:
        known = {m.object for m in self.knowledge.slot(self.speaker, relation) if m.object}
        known |= {c.object for c in self.proposed if c.predicate == relation and c.object}
        called = _called(relation)
        told = {n for t in self.said if t.role == "user" for n in called.findall(t.text)}
        return known | {name for found in told for name in found if name}


@cache
def _called(relation: str) -> re.Pattern[str]:
    """Return what finds somebody's name beside what they are: "my boss Trond", "Trond, my boss"."""
    who = re.escape(relation)
    return re.compile(
        rf"\b{who}(?:,| is| is called| called| named|['’]s name is)? ([A-Z][\w-]+)"
        rf"|\b([A-Z][\w-]+)(?:,| is) (?:my|our|the) (?:\w+ )?{who}\b"
    )
