"""The reads of the SQLite ledger as its methods."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime

import apsw

from memory_agent.domain import (
    Entity,
    LoggedContext,
    Memory,
    Provenance,
    Relation,
    Revision,
    Turn,
)
from memory_stores.ledger import contexts, evidence, past, queries
from memory_stores.ledger.embedding import Embeddable, embeddable
from memory_stores.ledger.port import Collection, Filter
from memory_stores.ledger.rows import fetch


class LedgerReads(ABC):
    """What a ledger can be asked; see `Ledger`."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[apsw.Connection]:
        """Lend the connection to one thread."""

    def pending(self, limit: int) -> list[tuple[Turn, bool]]:
        """Return the oldest turns not yet digested, each with whether to infer."""
        with self.reading() as connection:
            return queries.pending(connection, limit)

    def memory(self, memory_id: str) -> Memory | None:
        """Return a memory as it is now."""
        with self.reading() as connection:
            return queries.memory(connection, memory_id)

    def memories(self, wanted: Filter = Filter()) -> list[Memory]:  # noqa: B008 - frozen
        """Return memories, oldest first."""
        with self.reading() as connection:
            return queries.memories(connection, wanted)

    def lasting(self, latest: datetime | None) -> list[Memory]:
        """Return the current memories that a profile may have a place for, oldest first."""
        with self.reading() as connection:
            return queries.lasting(connection, latest)

    def slot(self, subject: str, predicate: str) -> list[Memory]:
        """Return the current memories of a subject's slot, oldest first."""
        with self.reading() as connection:
            return queries.slot(connection, [subject], predicate)

    def slot_of(self, subjects: Sequence[str], predicate: str) -> list[Memory]:
        """Return the current memories of the slot of some subjects, oldest first."""
        with self.reading() as connection:
            return queries.slot(connection, subjects, predicate)

    def memories_by_number(self, numbers: Sequence[int]) -> dict[int, Memory]:
        """Return memories by the numbers that indexes know them by."""
        with self.reading() as connection:
            return queries.memories_by_number(connection, numbers)

    def turn(self, turn_id: str) -> Turn | None:
        """Return a turn."""
        with self.reading() as connection:
            return queries.turn(connection, turn_id)

    def turns_at(self, positions: Sequence[int]) -> dict[int, Turn]:
        """Return turns by position."""
        with self.reading() as connection:
            return queries.turns_at(connection, positions)

    def faded_turns(self) -> set[str]:
        """Return the ids of the turns that said what has faded since."""
        with self.reading() as connection:
            return queries.faded_turns(connection)

    def turns_by_id(self, turn_ids: Sequence[str]) -> dict[str, Turn]:
        """Return turns by id."""
        with self.reading() as connection:
            return queries.turns_by_id(connection, turn_ids)

    def numbers(self, collection: Collection, wanted: Filter) -> set[int] | None:
        """Return the numbers or positions that a filter lets through; see `Ledger.numbers`."""
        with self.reading() as connection:
            if collection == "turns":
                return queries.turn_positions(connection, wanted)
            return queries.memory_numbers(connection, wanted)

    def session_of(self, positions: Sequence[int]) -> dict[int, str]:
        """Return the session of each position that exists."""
        with self.reading() as connection:
            return queries.session_of(connection, positions)

    def revisions(self, memory_id: str) -> list[Revision]:
        """Return every revision of a memory, oldest first."""
        with self.reading() as connection:
            return past.revisions(connection, memory_id)

    def histories_touched(self, numbers: Sequence[int]) -> dict[str, list[Revision]]:
        """Return every revision of the memories that some revisions are of, by memory id."""
        with self.reading() as connection:
            return past.histories_touched(connection, numbers)

    def histories(self, memory_ids: Sequence[str]) -> dict[str, list[Revision]]:
        """Return every revision of memories, by their ids, oldest first."""
        with self.reading() as connection:
            return {id_: past.revisions(connection, id_) for id_ in memory_ids}

    def cited(
        self, turn_ids: Sequence[str], besides: Sequence[str]
    ) -> dict[str, list[tuple[int, int]]]:
        """Return the spans, by turn, that memories besides some stand on."""
        with self.reading() as connection:
            return evidence.cited(connection, turn_ids, besides)

    def echoes(self, texts: Sequence[str]) -> list[Provenance]:
        """Return where turns say texts word for word."""
        with self.reading() as connection:
            return evidence.echoes(connection, texts)

    def before(self, turn: Turn, limit: int) -> list[Turn]:
        """Return the last turns of the same session before one, oldest first."""
        with self.reading() as connection:
            return queries.before(connection, turn, limit)

    def turns_of_session(self, session_id: str) -> list[str]:
        """Return the ids of the turns of a session, oldest first."""
        with self.reading() as connection:
            return queries.turns_of_session(connection, session_id)

    def embeddable(
        self, collection: Collection, after: int, limit: int, besides: str | None
    ) -> list[Embeddable]:
        """Return the next texts that are to have a vector; see `embedding.embeddable`."""
        with self.reading() as connection:
            return embeddable(connection, collection, after, limit, besides)

    def receipts(self) -> list[str]:
        """Return the receipts of what was erased, as JSON, oldest first."""
        with self.reading() as connection:
            return queries.receipts(connection)

    def caused_by(self, turn_ids: Sequence[str]) -> list[Revision]:
        """Return every revision that turns caused, oldest first."""
        with self.reading() as connection:
            return past.caused_by(connection, turn_ids)

    def recorded_with(self, number: int) -> list[Revision]:
        """Return the revisions recorded at the moment of one, itself included, oldest first."""
        with self.reading() as connection:
            return past.recorded_with(connection, number)

    def log(
        self, since: datetime | None, until: datetime | None, limit: int | None
    ) -> list[Revision]:
        """Return the newest revisions recorded in a time, oldest first."""
        with self.reading() as connection:
            return past.log(connection, since, until, limit)

    def contexts(self, limit: int | None) -> list[LoggedContext]:
        """Return the newest logged contexts, oldest first."""
        with self.reading() as connection:
            return contexts.contexts(connection, limit)

    def context(self, context_id: str) -> LoggedContext | None:
        """Return a logged context."""
        with self.reading() as connection:
            return contexts.context(connection, context_id)

    def newest(self) -> tuple[int, int]:
        """Return the numbers of the newest revision and the newest erasure: caches go by them."""
        with self.reading() as connection:
            revision, erasure = fetch(connection, queries.NEWEST)[0]
        return revision, erasure

    def entities(self) -> list[Entity]:
        """Return everybody and everything that current memories name."""
        with self.reading() as connection:
            return queries.entities(connection)

    def relations(self) -> list[Relation]:
        """Return the relations that current memories say."""
        with self.reading() as connection:
            return queries.relations(connection)

    def revision_count(self) -> int:
        """Return the number of the newest revision: it changes when anything known does."""
        with self.reading() as connection:
            return connection.execute("SELECT max(number) FROM revisions").get or 0

    def last_learned_at(self) -> datetime | None:
        """Return when the words behind the newest revision were said, or it was recorded."""
        with self.reading() as connection:
            return queries.last_learned_at(connection)

    def counts(self) -> dict[str, int]:
        """Return how many turns, memories by status, revisions and so on there are."""
        with self.reading() as connection:
            return queries.counts(connection)
