"""Reads of the past: memories as they were known at a moment, and their revisions."""

import json
from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter

import apsw

from memory_agent.domain import Memory, Revision
from memory_stores.ledger.rows import MEMORY_COLUMNS, fetch, memory_of, micros, revision_of

AS_OF_TABLES = """
(SELECT g.number, r.memory_id AS id, r.version, r.recorded_at, s.kind, s.text, s.status,
        s.confidence, s.subject, s.predicate, s.object, s.polarity, s.valid_from, s.valid_to,
        s.pinned, s.turn_id, s.span_start, s.span_end
 FROM (SELECT min(number) AS number,
              max(CASE WHEN recorded_at <= :as_of THEN number END) AS newest
       FROM revisions GROUP BY memory_id ORDER BY number LIMIT -1) AS g
 JOIN revisions AS r ON r.number = g.newest JOIN states AS s ON s.number = g.newest
) AS m LEFT JOIN turns AS t ON t.id = m.turn_id
"""
"""The memories as they were known at ``:as_of``, in the place of `MEMORY_TABLES`.

They are looked up in the order of their numbers, which is about that of the pages (the limit keeps
SQLite from dropping that order): at random, 10,000 took 65 ms instead of 40.
"""

_REVISIONS = f"""
SELECT m.number, m.op, m.reason, m.actor, m.recorded_at, m.cause, m.displaced, m.id, m.version,
       c.session_id, c.role, m.cause_start, m.cause_end,
       substr(c.text, m.cause_start + 1, m.cause_end - m.cause_start), {MEMORY_COLUMNS}
FROM (SELECT r.number, r.op, coalesce(s.reason, 'erased') AS reason, r.actor, r.recorded_at,
             r.cause, r.cause_start, r.cause_end, r.displaced, r.memory_id AS id, r.version, s.kind,
             s.text, s.status, s.confidence, s.subject, s.predicate, s.object, s.polarity,
             s.valid_from, s.valid_to, s.pinned, s.turn_id, s.span_start, s.span_end
      FROM revisions AS r LEFT JOIN states AS s ON s.number = r.number) AS m
LEFT JOIN turns AS t ON t.id = m.turn_id LEFT JOIN turns AS c ON c.id = m.cause
"""


def revisions(connection: apsw.Connection, memory_id: str) -> list[Revision]:
    """Return every revision of a memory, oldest first."""
    return _read(connection, "m.id = ? ORDER BY m.version", (memory_id,))


def histories_touched(
    connection: apsw.Connection, numbers: Sequence[int]
) -> dict[str, list[Revision]]:
    """Return every revision of the memories that some revisions are of, by memory id."""
    found: dict[str, list[Revision]] = {}
    condition = (
        "m.id IN (SELECT memory_id FROM revisions WHERE number IN "
        "(SELECT value FROM json_each(?))) ORDER BY m.number"
    )
    for revision in _read(connection, condition, (json.dumps(list(numbers)),)):
        found.setdefault(revision.memory_id, []).append(revision)
    return found


def caused_by(connection: apsw.Connection, turn_ids: Sequence[str]) -> list[Revision]:
    """Return every revision that turns caused, oldest first."""
    condition = "m.cause IN (SELECT value FROM json_each(?)) ORDER BY m.number"
    return _read(connection, condition, (json.dumps(list(turn_ids)),))


def recorded_with(connection: apsw.Connection, number: int) -> list[Revision]:
    """Return the revisions recorded at the moment of one, itself included, oldest first."""
    condition = (
        "m.recorded_at = (SELECT recorded_at FROM revisions WHERE number = ?) ORDER BY m.number"
    )
    return _read(connection, condition, (number,))


def log(
    connection: apsw.Connection,
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
) -> list[Revision]:
    """Return the newest revisions recorded in a time, oldest first."""
    newest = _read(
        connection,
        "m.recorded_at >= coalesce(:since, m.recorded_at) "
        "AND m.recorded_at <= coalesce(:until, m.recorded_at) ORDER BY m.number DESC LIMIT :limit",
        {"since": micros(since), "until": micros(until), "limit": -1 if limit is None else limit},
    )
    return newest[::-1]


def _read(connection: apsw.Connection, condition: str, values: "apsw.Bindings") -> list[Revision]:
    rows = fetch(connection, f"{_REVISIONS} WHERE {condition}", values)
    return [revision_of(row) for row in rows]


def memories_as_of(
    connection: apsw.Connection, where: str, values: dict[str, object]
) -> list[Memory]:
    """Return the memories known at ``:as_of`` that a condition lets through, oldest first."""
    rows = connection.execute(
        f"SELECT {MEMORY_COLUMNS}, m.number FROM {AS_OF_TABLES} WHERE {where}", values
    )
    # One row at a time: 10,000 kept until the end would set the garbage collector to work.
    numbered = [(row[-1], memory_of(row)) for row in rows]
    numbered.sort(key=itemgetter(0))
    return [memory for _, memory in numbered]
