"""Numbered migrations: each change of the schema runs once, in one transaction with its record."""

from importlib.resources import files

import apsw

from memory_agent.domain.errors import LedgerDamaged, LedgerTooNew
from memory_agent.domain.times import iso, now
from memory_stores.ledger.migrations.chain import chain_old_rows
from memory_stores.ledger.rows import fetch

__all__ = ["available", "check", "migrate", "newest"]

_OURS = ("meta", "migrations", "revisions", "turns")
_CHECK = f"""
SELECT user_version, (SELECT count(*) FROM sqlite_schema),
       (SELECT count(*) FROM sqlite_schema WHERE name IN {_OURS})
FROM pragma_user_version
"""
_COMPLETED_BY = {3: chain_old_rows}
"""What SQL cannot say of a migration, run after its file."""

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
    done = check(connection, path)
    connection.execute(_CREATE_RECORD)
    for number, name in available():
        if number > done:
            connection.execute((files(__name__) / name).read_text(encoding="utf-8"))
            if number in _COMPLETED_BY:
                _COMPLETED_BY[number](connection)
            connection.execute(
                "INSERT INTO migrations VALUES (?, ?, ?)", (number, name, iso(now()))
            )
    connection.pragma("user_version", newest())


def newest() -> int:
    """Return the number of the newest schema."""
    return available()[-1][0]


def check(connection: apsw.Connection, path: str) -> int:
    """Return the schema of a database that can be brought up to the newest; 0 for an empty one.

    Args:
        connection: An open connection; it is only read from.
        path: The file, for messages.

    Raises:
        LedgerTooNew: If a newer version wrote it.
        LedgerDamaged: If it is a database of something else.
    """
    # One statement sees one moment, whatever another process is doing to a new file.
    version, tables, ours = fetch(connection, _CHECK)[0]
    if (version or tables) and not (version and ours == len(_OURS)):
        raise LedgerDamaged(f"{path} is an SQLite database, but not one of memory-agent's")
    if version > newest():
        raise LedgerTooNew(
            f"{path} has schema {version}; this version of memory-agent knows up to {newest()}: "
            "upgrade memory-agent to open it (the file was not changed)"
        )
    return int(version)
