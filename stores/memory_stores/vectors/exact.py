"""Exact search: a user's vectors as one NumPy matrix, kept in step with the ledger's rows."""

import threading
from collections import OrderedDict
from collections.abc import Collection as Container

import numpy as np
from numpy.typing import NDArray

from memory_stores.ledger.port import Collection
from memory_stores.ledger.rows import Row, fetch
from memory_stores.ledger.sqlite import SqliteLedger
from memory_stores.vectors.matrix import VectorMatrix
from memory_stores.vectors.port import Vector

# By row number: the index on the collection would be walked through from end to end.
_NEW = """
SELECT v.number, v.owner, v.vector FROM vectors AS v NOT INDEXED
LEFT JOIN memories AS m ON v.collection = 'memories' AND m.number = v.owner
WHERE v.collection = ? AND v.model = ? AND v.number > ? AND coalesce(m.status = 'current', 1)
ORDER BY v.number
"""
_NEWEST = """
SELECT coalesce((SELECT max(number) FROM vectors), 0),
       coalesce((SELECT max(number) FROM revisions), 0)
"""
_CHANGED = "SELECT number, status = 'current' FROM memories WHERE changed > ?"
_SOME = "SELECT owner, vector FROM vectors WHERE collection = ? AND model = ? AND owner IN ({})"


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
            owners, vectors = _load(ledger, collection, model, sorted(among))
            return _nearest(owners, vectors, vector, limit)
        matrix = self._matrix(ledger, collection, model)
        with matrix.lock:
            before = matrix.nbytes
            _refresh(matrix, ledger, collection, model)
            if matrix.nbytes > before:
                self._make_room()
            return _nearest(matrix.owners, matrix.vectors, vector, limit)

    def forget_user(self, user_id: str) -> None:
        """Drop whatever is cached of a user."""
        with self._lock:
            for key in [key for key in self._matrices if key[0] == user_id]:
                del self._matrices[key]

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
        rows = fetch(connection, _NEW, (collection, model, matrix.newest_vector))
        if collection == "memories" and matrix.seen[1]:
            changed = dict(fetch(connection, _CHANGED, (matrix.seen[1],)))
        fresh = {owner: vector for _, owner, vector in rows}
        kept = [number for number, current in changed.items() if current and number not in fresh]
        owners, vectors = _load(ledger, collection, model, kept)
    fresh |= {int(owner): row.tobytes() for owner, row in zip(owners, vectors, strict=True)}
    matrix.drop(changed)
    matrix.put(list(fresh.items()))
    matrix.newest_vector = rows[-1][0] if rows else matrix.newest_vector
    matrix.seen = (seen[0], seen[1])


def _load(
    ledger: SqliteLedger, collection: Collection, model: str, numbers: list[int]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    rows: list[Row] = []
    with ledger.reading() as connection:
        for start in range(0, len(numbers), 500):
            part = numbers[start : start + 500]
            sql = _SOME.format(",".join("?" * len(part)))
            rows += fetch(connection, sql, (collection, model, *part))
    if not rows:
        return np.zeros(0, np.int64), np.zeros((0, 0), np.float32)
    owners = np.array([row[0] for row in rows], np.int64)
    vectors = np.frombuffer(b"".join(row[1] for row in rows), "<f4").reshape(len(rows), -1)
    return owners, vectors


def _nearest(
    owners: NDArray[np.int64], vectors: NDArray[np.float32], query: Vector, limit: int
) -> list[tuple[int, float]]:
    if not len(owners) or limit < 1:
        return []
    # Not `@`: that wakes a thread for every core, and waits long for each where they are busy.
    scores = np.vecdot(vectors, query)
    count = min(limit, len(scores))
    least = -np.partition(-scores, count - 1)[count - 1]
    best = np.flatnonzero(scores >= least)  # All that tie for the last place, so that owners decide
    best = best[np.lexsort((owners[best], -scores[best]))][:count]
    return list(zip(owners[best].tolist(), scores[best].tolist(), strict=True))
