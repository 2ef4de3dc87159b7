"""What a vector index outside the user's file has still to be told, read and crossed off.

The rows are written by triggers, in the transaction of whatever changed a vector; see the migration
``0004_outbox.sql``.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from memory_stores.ledger.connection import transaction
from memory_stores.ledger.port import Collection
from memory_stores.ledger.rows import fetch
from memory_stores.ledger.sqlite import SqliteLedger
from memory_stores.vectors.stored import SEARCHED

Key: TypeAlias = tuple[Collection, str]
"""A collection, and the model that made its vectors."""

_CLAIM = "SELECT (SELECT value FROM meta WHERE key = 'outbox'), EXISTS (SELECT 1 FROM outbox)"
_EVERYTHING = f"""
INSERT INTO outbox (collection, owner, model)
SELECT v.collection, v.owner, v.model FROM vectors AS v WHERE {SEARCHED} ORDER BY v.number
"""
_OLDEST = f"""
SELECT o.number, o.collection, o.model, o.owner, v.vector
FROM outbox AS o
LEFT JOIN vectors AS v ON v.collection = o.collection AND v.owner = o.owner AND v.model = o.model
    AND {SEARCHED}
ORDER BY o.number LIMIT ?
"""
_COUNTS = f"SELECT v.collection, v.model, count(*) FROM vectors AS v WHERE {SEARCHED} GROUP BY 1, 2"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who the outbox is for.

    Args:
        generation: Drawn anew whenever an index begins from nothing; the index keeps it too, so
            that one that was filled from another file, or at another time, is told apart.
        place: Where that index is.
    """

    generation: str
    place: str

    def __str__(self) -> str:
        """Return it as it is kept."""
        return f"{self.generation} {self.place}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to tell the index.

    Args:
        number: Its row in the outbox.
        key: Which collection and model it concerns.
        owner: The number of the memory, or the position of the turn.
        vector: Little-endian float32; None where there is nothing to be found any more.
    """

    number: int
    key: Key
    owner: int
    vector: bytes | None


def claimed(ledger: SqliteLedger) -> tuple[Claim | None, bool]:
    """Return who the outbox is for, if anybody, and whether anything waits in it."""
    with ledger.reading() as connection:
        ((value, waits),) = fetch(connection, _CLAIM)
    return (Claim(*value.split(" ", 1)) if value else None), bool(waits)


def take_over(ledger: SqliteLedger, place: str) -> Claim:
    """Give the outbox to an index that has nothing yet, and put everything there is into it."""
    claim = Claim(secrets.token_hex(8), place)
    with ledger.reading() as connection, transaction(connection):
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('outbox', ?)", (str(claim),))
        connection.execute("DELETE FROM outbox")
        connection.execute(_EVERYTHING)
    return claim


def waiting(ledger: SqliteLedger, limit: int) -> list[Waiting]:
    """Return what has waited longest, as it is now."""
    with ledger.reading() as connection:
        rows = fetch(connection, _OLDEST, (limit,))
    return [Waiting(number, (c, model), owner, vector) for number, c, model, owner, vector in rows]


def cross_off(ledger: SqliteLedger, newest: int) -> None:
    """Take out what was delivered: all up to a number; what changed since has a higher one."""
    with ledger.reading() as connection, transaction(connection):
        connection.execute("DELETE FROM outbox WHERE number <= ?", (newest,))


def settled(ledger: SqliteLedger) -> Mapping[Key, int] | None:
    """Return how many vectors a search may find of each kind; None while anything waits."""
    with ledger.snapshot() as connection:
        if fetch(connection, _CLAIM)[0][1]:
            return None
        rows = fetch(connection, _COUNTS)
    return {(collection, model): count for collection, model, count in rows}
