"""Revisions: the immutable steps of a memory's life."""

from dataclasses import dataclass
from datetime import datetime

from memory_agent.domain.change import Operation
from memory_agent.domain.memory import Memory


@dataclass(frozen=True, slots=True)
class Revision:
    """One change to one memory, as it was recorded and stays.

    Args:
        number: Its place among all revisions of the user, from 1.
        op: What was done.
        memory: The memory as it was after it.
        reason: Why, in words.
        actor: Who decided: an extractor's or a policy's name, or ``user``.
        recorded_at: When (aware, UTC).
        turn_id: The turn that caused it, where one did.
        displaced: The number of the revision whose memory this one took the place of.
    """

    number: int
    op: Operation
    memory: Memory
    reason: str
    actor: str
    recorded_at: datetime
    turn_id: str | None = None
    displaced: int | None = None
