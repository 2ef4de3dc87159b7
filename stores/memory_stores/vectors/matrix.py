"""A growing matrix of vectors by owner."""

import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray


class VectorMatrix:
    """Rows of float32 vectors, one an owner, in one block that doubles as it grows.

    Attributes:
        lock: Held by whoever reads or changes it.
        newest_vector: Number of the newest row of the vectors table that it has.
        seen: Numbers of the newest row of that table, of the newest revision and of the newest
            erasure, when it was last brought into step; no row goes without one of the latter two.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Forget every row."""
        self.newest_vector = 0
        self.seen = (0, 0, 0)
        self._rows: dict[int, int] = {}
        self._owners = np.zeros(0, np.int64)
        self._vectors = np.zeros((0, 0), np.float32)

    @property
    def owners(self) -> NDArray[np.int64]:
        """The owner of each row: shape (rows,)."""
        return self._owners[: len(self._rows)]

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The vectors: shape (rows, dimensions)."""
        return self._vectors[: len(self._rows)]

    @property
    def nbytes(self) -> int:
        """Bytes that the block takes."""
        return int(self._vectors.nbytes)

    def __contains__(self, owner: int) -> bool:
        """Return whether the owner has a row."""
        return owner in self._rows

    def put(self, rows: Sequence[tuple[int, bytes]]) -> None:
        """Add or replace the vectors of owners, given as little-endian float32."""
        if not rows:
            return
        block = np.frombuffer(b"".join(row[1] for row in rows), "<f4").reshape(len(rows), -1)
        self._reserve(len(self._rows) + len(rows), block.shape[1])
        places = [self._rows.setdefault(owner, len(self._rows)) for owner, _ in rows]
        self._owners[places] = [owner for owner, _ in rows]
        self._vectors[places] = block

    def drop(self, owners: Iterable[int]) -> None:
        """Remove owners, moving the last row into each gap; unknown ones are passed over."""
        for owner in owners:
            row = self._rows.pop(owner, None)
            if row is None:
                continue
            last = len(self._rows)
            if row != last:
                moved = int(self._owners[last])
                self._owners[row], self._vectors[row] = moved, self._vectors[last]
                self._rows[moved] = row

    def _reserve(self, rows: int, dimensions: int) -> None:
        if rows <= len(self._owners):
            return
        size = max(rows, 2 * len(self._owners)) if len(self._owners) else rows
        owners, vectors = np.zeros(size, np.int64), np.zeros((size, dimensions), np.float32)
        count = len(self._rows)
        if count:
            owners[:count], vectors[:count] = self.owners, self.vectors
        self._owners, self._vectors = owners, vectors
