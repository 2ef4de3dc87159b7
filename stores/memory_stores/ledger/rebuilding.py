"""Making the projections again from the ledger alone."""

import apsw

from memory_agent.domain import Memory, entity_id
from memory_stores.ledger.entities import named_entities
from memory_stores.ledger.port import Filter
from memory_stores.ledger.queries import memories
from memory_stores.ledger.rows import STATE_COLUMNS, Row, micros

EXPECTED_MEMORIES = f"""
SELECT first.number AS number, r.memory_id AS id, r.number AS changed, r.version, r.recorded_at,
       {", ".join(f"s.{column}" for column in STATE_COLUMNS)}
FROM (SELECT min(number) AS number, max(number) AS newest
      FROM revisions GROUP BY memory_id) AS first
JOIN revisions AS r ON r.number = first.newest AND r.op <> 'erase'
JOIN states AS s ON s.number = r.number
"""
"""What the table of memories should hold, by `MEMORY_TABLE_COLUMNS`."""

MEMORY_TABLE_COLUMNS = f"number, id, changed, version, recorded_at, {', '.join(STATE_COLUMNS)}"


def rebuild(connection: apsw.Connection) -> None:
    """Make memories, relations, entities and the text indexes again, in the caller's transaction.

    The vectors stay: they are made of texts by a model, not by the ledger.
    """
    connection.execute("DELETE FROM relations")
    connection.execute("DELETE FROM memories")
    connection.execute("DELETE FROM entities")
    connection.execute(f"INSERT INTO memories ({MEMORY_TABLE_COLUMNS}) {EXPECTED_MEMORIES}")
    connection.executemany(
        "INSERT INTO entities VALUES (?, ?)", list(named_entities(connection).items())
    )
    connection.executemany(
        "INSERT INTO relations VALUES (?, ?, ?, ?, ?, ?)", expected_relations(connection)
    )
    connection.execute("INSERT INTO memories_text (memories_text) VALUES ('rebuild')")
    connection.execute("INSERT INTO turns_text (turns_text) VALUES ('rebuild')")


def expected_relations(connection: apsw.Connection) -> list[Row]:
    """Return the rows that the table of relations should hold."""
    found = (relation_of(memory) for memory in memories(connection, Filter(status=None)))
    return [row for row in found if row is not None]


def relation_of(memory: Memory) -> Row | None:
    """Return the row of the relation that a memory says; None if it is no triple."""
    if not (memory.subject and memory.predicate and memory.object):
        return None
    return (
        memory.id,
        entity_id(memory.subject),
        memory.predicate,
        entity_id(memory.object),
        micros(memory.valid_from),
        micros(memory.valid_to),
    )
