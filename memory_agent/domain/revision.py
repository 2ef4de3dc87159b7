"""Revisions: the immutable steps of a memory's life."""

from dataclasses import dataclass
from datetime import datetime

from memory_agent.domain.change import Operation
from memory_agent.domain.memory import Memory, Provenance


@dataclass(frozen=True, slots=True)
class Revision:
    """One change to one memory, as it was recorded and stays.

    Args:
        number: Its place among all revisions of the user, from 1.
        op: What was done.
        memory_id: The memory's id.
        version: Its place among the revisions of that memory, from 1.
        memory: The memory as it was after it; None once that is erased.
        reason: Why, in words.
        actor: Who decided: an extractor's or a policy's name, or ``user``.
        recorded_at: When (aware, UTC).
        turn_id: The turn that caused it, where one did.
        displaced: The number of the revision whose memory this one took the place of.
        words: The words of the turn that caused it, where they are known and not erased.
    """

    number: int
    op: Operation
    memory_id: str
    version: int
    memory: Memory | None
    reason: str
    actor: str
    recorded_at: datetime
    turn_id: str | None = None
    displaced: int | None = None
    words: Provenance | None = None
