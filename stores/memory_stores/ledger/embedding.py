"""Which texts have vectors, and giving them new ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import apsw

from memory_stores.ledger.port import Collection
from memory_stores.ledger.rows import fetch

_TEXTS: dict[Collection, str] = {
    "memories": "SELECT number, text FROM memories",
    "turns": "SELECT position AS number, text FROM turns WHERE role = 'user' "
    "AND position NOT IN (SELECT position FROM queue)",
}


@dataclass(frozen=True, slots=True)
class Embeddable:
    """A text that is to have a vector.

    Args:
        collection: Whether it is a memory's or a turn's.
        number: The memory's number or the turn's position.
        text: The text.
    """

    collection: Collection
    number: int
    text: str


def embeddable(
    connection: apsw.Connection, collection: Collection, after: int, limit: int, besides: str | None
) -> list[Embeddable]:
    """Return the next texts of a collection, by number.

    Args:
        connection: To read from.
        collection: Memories, of any status, or the users' turns that are digested.
        after: The number after which they begin.
        limit: How many at most.
        besides: Leave out those that have a vector of this model; None leaves out none.
    """
    rows = fetch(
        connection,
        f"SELECT number, text FROM ({_TEXTS[collection]}) AS o WHERE number > :after AND NOT "
        "EXISTS (SELECT 1 FROM vectors AS v WHERE v.collection = :collection "
        "AND v.owner = o.number AND v.model = :model) ORDER BY number LIMIT :limit",
        {"after": after, "collection": collection, "model": besides, "limit": limit},
    )
    # A damaged page can hold a number in its place; `verify` tells of it.
    return [Embeddable(collection, n, text) for n, text in rows if isinstance(text, str)]


def put_vectors(
    connection: apsw.Connection, model: str, vectors: Sequence[tuple[Embeddable, bytes]]
) -> None:
    """Keep vectors of texts that are still the same; equal ones are left as they are."""
    for owner, vector in vectors:
        values = (owner.collection, owner.number, model, vector)
        there = connection.execute(
            "SELECT vector FROM vectors WHERE collection = ? AND owner = ? AND model = ?",
            values[:3],
        ).get
        says = connection.execute(
            f"SELECT 1 FROM ({_TEXTS[owner.collection]}) WHERE number = ? AND text = ?",
            (owner.number, owner.text),
        ).get
        if says is not None and there != vector:
            connection.execute(
                "INSERT OR REPLACE INTO vectors (collection, owner, model, vector) "
                "VALUES (?, ?, ?, ?)",
                values,
            )


def drop_other_models(connection: apsw.Connection, model: str) -> int:
    """Drop the vectors of all models but one; return how many they were."""
    connection.execute("DELETE FROM vectors WHERE model <> ?", (model,))
    return connection.changes()
