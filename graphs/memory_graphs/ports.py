"""What the graphs are given to work with; chosen by `memory_agent.memory` alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from memory_agent.domain import Change, Identities, Memory, Profile, Turn
from memory_agent.extraction import Extractor
from memory_agent.models import Embedder, TokenCounter
from memory_stores import Filter, UserStore


@dataclass(frozen=True, slots=True)
class Writing:
    """The runtime context of the remember graph.

    Args:
        store: The user's store.
        extractor: Proposes memories.
        embedder: Makes their vectors.
        now: The time of recording (aware, UTC).
        never_remember: Topics and kinds of which nothing is remembered of any user.
    """

    store: UserStore
    extractor: Extractor
    embedder: Embedder
    now: datetime
    never_remember: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The runtime context of the recall graph.

    Args:
        store: The user's store.
        embedder: Makes the query's vector.
        counter: Measures the block.
        profile: Returns the user's profile within a number of tokens.
    """

    store: UserStore
    embedder: Embedder
    counter: TokenCounter
    profile: Callable[[int], Profile]


class StoreKnowledge:
    """What extracting and reconciling ask about a user: the store once `pending` is committed.

    Args:
        store: The user's store.
        embedder: Makes the vectors that are compared.
        pending: Changes decided and not yet recorded; the list may grow.
    """

    def __init__(self, store: UserStore, embedder: Embedder, pending: Sequence[Change]) -> None:
        self._store = store
        self._embedder = embedder
        self._pending = pending

    def before(self, turn: Turn, limit: int) -> list[Turn]:
        """Return the last turns of the same session before one, of any role, oldest first."""
        return self._store.ledger.before(turn, limit)

    def identities(self) -> Identities:
        """Return who is who in the user's life."""
        return self._store.identities(self._decided().values())

    def slot(self, subject: str, predicate: str) -> list[Memory]:
        """Return the current memories of a slot, under every name of its subject, oldest first."""
        who = self.identities()
        stored = {m.id: m for m in self._store.slot(subject, predicate, who)}
        found = [m for m in (stored | self._decided()).values() if m.status == "current"]
        return [
            m
            for m in found
            if m.predicate == predicate and m.subject is not None and who.same(m.subject, subject)
        ]

    def current(self) -> list[Memory]:
        """Return all current memories, oldest first."""
        stored = {m.id: m for m in self._store.ledger.memories()}
        return [m for m in (stored | self._decided()).values() if m.status == "current"]

    def similar(self, text: str, limit: int) -> list[tuple[Memory, float]]:
        """Return the current memories nearest in meaning, with their cosine."""
        vector = self._embedder.embed([text])[0]
        near = self._store.nearest("memories", self._embedder.model, vector, limit)
        stored = self._store.ledger.memories_by_number([number for number, _ in near])
        found = {stored[n].id: (stored[n], cosine) for n, cosine in near if n in stored}
        for memory in self._decided().values():
            cosine = float(self._embedder.embed([memory.text])[0] @ vector)
            found[memory.id] = (memory, cosine)
        current = [pair for pair in found.values() if pair[0].status == "current"]
        return sorted(current, key=lambda pair: -pair[1])[:limit]

    def knows(self, speaker: str, name: str) -> bool:
        """Return whether a name is somebody's, or a relation leads to or from it."""
        if self.identities().bearers(name):
            return True
        graph = self._store.graph()
        return graph.is_somebody(name) or graph.leads(speaker, name)

    def asked_for(self) -> list[Memory]:
        """Return what others than the user asked to be remembered and is not current."""
        stored = {m.id: m for m in self._store.ledger.memories(Filter(status=None))}
        found = (stored | self._decided()).values()
        return [m for m in found if m.source and m.source.role != "user"]

    def similarity(self, one: str, other: str) -> float:
        """Return the cosine of two sentences."""
        first, second = self._embedder.embed([one, other])
        return float(first @ second)

    def said_at(self, memory: Memory) -> datetime:
        """Return when a memory was said, or recorded if nobody said it."""
        turn = self._store.ledger.turn(memory.source.turn_id) if memory.source else None
        return turn.said_at if turn else memory.recorded_at

    def _decided(self) -> dict[str, Memory]:
        return {change.memory.id: change.memory for change in self._pending}
