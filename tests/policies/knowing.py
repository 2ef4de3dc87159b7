"""A small world in memory, which answers what reconciling asks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from memory_agent.domain import Candidate, Change, Ignored, Memory, Provenance
from memory_agent.models import MiniLM
from memory_agent.policies import Moment, reconcile

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class World:
    """What is known of one user; `tell` reconciles a candidate and keeps what it changes."""

    embedder: MiniLM
    memories: dict[str, Memory] = field(default_factory=dict)
    said: dict[str, datetime] = field(default_factory=dict)

    def slot(self, subject: str, predicate: str) -> list[Memory]:
        return [m for m in self.current() if (m.subject, m.predicate) == (subject, predicate)]

    def similar(self, text: str, limit: int) -> list[tuple[Memory, float]]:
        current = self.current()
        if not current:
            return []
        texts = [text, *(m.text for m in current)]
        first, *rest = self.embedder.embed(texts)
        near = [(m, float(first @ v)) for m, v in zip(current, rest, strict=True)]
        return sorted(near, key=lambda pair: -pair[1])[:limit]

    def said_at(self, memory: Memory) -> datetime:
        return self.said.get(memory.id, memory.recorded_at)

    def current(self) -> list[Memory]:
        return [m for m in self.memories.values() if m.status == "current"]

    def texts(self) -> set[str]:
        return {m.text for m in self.current()}

    def tell(self, candidate: Candidate, day: int = 0) -> Sequence[Change] | Ignored:
        at = Moment(DAY + timedelta(days=day), DAY + timedelta(days=400), "test")
        decided = reconcile(candidate, self, at)
        if not isinstance(decided, Ignored):
            for change in decided:
                self.memories[change.memory.id] = change.memory
                self.said.setdefault(change.memory.id, at.said_at)
        return decided


def claim(text: str, turn: str = "t", **fields: Any) -> Candidate:
    """A candidate of its own turn; with an `object` it is the user's, unless a subject is given."""
    if "object" in fields:
        fields.setdefault("subject", "user")
    source = Provenance(turn, "s", "user", text, 0, len(text))
    given: dict[str, Any] = {"kind": "fact", "rule": "test", "confidence": 0.8, **fields}
    return Candidate(text=text, source=source, **given)
