"""Opening one database, its transactions, and SQLite's errors in the words of the tree."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import apsw

from memory_agent.domain.errors import (
    HomeNotUsable,
    InvalidInput,
    LedgerBusy,
    LedgerDamaged,
    StoreError,
    WrongKey,
)
from memory_stores.ledger.migrations import check, migrate, newest

_SETTINGS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -512",
)

_DAMAGE = (apsw.CorruptError, apsw.NotADBError, apsw.SQLError, apsw.MismatchError)
"""SQL here is static: what SQLite does not understand of it is the file's fault."""

_LOGS_BEGIN = (bytes.fromhex("377f0682"), bytes.fromhex("377f0683"))


def connect(path: Path, *, busy_timeout: float, key: bytes | None = None) -> apsw.Connection:
    """Open a user's database, making or upgrading it where that is needed.

    Args:
        path: The file; its folder exists.
        busy_timeout: Seconds to wait for another process's lock.
        key: The user's data key, 32 bytes; None for a file in plain text.

    Raises:
        HomeNotUsable: If the file cannot be made, read or written.
        LedgerDamaged: If it is not a database of memory-agent, or its log is not one.
        LedgerTooNew: If a newer version wrote it.
        LedgerBusy: If another process keeps it locked.
        WrongKey: If it is not under this key.
    """
    refuse_lost(path)
    with translated(path):
        with suppress(OSError):  # For its owner only; SQLite tells what is wrong
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = apsw.Connection(str(path))
        try:
            connection.set_busy_timeout(round(busy_timeout * 1000))
            if key is not None:
                from memory_stores.encryption import unlock

                unlock(connection, key)
            version = _schema(connection, path, key)  # Before anything is written
            _use_log(connection, busy_timeout)
            for setting in _SETTINGS:
                connection.execute(setting)
            if version != newest():
                with transaction(connection):
                    migrate(connection, str(path))
        except BaseException:
            connection.close()
            raise
        return connection


def refuse_lost(path: Path) -> None:
    """Refuse a database that SQLite would take for new, or a log that it would write over.

    Args:
        path: The database.

    Raises:
        LedgerDamaged: If there is a log without it, or what lies in the log's place is none.
    """
    log = path.with_name(f"{path.name}-wal")
    try:
        with log.open("rb") as file:
            begins = file.read(4)
    except FileNotFoundError:
        return
    except OSError as error:
        raise HomeNotUsable(
            f"{log} cannot be read ({error.strerror}); mend its permissions"
        ) from error
    if not any(known.startswith(begins) for known in _LOGS_BEGIN):
        raise LedgerDamaged(
            f"{log} is damaged: it is no log of a database; restore a copy of it and of {path} "
            "together, or move it away to go on without what was written last, then run "
            "`memory-agent verify`"
        )
    if begins and not (path.exists() and path.stat().st_size):
        raise LedgerDamaged(
            f"{path} is empty or gone, but its log {log.name} is not; restore a copy of the "
            "database beside it, then run `memory-agent verify` (the log was not changed)"
        )


def _schema(connection: apsw.Connection, path: Path, key: bytes | None) -> int:
    try:
        return check(connection, str(path))
    except apsw.NotADBError as error:
        if key is None:
            raise
        raise WrongKey(
            f"{path} is not under the key of its user, or damaged; restore the copy of `keys` and "
            "`encryption.toml` that belongs to it"
        ) from error


def _use_log(connection: apsw.Connection, busy_timeout: float) -> None:
    """Switch to write-ahead logging, which SQLite refuses, without waiting, to two at a time."""
    deadline = monotonic() + busy_timeout
    while True:
        try:
            connection.pragma("journal_mode", "wal")
        except apsw.BusyError:
            if monotonic() >= deadline:
                raise
            sleep(0.01)
        else:
            return


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """Run a block as one ``BEGIN IMMEDIATE`` transaction: all of it is kept, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def is_sound(connection: apsw.Connection) -> bool:
    """Return whether pages and references are in order; reads the whole file."""
    pages = connection.execute("PRAGMA integrity_check(1)").get
    return pages == "ok" and connection.execute("PRAGMA foreign_key_check").get is None


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise SQLite's errors as the tree's, naming the file and what helps."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise InvalidInput(
            f"{error.object!r} holds a lone surrogate; accepted is valid Unicode"
        ) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise LedgerBusy(f"{path} is locked by another process; try again") from error
    except (*_DAMAGE, UnicodeDecodeError, json.JSONDecodeError, OverflowError) as error:
        raise LedgerDamaged(
            f"{path} is damaged or no database ({error}); restore a copy, or save what can be read "
            "with `memory-agent export --salvage FILE`"
        ) from error
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError, apsw.AuthError) as error:
        raise HomeNotUsable(
            f"{path} cannot be opened for writing ({error}); mend the folder's permissions or "
            "choose another home"
        ) from error
    except apsw.FullError as error:
        raise StoreError(
            f"no room left on the disk of {path} for this change; make some"
        ) from error
    except apsw.IOError as error:
        raise StoreError(f"reading or writing {path} failed ({error})") from error
