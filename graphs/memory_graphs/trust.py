"""Whom the remember graph believes, and what it is not to remember."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from memory_agent.domain import Candidate, Ignored, Turn
from memory_agent.domain.opting import OPT_OUT
from memory_agent.extraction import MASKED, read_opt_outs
from memory_agent.policies.privacy import echoes, opted_out_of, same_topic, sentence_keys
from memory_graphs.ports import StoreKnowledge, Writing
from memory_stores import Filter, UserStore

AS_SAID = frozenset({"verbatim", "opt-out", "opt-in", "request"})
"""Rules whose memories are the cited words: there is nothing that these could fail to support."""

_LOOKED_BACK = 20
"""Turns of the same session whose words a user may paste back."""


def own_part(turn: Turn, store: UserStore) -> Turn:
    """Return a user's turn with what it only says again masked, so that offsets stay.

    That is what an assistant or a tool said in the same session, and what is known of the user,
    word for word: a context put it into the prompt, and somebody pasted it.
    """
    others = [t.text for t in store.ledger.before(turn, _LOOKED_BACK) if t.role != "user"]
    said = sentence_keys(others)
    if re.search(
        rf"\bthe user\b|\b{re.escape(turn.name or 'the user')}\b", turn.text, re.IGNORECASE
    ):
        said |= sentence_keys(m.text for m in store.ledger.memories(Filter(status=None)))
    text = turn.text
    for start, end in echoes(text, said) if said else ():
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
    known = [m for who in dict.fromkeys((speaker, "user")) for m in knowledge.slot(who, OPT_OUT)]
    opted = [memory.object or "" for memory in known]
    opted = [topic for topic in opted if not any(same_topic(topic, a) for a in allowed)]
    opted += [c.object or "" for c in said if c.intent == "state"]
    kept: list[Candidate] = []
    refused: list[Ignored] = []
    life = _Life(speaker, knowledge)
    for candidate in candidates:
        topic = opted_out_of(candidate, opted, life)
        if topic is not None:
            refused.append(Ignored(candidate, f"the user wants nothing about {topic} remembered"))
            continue
        topic = opted_out_of(candidate, context.never_remember, life)
        if topic is not None:
            reason = f"policies.toml lets nothing about {topic} be remembered"
            refused.append(Ignored(candidate, reason))
            continue
        kept.append(candidate)
    return tuple(kept), refused


@dataclass(frozen=True, slots=True)
class _Life:
    speaker: str
    knowledge: StoreKnowledge

    def similarity(self, one: str, other: str) -> float:
        return self.knowledge.similarity(one, other)

    def names(self, relation: str) -> set[str]:
        return {m.object for m in self.knowledge.slot(self.speaker, relation) if m.object}
