"""The ledger of one user in one SQLite file."""

import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import apsw

from memory_agent.domain import (
    Change,
    Entity,
    Ignored,
    Memory,
    Message,
    Relation,
    Revision,
    Turn,
)
from memory_agent.domain.errors import LedgerDamaged
from memory_agent.domain.times import now
from memory_stores.ledger import past, queries
from memory_stores.ledger.connection import connect, transaction, translated
from memory_stores.ledger.port import Collection, Filter, NewVector
from memory_stores.ledger.rows import micros, some_moment
from memory_stores.ledger.turns import insert_turn
from memory_stores.ledger.writing import record_change, record_ignored, record_vector

_NEWEST_RECORDED = "SELECT recorded_at FROM revisions ORDER BY number DESC LIMIT 1"


class SqliteLedger:
    """One user's ledger, lexical index and vectors, in one file.

    Args:
        path: The database; made if it is not there.
        user_id: Whose it is; a file that is another's is refused.
        busy_timeout: Seconds to wait for another process's lock.

    Raises:
        HomeNotUsable, LedgerDamaged, LedgerTooNew, LedgerBusy: As `connect`.
    """

    def __init__(self, path: Path, user_id: str, *, busy_timeout: float) -> None:
        self.user_id = user_id
        self.path = path
        self._lock = threading.RLock()
        self._connection = connect(path, busy_timeout=busy_timeout)
        try:
            with translated(path):
                self._salt = self._claim()
        except BaseException:
            self._connection.close()
            raise

    def _claim(self) -> bytes:
        """Write whose file this is, or check it; return the salt of its keyed hashes."""
        select = "SELECT value FROM meta WHERE key = ?"
        owner = self._connection.execute(select, ("user_id",)).get
        if owner is None:
            with transaction(self._connection):
                self._connection.execute(
                    "INSERT OR IGNORE INTO meta VALUES ('user_id', ?), ('salt', ?)",
                    (self.user_id.encode(), secrets.token_bytes(32)),
                )
            owner = self._connection.execute(select, ("user_id",)).get
        if owner != self.user_id.encode():
            raise LedgerDamaged(f"{self.path} belongs to another user; restore the right copy")
        salt: bytes = self._connection.execute(select, ("salt",)).get
        return salt

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """Lend the connection to one thread, for reads that belong together or stand alone."""
        with self._lock, translated(self.path):
            yield self._connection

    @contextmanager
    def snapshot(self) -> Iterator[apsw.Connection]:
        """Lend the connection for reads that must all see the same moment."""
        with self.reading() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if connection.in_transaction:  # Some errors have ended it already
                    connection.execute("COMMIT")

    @contextmanager
    def _writing(self) -> Iterator[apsw.Connection]:
        with self.reading() as connection, transaction(connection):
            yield connection

    def close(self) -> None:
        """Close the file; the ledger cannot be used after it.

        Where turns wait to be digested, the log stays beside the file, as if the process had
        died: it is what tells the next start of them.
        """
        with self._lock:
            with suppress(apsw.Error):  # Closed or damaged: there is nothing to leave
                if self._connection.execute("SELECT 1 FROM queue LIMIT 1").get is not None:
                    self._connection.wal_checkpoint()
                    self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            self._connection.close()

    def accept(self, messages: Sequence[Message], *, infer: bool = True) -> list[Turn]:
        """Keep messages durably; see `Ledger.accept`."""
        accepted_at = now()
        with self._writing() as connection:
            turns = [insert_turn(connection, m, self._salt, accepted_at) for m in messages]
            new = [turn for turn in turns if turn is not None]
            connection.executemany(
                "INSERT INTO queue VALUES (?, ?)",
                [(t.position, int(infer)) for t in new if t.role == "user"],
            )
        return new

    def commit(
        self,
        changes: Sequence[Change],
        *,
        digested: Turn | None = None,
        ignored: Sequence[Ignored] = (),
        vectors: Sequence[NewVector] = (),
        at: datetime | None = None,
    ) -> datetime | None:
        """Record changes in one transaction; see `Ledger.commit`."""
        with self._writing() as connection:
            if digested is not None:
                connection.execute("DELETE FROM queue WHERE position = ?", (digested.position,))
                if connection.changes() == 0:
                    return None
            newest = connection.execute(_NEWEST_RECORDED).get or 0
            recorded_at = max(micros(at or now()) or 0, newest)
            for change in changes:
                record_change(connection, change, recorded_at)
            for refused in ignored:
                record_ignored(connection, refused)
            for vector in vectors:
                record_vector(connection, vector)
        return some_moment(recorded_at)

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
            return queries.slot(connection, subject, predicate)

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
