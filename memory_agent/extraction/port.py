"""The extractor port."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from memory_agent.domain import Candidate, Turn


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extractor made of one turn.

    Args:
        turn: The turn.
        candidates: What it proposes to remember; they have not passed the grounding gate yet.
    """

    turn: Turn
    candidates: tuple[Candidate, ...]


class Extractor(Protocol):
    """Proposes what to remember of turns."""

    name: str

    def extract(self, turns: Sequence[Turn]) -> list[Extraction]:
        """Return one extraction for each turn, in order; turns of no user give no candidates."""
