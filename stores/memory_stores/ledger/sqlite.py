"""The ledger of one user in one SQLite file."""

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import apsw

from memory_agent.domain import (
    Change,
    Destroyed,
    Destruction,
    Health,
    Ignored,
    LoggedContext,
    Message,
    Turn,
)
from memory_agent.domain.errors import ErasureUnfinished, LedgerDamaged
from memory_agent.domain.times import now
from memory_stores.ledger.connection import connect, is_sound, transaction, translated
from memory_stores.ledger.contexts import insert_contexts
from memory_stores.ledger.destroying import destroy
from memory_stores.ledger.embedding import Embeddable, drop_other_models, put_vectors
from memory_stores.ledger.port import NewVector
from memory_stores.ledger.reads import LedgerReads
from memory_stores.ledger.rebuilding import rebuild
from memory_stores.ledger.rows import fetch, micros, some_moment
from memory_stores.ledger.text_index import merge_texts
from memory_stores.ledger.turns import insert_turn
from memory_stores.ledger.verifying import Verifier
from memory_stores.ledger.writing import record_change, record_ignored, record_vector

_UNPROVEN = "SELECT 1 FROM erasures WHERE finished_at IS NULL LIMIT 1"
_CALL_FINISHED = "UPDATE erasures SET finished_at = ? WHERE finished_at IS NULL"
_NEWEST_RECORDED = "SELECT recorded_at FROM revisions ORDER BY number DESC LIMIT 1"


class SqliteLedger(LedgerReads):
    """One user's ledger, lexical index and vectors, in one file.

    Args:
        path: The database; made if it is not there.
        user_id: Whose it is; a file that is another's is refused.
        busy_timeout: Seconds to wait for another process's lock.
        key: The user's data key, 32 bytes; None for a file in plain text.

    Attributes:
        encrypted: Whether the file is under a key.

    Raises:
        HomeNotUsable, LedgerDamaged, LedgerTooNew, LedgerBusy, WrongKey: As `connect`.
    """

    def __init__(
        self, path: Path, user_id: str, *, busy_timeout: float, key: bytes | None = None
    ) -> None:
        self.user_id = user_id
        self.path = path
        self.encrypted = key is not None
        self._lock = threading.RLock()
        self._untidy = False
        self._connection = connect(path, busy_timeout=busy_timeout, key=key)
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
            try:
                yield connection
            except apsw.ConstraintError as error:  # The caller is wrong, or the file is
                if is_sound(connection):
                    raise
                raise apsw.CorruptError(str(error)) from error

    def close(self) -> None:
        """Close the file; the ledger cannot be used after it.

        Where turns wait to be digested, the log stays beside the file, as if the process had
        died: it is what tells the next start of them.
        """
        with self._lock:
            with suppress(apsw.Error):  # Closed or damaged: there is nothing to leave
                if self._untidy:
                    merge_texts(self._connection)
                if self._connection.execute("SELECT 1 FROM queue LIMIT 1").get is not None:
                    self._connection.wal_checkpoint()
                    self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            self._connection.close()

    def accept(
        self,
        messages: Sequence[Message],
        *,
        infer: bool = True,
        asking: Callable[[str], bool] | None = None,
    ) -> list[Turn]:
        """Keep messages durably; see `Ledger.accept`."""
        accepted_at = now()
        self._untidy = True
        with self._writing() as connection:
            turns = [insert_turn(connection, m, self._salt, accepted_at) for m in messages]
            new = [turn for turn in turns if turn is not None]
            connection.executemany(
                "INSERT INTO queue VALUES (?, ?)",
                [
                    (t.position, int(infer))
                    for t in new
                    if t.role == "user" or (asking is not None and asking(t.text))
                ],
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

    def log_contexts(self, entries: Sequence[tuple[LoggedContext, int]], keep: int) -> None:
        """Log contexts, each with the number of the newest erasure when it was made.

        They need not survive a power failure: nothing is waited for.
        """
        with self.reading() as connection:
            connection.execute("PRAGMA synchronous = NORMAL")
            try:
                with transaction(connection):
                    insert_contexts(connection, entries, keep)
            finally:
                connection.execute("PRAGMA synchronous = FULL")

    def destroy(self, destruction: Destruction, vectors: Sequence[NewVector] = ()) -> Destroyed:
        """Destroy content in one transaction; see `Ledger.destroy`."""
        with self._writing() as connection:
            newest = connection.execute(_NEWEST_RECORDED).get or 0
            recorded_at = max(micros(now()) or 0, newest)
            for change in destruction.changes:
                record_change(connection, change, recorded_at)
            destroyed = destroy(connection, destruction, recorded_at)
            for vector in vectors:
                record_vector(connection, vector)
        return destroyed

    def tidy(self) -> None:
        """Merge what the text indexes have gained, so that searches walk through less."""
        with self._writing() as connection:
            merge_texts(connection)

    def wipe(self) -> None:
        """Leave nothing of what was destroyed in the write-ahead log.

        Raises:
            ErasureUnfinished: If a reader in another process keeps old pages alive for longer than
                the busy timeout.
        """
        with self.reading() as connection:
            try:
                connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
            except apsw.BusyError as error:
                raise ErasureUnfinished(
                    f"all that was to go is destroyed, but another process still reads {self.path}"
                    "; close it: the next time it is opened the log is emptied"
                ) from error

    def finish_erasure(self, number: int, receipt: str) -> None:
        """Write down how an erasure was proven."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE erasures SET finished_at = ?, receipt = ? WHERE number = ?",
                (micros(now()), receipt, number),
            )

    def recover_erasures(self) -> None:
        """Finish the erasures that a process did not live to prove, by writing the file anew.

        While another process uses the file they are left for the next time.
        """
        with self.reading() as connection, suppress(apsw.BusyError, ErasureUnfinished):
            if connection.execute(_UNPROVEN).get is None:
                return
            connection.execute("VACUUM")
            self.wipe()
            with transaction(connection):
                connection.execute(_CALL_FINISHED, (micros(now()),))

    def contents(self) -> Destroyed:
        """Return everything that the ledger says, as what would be destroyed with it.

        A life goes even if its file is damaged: what is no text any more says nothing.
        """
        with self.snapshot() as connection:
            texts = [row[0] for row in fetch(connection, "SELECT text FROM turns")]
            texts += [row[0] for row in fetch(connection, "SELECT DISTINCT text FROM states")]
            texts = [text for text in texts if isinstance(text, str)]
            vectors = [row[0] for row in fetch(connection, "SELECT vector FROM vectors")]
            memories = connection.execute("SELECT count(*) FROM memories").get
            turns = connection.execute("SELECT count(*) FROM turns").get
            revisions = connection.execute("SELECT count(*) FROM states").get
        return Destroyed(0, memories, turns, revisions, tuple(dict.fromkeys(texts)), tuple(vectors))

    def claim_alone(self) -> None:
        """Make sure that nobody else has the file open.

        Raises:
            LedgerBusy: If another process, or connection, has.
        """
        with self.reading() as connection:
            connection.pragma("journal_mode", "delete")

    def verify(self) -> Health:
        """Check the chain, the references and the projections; nothing is changed."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")  # FTS5 checks by an INSERT
            try:
                verifier = Verifier(connection)
                verifier.check()
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        return Health(verifier.checked, tuple(verifier.problems), verifier.head)

    def rebuild(self) -> None:
        """Make every projection but the vectors again from the ledger, in one transaction."""
        with self._writing() as connection:
            rebuild(connection)

    def put_vectors(self, model: str, vectors: Sequence[tuple[Embeddable, bytes]]) -> None:
        """Keep vectors of texts that are still the same."""
        with self._writing() as connection:
            put_vectors(connection, model, vectors)

    def drop_other_models(self, model: str) -> int:
        """Drop the vectors of all models but one; return how many they were."""
        with self._writing() as connection:
            return drop_other_models(connection, model)
