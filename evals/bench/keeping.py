"""What keeping costs: a durable memory, looking back, erasing, moving, and many users."""

import random
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter

import apsw
import numpy as np

from evals.bench.figures import Figure, milliseconds
from evals.bench.life import Life
from evals.bench.processes import printed
from evals.bench.reading import LONG, live
from memory_agent import Memory
from memory_agent.domain import Change
from memory_agent.domain import Memory as Record
from memory_agent.domain.ids import new_id
from memory_agent.domain.times import now
from memory_stores import Filter, NewVector, Stores
from memory_stores.ledger.naming import user_file

_MODEL = "bench"
_REVISIONS = 5
"""Revisions of each memory, where the past is read."""
_OPENED = 300
_TOUCH = """
import sys
from memory_agent import Memory
with Memory.open(sys.argv[1]) as memory:
    for number in range(0, int(sys.argv[2]), int(sys.argv[2]) // 1000 or 1):
        memory.list(user_id=f"user {number}")
for line in open("/proc/self/status"):
    if line.startswith("VmHWM"):
        print(int(line.split()[1]) / 1024)
"""


def _stores(home: Path) -> Stores:
    return Stores(home, max_open=4, vector_cache_bytes=1 << 20, busy_timeout=5)


def durable(home: Path, times: int) -> Iterator[Figure]:
    """Measure one memory made durable, its embedding apart, beside a plain insert of its bytes."""
    stores = _stores(home)
    plain = apsw.Connection(str(home / "plain.db"))
    plain.pragma("journal_mode", "wal")
    plain.execute("PRAGMA synchronous = FULL; CREATE TABLE kept (id INTEGER PRIMARY KEY, a, b)")
    ours, theirs = [], []
    vector = np.full(384, 384**-0.5, "<f4").tobytes()
    with stores.user("somebody") as store:
        for number in range(times):
            text = f"The user has visited city number {number} in the spring of a year."
            memory = Record(
                new_id("m"), "fact", text, "current", 0.9, now(), 1, "user", "visited", str(number)
            )
            change = Change("add", memory, "said for the first time", "bench")
            vectors = [NewVector("memories", memory.id, _MODEL, vector)]
            ours.append(milliseconds(partial(store.ledger.commit, [change], vectors=vectors)))
            values = (repr(memory), vector)
            insert = partial(plain.execute, "INSERT INTO kept (a, b) VALUES (?, ?)", values)
            theirs.append(milliseconds(insert))
    stores.close()
    plain.close()
    ratio = float(np.median(ours) / np.median(theirs))
    yield Figure("keep one memory durably, its embedding apart", "ms", tuple(ours))
    yield Figure("  a plain insert of its bytes, WAL and FULL as well", "ms", tuple(theirs))
    yield Figure("  the first in terms of the second", "times", (ratio,), target=2.5)


def past(home: Path, life: Life, memories: int, times: int) -> Iterator[Figure]:
    """Measure a listing of the past of a life whose memories have several revisions each."""
    stores = _stores(home)
    with stores.user(LONG) as store:
        life.fill(store, memories, _MODEL)
        for more in range(1, _REVISIONS):
            again = [replace(m, version=m.version + 1) for m in store.ledger.memories()]
            store.ledger.commit([Change("reinforce", m, "said again", "bench") for m in again])
            if more == 2:
                middle = now()
    stores.close()
    stores = _stores(home)  # As files that no process has open
    with stores.user(LONG) as store:
        wanted = Filter(as_of=middle)
        store.ledger.memories(wanted)
        samples = [
            milliseconds(lambda: store.ledger.memories(wanted)) for _ in range(max(times // 10, 20))
        ]
    stores.close()
    revisions = memories * _REVISIONS
    name = f"list as of a moment, {memories:,} memories with {revisions:,} revisions"
    yield Figure(name, "ms", tuple(samples), target=60.0)


def erasing(home: Path) -> Iterator[Figure]:
    """Measure the erasure of single memories of a long life, with the scan and the receipt."""
    with Memory.open(home) as memory:
        memory.add("My locker is number nine.", user_id="warm-up")
        victims = random.Random(0).sample(memory.list(user_id=LONG), 20)  # noqa: S311 - a sample
        samples = [
            milliseconds(partial(memory.erase, victim.id, user_id=LONG)) for victim in victims
        ]
        size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) >> 20
    name = "erase one memory of a long life, scan and receipt included"
    yield Figure(name, "ms", tuple(samples), target=1000.0, note=f"the home takes {size} MiB")


def moving(home: Path, folder: Path) -> Iterator[Figure]:
    """Measure an export of the long life, and its import into an empty home."""
    folder.mkdir()
    out, into = [], []
    with Memory.open(home) as memory:
        count = sum(memory.stats(user_id=LONG)[f"memories_{s}"] for s in ("current", "superseded"))
        for number in range(3):
            began = perf_counter()
            memory.export(folder / f"{number}.jsonl", user_id=LONG)
            out.append(count / (perf_counter() - began))
    for number in range(3):
        with Memory.open(folder / f"home {number}") as memory:
            began = perf_counter()
            memory.import_(folder / f"{number}.jsonl")
            into.append(count / (perf_counter() - began))
    note = "each with the two turns that it came in, and both their vectors"
    for name, rates in (("export a long life", out), ("import it into an empty home", into)):
        yield Figure(name, "memories/s", tuple(rates), target=5000.0, at_least=True, note=note)


def many(home: Path, life: Life, users: int, each: int) -> Iterator[Figure]:
    """Measure users by the thousand: the disk they take, opening a cold one, and the memory.

    One is made, and the others are copies of its file under their own names.
    """
    live(home, life, ["user 0"], each)
    folder = home / "users"
    first = user_file(folder, "user 0")
    for number in range(1, users):
        copy = user_file(folder, f"user {number}")
        shutil.copyfile(first, copy)
        connection = apsw.Connection(str(copy))
        connection.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        connection.execute(
            "UPDATE meta SET value = ? WHERE key = 'user_id'", (f"user {number}".encode(),)
        )
        connection.close()
    size = first.stat().st_size / 1024
    yield Figure(f"disk of one of {users:,} users, {each} memories each", "KiB", (size,))
    stores = _stores(home)
    samples = []
    for number in random.Random(0).sample(range(users), min(_OPENED, users)):  # noqa: S311

        def open_cold(user_id: str = f"user {number}") -> None:
            with stores.user(user_id) as store:
                store.ledger.counts()

        samples.append(milliseconds(open_cold))
    stores.close()
    yield Figure("  open a cold one and count what it has", "ms", tuple(samples), target=5.0)
    command = (sys.executable, "-c", _TOUCH, str(home), str(users))
    name = "  resident memory of a process that lists 1,000 of them"
    yield printed(name, command, "MiB")
