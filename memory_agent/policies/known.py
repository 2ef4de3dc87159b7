"""What reconciling asks about one user."""

from datetime import datetime
from typing import Protocol

from memory_agent.domain import Memory


class Known(Protocol):
    """What reconciling asks about one user."""

    def slot(self, subject: str, predicate: str) -> list[Memory]:
        """Return the current memories of a subject's slot, oldest first."""

    def current(self) -> list[Memory]:
        """Return all current memories, oldest first."""

    def similar(self, text: str, limit: int) -> list[tuple[Memory, float]]:
        """Return the current memories nearest in meaning, with their cosine."""

    def said_at(self, memory: Memory) -> datetime:
        """Return when a memory was said, or recorded if nobody said it."""
