"""The extractor port, and what an extractor may ask about the life that turns belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from memory_agent.domain import Candidate, Memory, Turn


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extractor made of one turn.

    Args:
        turn: The turn.
        candidates: What it proposes to remember; they have not passed the grounding gate yet.
        dropped: How much it made of the turn, or of those read with it, that is no candidate, by
            why.
        actor: The name of the extractor that stood in for it; None where none did.
    """

    turn: Turn
    candidates: tuple[Candidate, ...]
    dropped: Mapping[str, int] = field(default_factory=dict)
    actor: str | None = None


class Background(Protocol):
    """What an extractor may ask about the life that turns belong to, as it is before them."""

    def before(self, turn: Turn, limit: int) -> Sequence[Turn]:
        """Return the last turns of the same session before one, of any role, oldest first."""

    def slot(self, subject: str, predicate: str) -> Sequence[Memory]:
        """Return the current memories of a subject's slot, oldest first."""

    def similar(self, text: str, limit: int) -> Sequence[tuple[Memory, float]]:
        """Return the current memories nearest in meaning, with their cosine."""


class NoBackground:
    """The background of a life of which nothing is known: for one turn read alone."""

    def before(self, turn: Turn, limit: int) -> Sequence[Turn]:  # noqa: ARG002 - the port's
        """Return no turns."""
        return ()

    def slot(self, subject: str, predicate: str) -> Sequence[Memory]:  # noqa: ARG002
        """Return no memories."""
        return ()

    def similar(self, text: str, limit: int) -> Sequence[tuple[Memory, float]]:  # noqa: ARG002
        """Return no memories."""
        return ()


class Extractor(Protocol):
    """Proposes what to remember of turns."""

    name: str

    def extract(self, turns: Sequence[Turn], background: Background) -> list[Extraction]:
        """Return one extraction for each turn, in order; turns of no user give no candidates."""
