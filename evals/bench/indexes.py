"""The two vector indexes: exact beside Chroma embedded, on the same made-up vectors.

``python -m evals.bench.indexes KIND HOME TIMES`` is the process that one of them is measured in, so
that its memory is its own.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from evals.bench.figures import Figure, milliseconds
from memory_stores import Stores
from memory_stores.ledger import SqliteLedger
from memory_stores.vectors import Vector, VectorIndex
from memory_stores.vectors.chroma import ChromaVectorIndex
from memory_stores.vectors.exact import ExactVectorIndex

_MODEL = "made up"
_DIMENSIONS = 384
_LIMIT = 10
_MEGABYTE = 1 << 20
_KINDS = {
    "exact": "exact",
    "few": "Chroma",
    "all": "Chroma, everybody's open",
}
_KEPT_OPEN = 16
"""Users whose Chroma is kept open; where there are more, it is measured with all of them too."""
_INSERT = "INSERT INTO vectors (collection, owner, model, vector) VALUES ('turns', ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Shape:
    """How vectors are spread over users.

    Args:
        users: How many users there are.
        each: Vectors of each of them.
    """

    users: int
    each: int

    @property
    def name(self) -> str:
        """What it is, for people."""
        who = "1 user" if self.users == 1 else f"{self.users} users"
        return f"{who}, {self.each:,} vectors" + ("" if self.users == 1 else " each")


def indexes(folder: Path, shapes: Sequence[Shape], times: int) -> Iterator[Figure]:
    """Measure both indexes on each shape.

    Args:
        folder: An empty folder.
        shapes: How many users and vectors.
        times: Searches to measure.
    """
    for number, shape in enumerate(shapes):
        home = folder / str(number)
        size = _fill(home, shape)
        exact = 0.0
        for kind, name in _KINDS.items():
            if kind == "all" and shape.users <= _KEPT_OPEN:
                continue
            found = _apart(kind, home, times)
            exact = exact or median(found["searches"])
            ratio = median(found["searches"]) / exact
            note = (
                f"{ratio:.1f} times the exact search, finds {found['recall']:.1%} of what it finds"
            )
            yield Figure(
                f"{shape.name}, {name}: search",
                "ms",
                tuple(found["searches"]),
                note="" if kind == "exact" else note,
            )
            yield Figure("  everybody's first search, feeding included", "s", (found["fed"],))
            yield Figure("  first search of a user who was closed", "ms", tuple(found["cold"]))
            yield Figure("  memory that it adds to the process", "MiB", (found["memory"],))
            yield Figure("  files beside the ledger's", "MiB", (_size(home) - size,))
            shutil.rmtree(home / "chroma", ignore_errors=True)


def _fill(home: Path, shape: Shape) -> float:
    """Write random vectors straight into the users' files; return how much those take."""
    random = np.random.default_rng(0)
    stores = Stores(home, max_open=1, vector_cache_bytes=0, busy_timeout=1.0)
    for number in range(shape.users):
        with stores.user(f"user {number}") as store, store.ledger.reading() as connection:
            block = _unit(random, shape.each)
            rows = ((place, _MODEL, row.tobytes()) for place, row in enumerate(block))
            connection.execute("BEGIN")
            connection.executemany(_INSERT, rows)
            connection.execute("COMMIT")
    stores.close()
    return _size(home)


def _unit(random: np.random.Generator, rows: int) -> "np.ndarray[Any, np.dtype[np.float32]]":
    block = random.standard_normal((rows, _DIMENSIONS), np.float32)
    return np.asarray(block / np.linalg.norm(block, axis=1, keepdims=True), np.float32)


def _size(folder: Path) -> float:
    """Return how much the files under a folder take, in MiB."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / _MEGABYTE


def _apart(kind: str, home: Path, times: int) -> dict[str, Any]:
    command = (sys.executable, "-m", "evals.bench.indexes", kind, str(home), str(times))
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _index(kind: str, home: Path) -> VectorIndex[SqliteLedger]:
    if kind == "exact":
        return ExactVectorIndex(1 << 30)
    return ChromaVectorIndex(home, max_open=_KEPT_OPEN if kind == "few" else 1000)


def _measure(kind: str, home: Path, times: int) -> dict[str, Any]:
    """Measure one index in this process; see `indexes` for what."""
    random = np.random.default_rng(1)
    stores = Stores(home, max_open=1000, vector_cache_bytes=0, busy_timeout=5.0)
    users = stores.ledgers.users()
    for user in users:
        with stores.user(user):  # So that only the index is measured
            continue

    def search(index: VectorIndex[SqliteLedger], user: str, wanted: Vector) -> set[int]:
        with stores.user(user) as store:
            found = index.search(store.ledger, "turns", _MODEL, wanted, _LIMIT)
        return {owner for owner, _ in found}

    before = _resident()
    index = _index(kind, home)
    began = perf_counter()
    for user in users:
        search(index, user, _unit(random, 1)[0])
    fed = perf_counter() - began
    asked = [(str(random.choice(users)), row) for row in _unit(random, times)]
    searches = [milliseconds(partial(search, index, *one)) for one in asked]
    memory = _resident() - before
    index.close()
    cold = []
    for one in asked[:20]:
        cold.append(milliseconds(partial(search, index, *one)))
        index.close()
    exact = ExactVectorIndex(1 << 30)
    hits = [len(search(index, *one) & search(exact, *one)) / _LIMIT for one in asked[:50]]
    index.close()
    stores.close()
    return {
        "fed": fed,
        "searches": searches,
        "cold": cold,
        "memory": memory / _MEGABYTE,
        "recall": sum(hits) / len(hits),
    }


def _resident() -> int:
    """Return the bytes of memory that this process holds; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    print(json.dumps(_measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
