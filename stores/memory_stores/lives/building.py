"""A database that is put together apart from all others, and takes its place whole or never."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw

from memory_agent.domain.errors import InvalidInput
from memory_stores.encryption import unlock
from memory_stores.encryption.files import sync_folder, usable
from memory_stores.ledger.connection import translated
from memory_stores.ledger.leftovers import UNFINISHED
from memory_stores.ledger.migrations import migrate

_LOG_BEGINS = bytes.fromhex("377f0682")
"""SQLite's own magic number; so short a log is taken for an empty one."""

_SETTINGS = (
    # Nothing reads it before it is whole, and what is not whole is thrown away.
    "PRAGMA journal_mode = OFF",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA synchronous = FULL",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -32000",
)


class Building:
    """A new database with the newest schema, in one transaction that is open until it is kept.

    Attributes:
        path: Where it is for the time being.
        connection: In a transaction; foreign keys are not enforced.
    """

    def __init__(self, path: Path, key: bytes | None) -> None:
        self.path = path
        self.connection = apsw.Connection(str(path))
        if key is not None:
            unlock(self.connection, key)
        for setting in _SETTINGS:
            self.connection.execute(setting)
        self.connection.execute("BEGIN EXCLUSIVE")
        migrate(self.connection, str(path))

    def keep(self, path: Path) -> None:
        """Make it durable, and give it its name.

        Raises:
            InvalidInput: If something has that name by now.
            StoreError: If it cannot be written.
        """
        waits = self.connection.execute("SELECT 1 FROM queue LIMIT 1").get is not None
        self.connection.execute("COMMIT")
        self.connection.close()
        with usable(path):
            _rename(self.path, path)
            if waits:
                _leave_log(path)
            sync_folder(path.parent)


@contextmanager
def building(final: Path, key: bytes | None) -> Iterator[Building]:
    """Lend a new database beside the place that it may take; it is gone after, unless kept.

    Args:
        final: The place.
        key: The user's data key, 32 bytes; None for a file in plain text.

    Raises:
        StoreError: If it cannot be made or written.
    """
    path = final.with_name(f"{final.stem}.{secrets.token_hex(4)}{UNFINISHED}")
    made = None
    try:
        with translated(final):
            made = Building(path, key)
            yield made
    finally:
        if made is not None:
            made.connection.close()
        path.unlink(missing_ok=True)


def _rename(path: Path, final: Path) -> None:
    try:
        os.link(path, final)  # A rename would replace what another process has just made
    except FileExistsError:
        raise kept_already(final) from None
    except OSError:  # Not every file system has links
        if final.exists():
            raise kept_already(final) from None
        path.rename(final)


def kept_already(path: Path) -> InvalidInput:
    """Return the error for a place that is taken."""
    return InvalidInput(
        f"the user is known already, in {path}; destroy what is kept with `memory-agent erase "
        "--all`, or take the life in under another --user"
    )


def _leave_log(path: Path) -> None:
    """Leave the beginning of a log: a log is what tells the next start that turns wait."""
    with suppress(FileExistsError), path.with_name(f"{path.name}-wal").open("xb") as file:
        file.write(_LOG_BEGINS)
        file.flush()
        os.fsync(file.fileno())
