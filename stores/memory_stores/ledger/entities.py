"""The entities that relations lead between: who and what is named, by its first name."""

import apsw

from memory_agent.domain import entity_id
from memory_stores.ledger.rows import fetch

_NAMED = """
SELECT name, min(number) AS first FROM (
    SELECT subject AS name, 2 * number AS number FROM states
    WHERE subject <> '' AND predicate <> '' AND object <> ''
    UNION ALL
    SELECT object, 2 * number + 1 FROM states
    WHERE subject <> '' AND predicate <> '' AND object <> ''
) GROUP BY name ORDER BY first
"""


def named_entities(connection: apsw.Connection) -> dict[str, str]:
    """Return the entities of all revisions: the name by which each was first called, by id."""
    named: dict[str, str] = {}
    for name, _ in fetch(connection, _NAMED):
        named.setdefault(entity_id(name), name)
    return named


def forget_unnamed_entities(connection: apsw.Connection) -> None:
    """Drop the entities, and the names, that no revision tells any more."""
    named = named_entities(connection)
    for id_, name in fetch(connection, "SELECT id, name FROM entities"):
        if id_ not in named:
            connection.execute("DELETE FROM entities WHERE id = ?", (id_,))
        elif named[id_] != name:
            connection.execute("UPDATE entities SET name = ? WHERE id = ?", (named[id_], id_))
