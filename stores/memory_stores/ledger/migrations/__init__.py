"""Numbered migrations: each change of the schema runs once, in one transaction with its record."""

from importlib.resources import files

import apsw

from memory_agent.domain.errors import LedgerDamaged, LedgerTooNew
from memory_agent.domain.times import iso, now

_CREATE_RECORD = """
CREATE TABLE IF NOT EXISTS migrations (
    number     INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    applied_at TEXT NOT NULL
) STRICT
"""


def available() -> list[tuple[int, str]]:
    """Return (number, file name) of every migration, in order."""
    names = sorted(f.name for f in files(__name__).iterdir() if f.name.endswith(".sql"))
    return [(int(name.split("_")[0]), name) for name in names]


def migrate(connection: apsw.Connection, path: str) -> None:
    """Bring a database up to the newest schema, inside the caller's transaction.

    Args:
        connection: An open connection with a transaction begun.
        path: The file, for messages.

    Raises:
        LedgerTooNew: If a newer version wrote it; nothing is changed.
        LedgerDamaged: If it is a database of something else.
    """
    steps = available()
    done = _version(connection, path)
    newest = steps[-1][0]
    if done > newest:
        raise LedgerTooNew(
            f"{path} has schema {done}; this version of memory-agent knows up to {newest}: "
            "upgrade memory-agent to open it (the file was not changed)"
        )
    connection.execute(_CREATE_RECORD)
    for number, name in steps:
        if number > done:
            connection.execute((files(__name__) / name).read_text(encoding="utf-8"))
            connection.execute(
                "INSERT INTO migrations VALUES (?, ?, ?)", (number, name, iso(now()))
            )
    connection.pragma("user_version", newest)


def newest() -> int:
    """Return the number of the newest schema."""
    return available()[-1][0]


def _version(connection: apsw.Connection, path: str) -> int:
    version = int(connection.pragma("user_version"))
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_schema").get:
        raise LedgerDamaged(f"{path} is an SQLite database, but not one of memory-agent's")
    return version
