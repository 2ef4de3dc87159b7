"""How a decision is written: the change, with its reason in words."""

from dataclasses import dataclass, replace
from datetime import datetime

from memory_agent.domain import Candidate, Change, Ignored, Memory, Operation
from memory_agent.domain.ids import new_id
from memory_agent.policies.measures import thresholds


@dataclass(frozen=True, slots=True)
class Moment:
    """When and by whom a decision is made.

    Args:
        said_at: When the candidate's words were said (aware).
        now: The time of recording (aware, UTC).
        actor: The extractor's name.
    """

    said_at: datetime
    now: datetime
    actor: str


def adding(
    candidate: Candidate,
    at: Moment,
    reason: str,
    *,
    displaces: str | None = None,
) -> Change:
    """Make a memory of a candidate.

    Args:
        candidate: What was said.
        at: When, and who decides.
        reason: Why, in words.
        displaces: The id of the memory whose place it takes.
    """
    memory = Memory(
        id=new_id("m"),
        kind=candidate.kind,
        text=candidate.text,
        status="current",
        confidence=candidate.confidence,
        recorded_at=at.now,
        version=1,
        subject=candidate.subject,
        predicate=candidate.predicate,
        object=candidate.object,
        polarity=candidate.polarity,
        valid_from=candidate.valid_from,
        valid_to=candidate.valid_to,
        source=candidate.source,
    )
    return Change("add", memory, reason, at.actor, candidate.source, displaces)


def replacing(candidate: Candidate, over: list[Memory], at: Moment, reason: str) -> list[Change]:
    """Make a memory of a candidate that supersedes others, of which the first is its like."""
    added = adding(candidate, at, reason, displaces=over[0].id)
    return [added, *(superseding(memory, candidate, at) for memory in over)]


def superseding(memory: Memory, candidate: Candidate, at: Moment) -> Change:
    """End a memory when the candidate begins; a plan that is cancelled before never began."""
    until = candidate.valid_from or at.said_at
    if memory.valid_from and until < memory.valid_from:
        until = memory.valid_from
    reason = f"superseded by: {candidate.text}"
    return changing(memory, "supersede", candidate, at, reason, status="superseded", valid_to=until)


def retracting(memory: Memory, candidate: Candidate, at: Moment, reason: str) -> Change:
    """Take a memory back that was never so."""
    return changing(memory, "retract", candidate, at, reason, status="retracted")


def reinforcing(memory: Memory, candidate: Candidate, at: Moment) -> list[Change] | Ignored:
    """Make a memory surer that is said again; the turn that said it adds nothing."""
    if memory.source and memory.source.turn_id == candidate.source.turn_id:
        return Ignored(candidate, f"the same turn said it already: {memory.text}")
    surer = memory.confidence + thresholds().reinforced * (1 - memory.confidence)
    reason = f"said again: {candidate.source.quote}"
    return [changing(memory, "reinforce", candidate, at, reason, confidence=round(surer, 4))]


def changing(
    memory: Memory, op: Operation, candidate: Candidate, at: Moment, reason: str, **fields: object
) -> Change:
    """Change some fields of a memory."""
    after = replace(memory, version=memory.version + 1, recorded_at=at.now, **fields)  # type: ignore[arg-type]
    return Change(op, after, reason, at.actor, candidate.source)
