"""The log of contexts: what was put into which prompt."""

import json
from collections.abc import Sequence

import apsw

from memory_agent.domain import LoggedContext
from memory_stores.ledger.rows import Row, fetch, micros, some_moment

_COLUMNS = "id, at, query, budget, text, tokens, memories, turns, revision, filters"
_INSERT = f"INSERT INTO contexts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_TRIM = """
DELETE FROM contexts
WHERE number <= (SELECT number FROM contexts ORDER BY number DESC LIMIT 1 OFFSET ?)
"""


def insert_contexts(
    connection: apsw.Connection, entries: Sequence[tuple[LoggedContext, int]], keep: int
) -> None:
    """Log contexts, and drop the oldest ones.

    Args:
        connection: In a transaction.
        entries: Each with the number of the newest erasure before it was made; one that an
            erasure has overtaken is not written.
        keep: How many are kept.
    """
    newest = newest_erasure(connection)
    for entry, erasure in entries:
        if erasure == newest:
            connection.execute(_INSERT, _row(entry))
    connection.execute(_TRIM, (keep,))


def newest_erasure(connection: apsw.Connection) -> int:
    """Return the number of the newest erasure; 0 before the first."""
    newest: int = connection.execute("SELECT coalesce(max(number), 0) FROM erasures").get
    return newest


def contexts(connection: apsw.Connection, limit: int | None) -> list[LoggedContext]:
    """Return the newest contexts, oldest first."""
    rows = fetch(
        connection,
        f"SELECT {_COLUMNS} FROM contexts ORDER BY number DESC LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [_context_of(row) for row in rows[::-1]]


def context(connection: apsw.Connection, context_id: str) -> LoggedContext | None:
    """Return one context."""
    rows = fetch(connection, f"SELECT {_COLUMNS} FROM contexts WHERE id = ?", (context_id,))
    return _context_of(rows[0]) if rows else None


def _row(entry: LoggedContext) -> Row:
    return (
        entry.id,
        micros(entry.at),
        entry.query,
        entry.budget,
        entry.text,
        entry.tokens,
        json.dumps(entry.memories),
        json.dumps(entry.turns),
        entry.revision,
        json.dumps(entry.filters, ensure_ascii=False),
    )


def _context_of(row: Row) -> LoggedContext:
    return LoggedContext(
        id=row[0],
        at=some_moment(row[1]),
        query=row[2],
        budget=row[3],
        text=row[4],
        tokens=row[5],
        memories=tuple(json.loads(row[6])),
        turns=tuple(json.loads(row[7])),
        revision=row[8],
        filters=json.loads(row[9]),
    )
