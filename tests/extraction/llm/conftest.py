"""An extractor over a scripted model, with a stand-in for the local one that can be told."""

from collections.abc import Sequence
from typing import Any

import pytest

from memory_agent.domain import Candidate, Memory, Provenance, Turn
from memory_agent.extraction import Background, Extraction, NoBackground
from memory_agent.extraction.llm import LlmExtractor
from tests.extraction.llm.models import RELEASE


class StandIn:
    """Finds in every turn of the user's that it is one; keeps what it was given."""

    name = "local"

    def __init__(self) -> None:
        self.given: list[Turn] = []

    def extract(self, turns: Sequence[Turn], background: Background) -> list[Extraction]:
        self.given += turns
        return [Extraction(turn, self._candidates(turn)) for turn in turns]

    def _candidates(self, turn: Turn) -> tuple[Candidate, ...]:
        if turn.role != "user":
            return ()
        source = Provenance(turn.id, turn.session_id, "user", turn.text, 0, len(turn.text))
        return (Candidate("fact", f"Local: {turn.text}", source, "local", 0.5),)


class Knowing(NoBackground):
    """A background that knows some memories and what was said before."""

    def __init__(self, *memories: Memory, before: Sequence[Turn] = ()) -> None:
        self._memories = memories
        self._before = before

    def before(self, turn: Turn, limit: int) -> Sequence[Turn]:
        return self._before[-limit:]

    def similar(self, text: str, limit: int) -> Sequence[tuple[Memory, float]]:
        return [(memory, 0.5) for memory in self._memories[:limit]]


class Asked:
    """What came of asking a model."""

    def __init__(self, model: Any, *, seconds: float = 20) -> None:
        self.model = model
        self.local = StandIn()
        self.extractor = LlmExtractor(
            model, self.local, lambda text: len(text.split()), seconds=seconds
        )

    def __call__(
        self, said: Sequence[Turn], background: Background | None = None
    ) -> list[Extraction]:
        return self.extractor.extract(said, background or NoBackground())

    def one(self, said: Sequence[Turn], background: Background | None = None) -> Candidate:
        """Return the only candidate."""
        (found,) = [c for e in self(said, background) for c in e.candidates]
        return found


@pytest.fixture(autouse=True)
def released() -> Any:
    """Let go of a thread that a hanging model holds."""
    RELEASE.clear()
    yield
    RELEASE.set()


def known(text: str, **fields: Any) -> Memory:
    return Memory(f"m-{text}", "fact", text, "current", 0.9, fields.pop("at"), 1, **fields)
