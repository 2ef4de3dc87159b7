"""Exact search: a user's vectors as one NumPy matrix, kept in step with the ledger's rows."""

import threading
from collections import OrderedDict
from collections.abc import Collection as Container

from memory_stores.ledger.port import Collection
from memory_stores.ledger.rows import fetch
from memory_stores.ledger.sqlite import SqliteLedger
from memory_stores.vectors.matrix import VectorMatrix
from memory_stores.vectors.port import Vector
from memory_stores.vectors.stored import load, nearest

# By row number: the index on the collection would be walked through from end to end.
_NEW = """
SELECT v.number, v.owner, v.vector FROM vectors AS v NOT INDEXED
LEFT JOIN memories AS m ON v.collection = 'memories' AND m.number = v.owner
WHERE v.collection = ? AND v.model = ? AND v.number > ? AND coalesce(m.status = 'current', 1)
ORDER BY v.number
"""
_NEWEST = """
SELECT coalesce((SELECT max(number) FROM vectors), 0),
       coalesce((SELECT max(number) FROM revisions), 0),
       coalesce((SELECT max(number) FROM erasures), 0)
"""
_CHANGED = "SELECT number, status = 'current' FROM memories WHERE changed > ?"


class ExactVectorIndex:
    """Compares the query with every vector of the user: exact, and fastest at a life's size.

    Args:
        max_bytes: How much of the vectors of the users used last is kept in memory.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._matrices: OrderedDict[tuple[str, Collection, str], VectorMatrix] = OrderedDict()
        self._lock = threading.Lock()

    def search(
        self,
        ledger: SqliteLedger,
        collection: Collection,
        model: str,
        vector: Vector,
        limit: int,
        among: Container[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Return the nearest; see `VectorIndex.search`."""
        if among is not None:
            owners, vectors = load(ledger, collection, model, sorted(among))
            return nearest(owners, vectors, vector, limit)
        matrix = self._matrix(ledger, collection, model)
        with matrix.lock:
            before = matrix.nbytes
            _refresh(matrix, ledger, collection, model)
            if matrix.nbytes > before:
                self._make_room()
            return nearest(matrix.owners, matrix.vectors, vector, limit)

    def forget_user(self, user_id: str) -> None:
        """Drop whatever is cached of a user."""
        with self._lock:
            for key in [key for key in self._matrices if key[0] == user_id]:
                del self._matrices[key]

    def erase_user(self, user_id: str) -> None:
        """Drop whatever is cached of a user: there is nothing else."""
        self.forget_user(user_id)

    def check(self, ledger: SqliteLedger) -> list[str]:
        """Return no problems: what is searched are the ledger's own rows."""
        del ledger
        return []

    def close(self) -> None:
        """Drop everything that is cached."""
        with self._lock:
            self._matrices.clear()

    def _matrix(self, ledger: SqliteLedger, collection: Collection, model: str) -> VectorMatrix:
        key = (ledger.user_id, collection, model)
        with self._lock:
            matrix = self._matrices.setdefault(key, VectorMatrix())
            self._matrices.move_to_end(key)
        return matrix

    def _make_room(self) -> None:
        with self._lock:
            total = sum(m.nbytes for m in self._matrices.values())
            while total > self._max_bytes and len(self._matrices) > 1:
                total -= self._matrices.popitem(last=False)[1].nbytes


def _refresh(
    matrix: VectorMatrix, ledger: SqliteLedger, collection: Collection, model: str
) -> None:
    """Take over what the ledger's rows gained or lost since the last look."""
    with ledger.reading() as connection:
        if fetch(connection, _NEWEST)[0] == matrix.seen:
            return
    changed: dict[int, int] = {}
    with ledger.snapshot() as connection:
        seen = fetch(connection, _NEWEST)[0]
        if seen[2] != matrix.seen[2]:  # What is erased is in no row that could say so
            matrix.clear()
        rows = fetch(connection, _NEW, (collection, model, matrix.newest_vector))
        if collection == "memories" and matrix.seen[1]:
            changed = dict(fetch(connection, _CHANGED, (matrix.seen[1],)))
        fresh = {owner: vector for _, owner, vector in rows}
        kept = [number for number, current in changed.items() if current and number not in fresh]
        owners, vectors = load(ledger, collection, model, kept)
    fresh |= {int(owner): row.tobytes() for owner, row in zip(owners, vectors, strict=True)}
    matrix.drop(changed)
    matrix.put(list(fresh.items()))
    matrix.newest_vector = rows[-1][0] if rows else matrix.newest_vector
    matrix.seen = (seen[0], seen[1], seen[2])
