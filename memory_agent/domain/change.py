"""Changes: what an edit decided, before and after the ledger has it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from memory_agent.domain.candidate import Candidate
from memory_agent.domain.memory import Memory, Provenance

Operation = Literal[
    "add", "update", "supersede", "retract", "reinforce", "fade", "restore", "erase"
]


@dataclass(frozen=True, slots=True)
class Change:
    """One decided change to one memory.

    Args:
        op: What is done to it.
        memory: The memory as it is to be after it; its version is one more than what it replaces.
        reason: Why, in words.
        actor: Who decided: an extractor's or a policy's name, or ``user``.
        source: The words that caused it, where a turn did.
        displaces: The id of the memory that this one takes the place of.
    """

    op: Operation
    memory: Memory
    reason: str
    actor: str
    source: Provenance | None = None
    displaces: str | None = None

    def recorded(self, at: datetime) -> "Change":
        """Return the change as the ledger recorded it at a moment."""
        return replace(self, memory=replace(self.memory, recorded_at=at))


@dataclass(frozen=True, slots=True)
class Ignored:
    """A candidate that was not stored, and why.

    Args:
        candidate: What was proposed.
        reason: Why it was not taken, in words.
    """

    candidate: Candidate
    reason: str
