"""The reads of the SQLite ledger, each a function of a connection."""

import json
from collections.abc import Sequence
from datetime import datetime

import apsw

from memory_agent.domain import Entity, Memory, Relation, Turn
from memory_stores.ledger.past import AS_OF_TABLES, memories_as_of
from memory_stores.ledger.port import Filter
from memory_stores.ledger.rows import (
    MEMORY_COLUMNS,
    MEMORY_TABLES,
    TURN_COLUMNS,
    fetch,
    memory_of,
    micros,
    moment,
    turn_of,
)

NEWEST = """
SELECT coalesce((SELECT max(number) FROM revisions), 0),
       coalesce((SELECT max(number) FROM erasures), 0)
"""

_LISTED = "(SELECT value FROM json_each(?))"
"""One parameter for a list of any length, so that its statement is prepared once."""


def pending(connection: apsw.Connection, limit: int) -> list[tuple[Turn, bool]]:
    """Return the oldest turns not yet digested, each with whether to infer."""
    rows = connection.execute(
        f"SELECT {TURN_COLUMNS}, infer FROM queue JOIN turns USING (position) "
        "ORDER BY position LIMIT ?",
        (limit,),
    )
    return [(turn_of(row[:-1]), bool(row[-1])) for row in rows]


def memory(connection: apsw.Connection, memory_id: str) -> Memory | None:
    """Return a memory as it is now."""
    row = connection.execute(
        f"SELECT {MEMORY_COLUMNS} FROM {MEMORY_TABLES} WHERE m.id = ?",
        (memory_id,),
    ).fetchone()
    return memory_of(row) if row else None


def memories(connection: apsw.Connection, wanted: Filter) -> list[Memory]:
    """Return the memories that a filter wants, oldest first."""
    where, values = conditions(wanted)
    if wanted.as_of is not None:
        return memories_as_of(connection, where, values | {"as_of": micros(wanted.as_of)})
    rows = connection.execute(
        f"SELECT {MEMORY_COLUMNS} FROM {MEMORY_TABLES} WHERE {where} ORDER BY m.number",
        values,
    )
    return [memory_of(row) for row in rows]


def conditions(wanted: Filter) -> tuple[str, dict[str, object]]:
    """Return a filter as SQL over ``m`` (memories) and ``t`` (turns), with its values."""
    parts, values = ["1"], {}
    tests: list[tuple[str, str, object]] = [
        ("m.kind = :kind", "kind", wanted.kind),
        (f"m.status IN ({_status_slots(wanted)})", "status", wanted.status),
        ("t.session_id = :session", "session", wanted.session_id),
        ("t.agent_id = :agent", "agent", wanted.agent_id),
        (
            "coalesce(m.valid_from, t.said_at, m.recorded_at) <= :valid_at "
            "AND coalesce(m.valid_to > :valid_at, 1)",
            "valid_at",
            micros(wanted.valid_at),
        ),
    ]
    for part, name, value in tests:
        if value is not None:
            parts.append(part)
            values[name] = value
    return " AND ".join(parts), values


def _status_slots(wanted: Filter) -> str:
    """Return the statuses wanted, as SQL: what was true then may have been superseded since."""
    was_true = wanted.valid_at is not None and wanted.status == "current"
    return ":status, 'superseded'" if was_true else ":status"


def lasting(connection: apsw.Connection, latest: datetime | None) -> list[Memory]:
    """Return the current memories that a profile may have a place for; see `Ledger.lasting`."""
    rows = connection.execute(
        f"SELECT {MEMORY_COLUMNS} FROM {MEMORY_TABLES} WHERE m.status = 'current' "
        "AND CASE m.kind WHEN 'fact' THEN m.predicate IS NOT NULL WHEN 'event' THEN "
        "m.valid_to > ? ELSE 1 END ORDER BY m.number",
        (micros(latest),),
    )
    return [memory_of(row) for row in rows]


def slot(connection: apsw.Connection, subjects: Sequence[str], predicate: str) -> list[Memory]:
    """Return the current memories of the slot of some subjects, oldest first."""
    rows = connection.execute(
        f"SELECT {MEMORY_COLUMNS} FROM {MEMORY_TABLES} "
        f"WHERE m.subject IN {_LISTED} AND m.predicate = ? AND m.status = 'current' "
        "ORDER BY m.number",
        (json.dumps(list(subjects)), predicate),
    )
    return [memory_of(row) for row in rows]


def memories_by_number(connection: apsw.Connection, numbers: Sequence[int]) -> dict[int, Memory]:
    """Return memories by the numbers that indexes know them by."""
    rows = connection.execute(
        f"SELECT m.number, {MEMORY_COLUMNS} FROM {MEMORY_TABLES} WHERE m.number IN {_LISTED}",
        (json.dumps(list(numbers)),),
    )
    return {row[0]: memory_of(row[1:]) for row in rows}


def turn(connection: apsw.Connection, turn_id: str) -> Turn | None:
    """Return a turn."""
    row = connection.execute(
        f"SELECT {TURN_COLUMNS} FROM turns WHERE id = ?",
        (turn_id,),
    ).fetchone()
    return turn_of(row) if row else None


def turns_at(connection: apsw.Connection, positions: Sequence[int]) -> dict[int, Turn]:
    """Return turns by position."""
    rows = connection.execute(
        f"SELECT {TURN_COLUMNS} FROM turns WHERE position IN {_LISTED}",
        (json.dumps(list(positions)),),
    )
    return {row[0]: turn_of(row) for row in rows}


def faded_turns(connection: apsw.Connection) -> set[str]:
    """Return the ids of the turns that said what has faded since, once or again."""
    rows = fetch(
        connection,
        "SELECT r.cause FROM memories AS m JOIN revisions AS r ON r.memory_id = m.id "
        "WHERE m.status = 'faded' AND r.cause IS NOT NULL",
    )
    return {row[0] for row in rows}


def turns_by_id(connection: apsw.Connection, turn_ids: Sequence[str]) -> dict[str, Turn]:
    """Return turns by id."""
    rows = fetch(
        connection,
        f"SELECT {TURN_COLUMNS} FROM turns WHERE id IN {_LISTED}",
        (json.dumps(list(turn_ids)),),
    )
    return {row[1]: turn_of(row) for row in rows}


def before(connection: apsw.Connection, turn: Turn, limit: int) -> list[Turn]:
    """Return the last turns of the same session before one, oldest first."""
    rows = fetch(
        connection,
        f"SELECT {TURN_COLUMNS} FROM turns WHERE session_id = ? AND position < ? "
        "ORDER BY position DESC LIMIT ?",
        (turn.session_id, turn.position, limit),
    )
    return [turn_of(row) for row in reversed(rows)]


def turns_of_session(connection: apsw.Connection, session_id: str) -> list[str]:
    """Return the ids of the turns of a session, oldest first."""
    rows = fetch(
        connection, "SELECT id FROM turns WHERE session_id = ? ORDER BY position", (session_id,)
    )
    return [row[0] for row in rows]


def receipts(connection: apsw.Connection) -> list[str]:
    """Return the receipts of what was erased, as JSON, oldest first."""
    select = "SELECT receipt FROM erasures WHERE receipt IS NOT NULL ORDER BY number"
    return [row[0] for row in fetch(connection, select)]


def memory_numbers(connection: apsw.Connection, wanted: Filter) -> set[int] | None:
    """Return the numbers of the memories that a filter wants; None for all current ones."""
    if wanted == Filter():
        return None
    where, values = conditions(wanted)
    tables = MEMORY_TABLES
    if wanted.as_of is not None:
        tables, values = AS_OF_TABLES, values | {"as_of": micros(wanted.as_of)}
    sql = f"SELECT m.number FROM {tables} WHERE {where}"
    return {row[0] for row in fetch(connection, sql, values)}


def turn_positions(connection: apsw.Connection, wanted: Filter) -> set[int] | None:
    """Return the positions of the turns that a filter wants; None for all."""
    if not (wanted.session_id or wanted.agent_id or wanted.as_of):
        return None
    rows = fetch(
        connection,
        "SELECT position FROM turns WHERE coalesce(session_id = :session, 1) "
        "AND coalesce(agent_id = :agent, :agent IS NULL) AND coalesce(accepted_at <= :as_of, 1)",
        {"session": wanted.session_id, "agent": wanted.agent_id, "as_of": micros(wanted.as_of)},
    )
    return {row[0] for row in rows}


def session_of(connection: apsw.Connection, positions: Sequence[int]) -> dict[int, str]:
    """Return the session of each position that exists."""
    return dict(
        connection.execute(
            f"SELECT position, session_id FROM turns WHERE position IN {_LISTED}",
            (json.dumps(list(positions)),),
        )
    )


def last_learned_at(connection: apsw.Connection) -> datetime | None:
    """Return when the words behind the newest revision were said, or it was recorded."""
    newest = connection.execute(
        "SELECT coalesce(t.said_at, r.recorded_at) FROM revisions AS r "
        "LEFT JOIN turns AS t ON t.id = r.cause ORDER BY r.number DESC LIMIT 1"
    ).get
    return moment(newest)


def entities(connection: apsw.Connection) -> list[Entity]:
    """Return everybody and everything that current memories name."""
    rows = connection.execute(
        "SELECT DISTINCT e.id, e.name FROM memories AS m JOIN relations AS r ON r.memory_id = m.id "
        "JOIN entities AS e ON e.id IN (r.subject, r.object) "
        "WHERE m.status = 'current' ORDER BY e.id"
    )
    return [Entity(id=row[0], name=row[1]) for row in rows]


def relations(connection: apsw.Connection) -> list[Relation]:
    """Return the relations that current memories say."""
    rows = connection.execute(
        "SELECT r.subject, r.predicate, r.object, r.memory_id, r.valid_from, r.valid_to "
        "FROM relations AS r JOIN memories AS m ON m.id = r.memory_id "
        "WHERE m.status = 'current' ORDER BY m.number"
    )
    return [
        Relation(
            subject=row[0],
            predicate=row[1],
            object=row[2],
            memory_id=row[3],
            valid_from=moment(row[4]),
            valid_to=moment(row[5]),
        )
        for row in rows
    ]


def counts(connection: apsw.Connection) -> dict[str, int]:
    """Return how many turns, memories by status, revisions and so on there are."""
    tables = ("turns", "queue", "revisions", "ignored", "entities", "relations", "vectors")
    found = {
        table: int(connection.execute(f"SELECT count(*) FROM {table}").get) for table in tables
    }
    found["sessions"] = connection.execute("SELECT count(DISTINCT session_id) FROM turns").get
    by_status = dict(connection.execute("SELECT status, count(*) FROM memories GROUP BY status"))
    statuses = ("current", "superseded", "retracted", "faded", "quarantined")
    found |= {f"memories_{status}": by_status.get(status, 0) for status in statuses}
    found["pending"] = found.pop("queue")
    return found
