"""Between records and rows: moments as microseconds."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import apsw

from memory_agent.domain import Memory, Provenance, Revision, Turn
from memory_stores.ledger.drafts import new_memory, new_provenance

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

TURN_COLUMNS = (
    "position, id, session_id, role, name, agent_id, text, said_at, said_offset, accepted_at, "
    "metadata"
)
TURN_CONTENT = "key, session_id, role, name, agent_id, text, said_at, said_offset, metadata"
"""What an erasure destroys of a turn, in the order in which it is committed to."""

STATE_COLUMNS = (
    "kind",
    "text",
    "status",
    "confidence",
    "subject",
    "predicate",
    "object",
    "polarity",
    "valid_from",
    "valid_to",
    "pinned",
    "turn_id",
    "span_start",
    "span_end",
)
"""What a revision keeps of a memory, in the order in which it is committed to."""

MEMORY_COLUMNS = (
    "m.id, m.version, m.kind, m.text, m.status, m.confidence, m.recorded_at, m.subject, "
    "m.predicate, m.object, m.polarity, m.valid_from, m.valid_to, m.pinned, m.turn_id, "
    "t.session_id, t.role, m.span_start, m.span_end, "
    "substr(t.text, m.span_start + 1, m.span_end - m.span_start)"
)
MEMORY_TABLES = "memories AS m LEFT JOIN turns AS t ON t.id = m.turn_id"

Row = tuple[Any, ...]


def fetch(connection: apsw.Connection, sql: str, values: "apsw.Bindings" = ()) -> list[Row]:
    """Return all rows of a query."""
    rows: list[Row] = connection.execute(sql, values).fetchall()
    return rows


def micros(moment: datetime | None) -> int | None:
    """Return microseconds since 1970 in UTC; None stays None."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def moment(value: int | None, offset: int = 0) -> datetime | None:
    """Return the aware moment of microseconds since 1970, in a zone `offset` seconds east."""
    if value is None:
        return None
    zone = timezone(timedelta(seconds=offset)) if offset else UTC
    return (_EPOCH + value * _MICROSECOND).astimezone(zone)


def some_moment(value: int, offset: int = 0) -> datetime:
    """Return `moment` of a column that is never null."""
    return _EPOCH + value * _MICROSECOND if not offset else _at(value, offset)


def _at(value: int, offset: int) -> datetime:
    return (_EPOCH + value * _MICROSECOND).astimezone(timezone(timedelta(seconds=offset)))


def turn_of(row: Row) -> Turn:
    """Return the turn of a row of `TURN_COLUMNS`."""
    position, id_, session, role, name, agent, text, said, offset, accepted, metadata = row
    return Turn(
        id=id_,
        session_id=session,
        position=position,
        role=role,
        text=text,
        said_at=some_moment(said, offset),
        accepted_at=some_moment(accepted),
        name=name,
        agent_id=agent,
        metadata=json.loads(metadata) if metadata != "{}" else {},
    )


def memory_of(row: Row) -> Memory:
    """Return the memory of a row of `MEMORY_COLUMNS`."""
    source = None
    if row[14] is not None:
        source = new_provenance(row[14], row[15], row[16], row[19], row[17], row[18])
    valid_from, valid_to = row[11], row[12]
    return new_memory(
        *row[:6],
        _EPOCH + row[6] * _MICROSECOND,
        *row[7:11],
        None if valid_from is None else _EPOCH + valid_from * _MICROSECOND,
        None if valid_to is None else _EPOCH + valid_to * _MICROSECOND,
        row[13] == 1,
        source,
    )


def memory_values(memory: Memory) -> dict[str, Any]:
    """Return a memory's columns; the quote stays in its turn and is not written twice."""
    return {
        "id": memory.id,
        "version": memory.version,
        "kind": memory.kind,
        "text": memory.text,
        "status": memory.status,
        "confidence": float(memory.confidence),  # An int would be read back as another value
        "recorded_at": micros(memory.recorded_at),
        "subject": memory.subject,
        "predicate": memory.predicate,
        "object": memory.object,
        "polarity": memory.polarity,
        "valid_from": micros(memory.valid_from),
        "valid_to": micros(memory.valid_to),
        "pinned": int(memory.pinned),
        "turn_id": memory.source.turn_id if memory.source else None,
        "span_start": memory.source.start if memory.source else None,
        "span_end": memory.source.end if memory.source else None,
    }


def revision_of(row: Row) -> Revision:
    """Return the revision of a row.

    Args:
        row: number, op, reason, actor, recorded_at, cause, displaced, memory_id, version; session,
            role, start, end and quote of the words that caused it; then `MEMORY_COLUMNS`, of which
            an erasure leaves the id and version only.
    """
    turn_id, (session, role, start, end, quote) = row[5], row[9:14]
    heard = session is not None and start is not None
    return Revision(
        number=row[0],
        op=row[1],
        reason=row[2],
        actor=row[3],
        recorded_at=some_moment(row[4]),
        turn_id=turn_id,
        displaced=row[6],
        memory_id=row[7],
        version=row[8],
        memory=None if row[16] is None else memory_of(row[14:]),
        words=Provenance(turn_id, session, role, quote, start, end) if heard else None,
    )
