"""A user's vectors as the ledger keeps them: read by number, and compared with NumPy."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from memory_stores.ledger.port import Collection
from memory_stores.ledger.rows import Row, fetch
from memory_stores.ledger.sqlite import SqliteLedger
from memory_stores.vectors.port import Vector

SEARCHED = """(
    v.collection = 'turns'
    OR EXISTS (SELECT 1 FROM memories WHERE number = v.owner AND status = 'current')
)"""
"""The condition on a row of vectors `v` that a search without `among` may find."""

_ALL = "SELECT v.owner, v.vector FROM vectors AS v WHERE v.collection = ? AND v.model = ?"
_AT_ONCE = 500
"""Values bound to one statement; SQLite takes many more, but gains nothing from them."""


def load(
    ledger: SqliteLedger,
    collection: Collection,
    model: str,
    numbers: Sequence[int],
    *,
    searched: bool = False,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Read the vectors of some memories or turns.

    Args:
        ledger: Whose.
        collection: Memories or turns.
        model: Only vectors made by this model.
        numbers: Their numbers or positions; those without a vector are passed over.
        searched: Only what a search without `among` may find.

    Returns:
        Owners, shape (rows,), and their vectors, shape (rows, dimensions), in no order.
    """
    rows: list[Row] = []
    with ledger.reading() as connection:
        for start in range(0, len(numbers), _AT_ONCE):
            part = numbers[start : start + _AT_ONCE]
            sql = f"{_ALL} AND v.owner IN ({','.join('?' * len(part))})"
            sql += f" AND {SEARCHED}" if searched else ""
            rows += fetch(connection, sql, (collection, model, *part))
    return _arrays(rows)


def load_searched(
    ledger: SqliteLedger, collection: Collection, model: str
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Read all that a search without `among` may find; see `load`."""
    with ledger.reading() as connection:
        return _arrays(fetch(connection, f"{_ALL} AND {SEARCHED}", (collection, model)))


def nearest(
    owners: NDArray[np.int64], vectors: NDArray[np.float32], query: Vector, limit: int
) -> list[tuple[int, float]]:
    """Return (owner, cosine similarity) of the nearest rows, the nearest first, then the oldest.

    Args:
        owners: Whose each row is: shape (rows,).
        vectors: The rows: shape (rows, dimensions), each of L2 norm 1.
        query: What they are compared with: shape (dimensions,), of L2 norm 1.
        limit: How many at most.
    """
    if not len(owners) or limit < 1:
        return []
    # Not `@`: that wakes a thread for every core, and waits long for each where they are busy.
    scores = np.vecdot(vectors, query)
    count = min(limit, len(scores))
    least = -np.partition(-scores, count - 1)[count - 1]
    best = np.flatnonzero(scores >= least)  # All that tie for the last place, so that owners decide
    best = best[np.lexsort((owners[best], -scores[best]))][:count]
    return list(zip(owners[best].tolist(), scores[best].tolist(), strict=True))


def _arrays(rows: list[Row]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    if not rows:
        return np.zeros(0, np.int64), np.zeros((0, 0), np.float32)
    owners = np.array([row[0] for row in rows], np.int64)
    vectors = np.frombuffer(b"".join(row[1] for row in rows), "<f4").reshape(len(rows), -1)
    return owners, vectors
