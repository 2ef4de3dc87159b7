"""What one change writes: its revision, then every projection, in the caller's transaction."""

from typing import Any

import apsw

from memory_agent.domain import Change, Ignored, Memory
from memory_agent.domain.errors import LedgerConflict
from memory_agent.domain.times import now
from memory_stores.ledger.links import append_revision
from memory_stores.ledger.port import NewVector
from memory_stores.ledger.rebuilding import relation_of
from memory_stores.ledger.rows import STATE_COLUMNS, memory_values, micros
from memory_stores.ledger.text_index import drop_text, index_text


def record_change(connection: apsw.Connection, change: Change, recorded_at: int) -> None:
    """Append the revision of a change and bring the projections up to it.

    Args:
        connection: In a transaction.
        change: What was decided.
        recorded_at: When it is recorded, in microseconds; it stands in for the memory's own.

    Raises:
        LedgerConflict: If the memory is not at the version that the change is based on.
    """
    memory = change.memory
    known = connection.execute(
        "SELECT number, version FROM memories WHERE id = ?", (memory.id,)
    ).fetchone()
    if (known[1] if known else 0) != memory.version - 1:
        raise LedgerConflict(
            f"memory {memory.id} was changed by somebody else in between; read it again"
        )
    displaced = connection.execute(
        "SELECT changed FROM memories WHERE id = ?", (change.displaces,)
    ).get
    values = memory_values(memory) | {"recorded_at": recorded_at}
    source = change.source
    number = append_revision(
        connection,
        (
            None,
            memory.id,
            memory.version,
            change.op,
            change.actor,
            recorded_at,
            source.turn_id if source else None,
            source.start if source else None,
            source.end if source else None,
            displaced,
        ),
        (change.reason, *(values[column] for column in STATE_COLUMNS)),
    )
    values["changed"] = number
    if known is None:
        insert_memory(connection, values | {"number": number})
    else:
        _update_memory(connection, known[0], values)
    relate(connection, memory)


def insert_memory(connection: apsw.Connection, values: dict[str, Any]) -> None:
    """Write a memory's row and its text's index, given all columns of ``memories``."""
    columns = ", ".join(values)
    slots = ", ".join(f":{name}" for name in values)
    connection.execute(f"INSERT INTO memories ({columns}) VALUES ({slots})", values)
    index_text(connection, "memories_text", values["number"], values["text"])


def _update_memory(connection: apsw.Connection, number: int, values: dict[str, Any]) -> None:
    old = connection.execute("SELECT text FROM memories WHERE number = ?", (number,)).get
    pairs = ", ".join(f"{name} = :{name}" for name in values)
    connection.execute(
        f"UPDATE memories SET {pairs} WHERE number = :number",
        values | {"number": number},
    )
    if old != values["text"]:
        connection.execute(
            "DELETE FROM vectors WHERE collection = 'memories' AND owner = ?", (number,)
        )
        drop_text(connection, "memories_text", number, old)
        index_text(connection, "memories_text", number, values["text"])


def relate(connection: apsw.Connection, memory: Memory) -> None:
    """Keep the memory's edge of the knowledge graph in step."""
    connection.execute("DELETE FROM relations WHERE memory_id = ?", (memory.id,))
    relation = relation_of(memory)
    if relation is not None:
        names = [(relation[1], memory.subject), (relation[3], memory.object)]
        connection.executemany("INSERT OR IGNORE INTO entities VALUES (?, ?)", names)
        connection.execute("INSERT INTO relations VALUES (?, ?, ?, ?, ?, ?)", relation)


def record_ignored(connection: apsw.Connection, refused: Ignored) -> None:
    """Write down a candidate that was not stored, and why."""
    candidate = refused.candidate
    connection.execute(
        "INSERT INTO ignored (cause, span_start, span_end, text, rule, reason, recorded_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            candidate.source.turn_id,
            candidate.source.start,
            candidate.source.end,
            candidate.text,
            candidate.rule,
            refused.reason,
            micros(now()),
        ),
    )


def record_vector(connection: apsw.Connection, new: NewVector) -> None:
    """Keep an embedding of a memory or turn, replacing that model's earlier one."""
    owner = (
        "SELECT number FROM memories WHERE id = :id"
        if new.collection == "memories"
        else "SELECT position FROM turns WHERE id = :id"
    )
    connection.execute(
        "INSERT OR REPLACE INTO vectors (collection, owner, model, vector) "
        f"VALUES (:collection, ({owner}), :model, :vector)",
        {
            "collection": new.collection,
            "id": new.owner_id,
            "model": new.model,
            "vector": new.vector,
        },
    )
