"""Writing a life down, line by line, from one snapshot."""

from collections.abc import Callable
from typing import Any, BinaryIO

import apsw

from memory_agent.domain.errors import LedgerDamaged
from memory_stores.ledger.home import LedgerHome
from memory_stores.ledger.rows import fetch
from memory_stores.lives.files import Place, to_write
from memory_stores.lives.format import FORMAT, RECORD_TYPES, VERSION, RecordType, line_of

Progress = Callable[[int], None]
"""Told, now and then, how many more records have been written or read."""

TOLD = 1000
"""Records from one telling to the next."""


def export_life(
    ledgers: LedgerHome, user_id: str, place: Place, progress: Progress | None = None
) -> dict[str, int]:
    """Write everything of a user to a file of JSON lines; return how many records of each type.

    Nobody waits for it: it reads one moment over a connection of its own.

    Args:
        ledgers: The home.
        user_id: Whose life; something is kept of them.
        place: A path, which is written whole or not at all, or a file open in binary mode.
        progress: Told how many more records have been written.

    Raises:
        StoreError: If the database cannot be read, or the path not be written.
    """
    with (
        ledgers.apart(user_id) as ledger,
        ledger.snapshot() as connection,
        to_write(place) as file,
    ):
        return write_life(connection, file, progress)


def write_life(
    connection: apsw.Connection, file: BinaryIO, progress: Progress | None = None
) -> dict[str, int]:
    """Write a life to a file; return how many records of each type.

    Args:
        connection: In a transaction.
        file: Open in binary mode.
        progress: Told how many more records have been written.
    """
    file.write(line_of({"type": "life", **_header(connection)}))
    counts = {
        type_.counted: _write(connection, type_, file, progress or _nobody)
        for type_ in RECORD_TYPES
    }
    file.write(line_of({"type": "end", **counts}))
    return counts


def _header(connection: apsw.Connection) -> dict[str, object]:
    rows = fetch(connection, "SELECT key, value FROM meta")
    meta: dict[str, Any] = dict(rows)
    if not isinstance(meta.get("user_id"), bytes) or not isinstance(meta.get("salt"), bytes):
        raise LedgerDamaged("the database does not say whose it is; export it with --salvage")
    return {
        "format": FORMAT,
        "version": VERSION,
        "user_id": meta["user_id"].decode(),
        "salt": meta["salt"].hex(),
        "salvaged": "salvaged" in meta,
    }


def _write(
    connection: apsw.Connection, type_: RecordType, file: BinaryIO, progress: Progress
) -> int:
    count = 0
    for count, row in enumerate(connection.execute(type_.select), 1):
        file.write(type_.line(row))
        if count % TOLD == 0:
            progress(TOLD)
    progress(count % TOLD)
    return count


def _nobody(_: int) -> None:
    """Tell nobody."""
