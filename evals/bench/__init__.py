"""The bench: how fast and how large, on this machine, beside what is aimed at."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from evals.bench.figures import HEADER, Figure
from evals.machine import machine
from evals.report import Report, Table
from evals.suites import Options


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured.

    Args:
        memories: Memories of the long life.
        users: How many users there are where there are many.
        each: Memories of each of them.
        times: Measurements of whatever takes milliseconds.
        turns: User turns to digest of each real life.
        vectors: Vectors of one user, for comparing the indexes.
        crowd: How many users there are where what counts is how many.
    """

    memories: int = 10_000
    users: int = 200
    each: int = 500
    times: int = 200
    turns: int = 150
    vectors: tuple[int, ...] = (1_000, 10_000, 100_000)
    crowd: int = 10_000


def run(options: Options) -> Report:
    """Measure everything; takes some minutes.

    Raises:
        ArchiveError: If the chat that is to be digested cannot be read.
    """
    sizes = Sizes(times=options.limit, turns=options.limit) if options.limit else Sizes()
    before = machine()
    with TemporaryDirectory(prefix="memory-agent-bench-") as folder:
        figures = list(measure(Path(folder), options.data, sizes))
    after = machine()["load"]
    about = before | {"load": f"{before['load']}; at the end {after}", "homes": gettempdir()}
    return Report(
        tables=(Table("", HEADER, tuple(figure.cells() for figure in figures)),),
        above=tuple(f"{name + ':':<11}{value}" for name, value in about.items()),
        below=tuple(f"{f.name.strip()}: {f.note}." for f in figures if f.note),
        document={
            "suite": "bench",
            "machine": about,
            "figures": [figure.record() for figure in figures],
        },
    )


def measure(folder: Path, data: Path | None, sizes: Sizes) -> Iterator[Figure]:
    """Measure everything under a folder that may be thrown away.

    Args:
        folder: An empty folder.
        data: The archive to digest; None is the demo's.
        sizes: How much to measure.

    Raises:
        ArchiveError: If the archive cannot be read.
    """
    from evals.bench.chat import read_chat
    from evals.bench.graphs import hollow_remember
    from evals.bench.indexes import Shape, indexes
    from evals.bench.keeping import durable, erasing, many, moving, past
    from evals.bench.life import Life
    from evals.bench.processes import commands, imports, served
    from evals.bench.reading import LONG, contexts, live, searches
    from evals.bench.writing import accepting, digesting, disk

    chat, life = read_chat(data, sizes.turns), Life()
    _say("accepting and digesting")
    yield from disk(folder / "disk", sizes.times)
    yield from accepting(folder / "accepting", chat, sizes.times)
    yield from digesting(folder / "digesting", chat)
    yield from hollow_remember(sizes.times)
    _say(f"a life of {sizes.memories:,} memories")
    live(folder / "long", life, [LONG], sizes.memories)
    yield from contexts(folder / "long", life, sizes.memories, sizes.times)
    _say(f"{sizes.users} users of {sizes.each} memories")
    users = [f"user {number}" for number in range(sizes.users)]
    live(folder / "many", life, users, sizes.each)
    yield from searches(folder / "many", life, users, sizes.each, sizes.times)
    _say("whole processes")
    yield from commands(folder / "long", folder / "digesting" / "life 0")
    yield from imports()
    yield from served(folder / "long", folder / "many")
    _say("keeping, looking back, erasing, moving")
    yield from durable(folder / "durable", sizes.times)
    yield from past(folder / "past", life, sizes.memories, sizes.times)
    yield from moving(folder / "long", folder / "moving")
    yield from erasing(folder / "long")
    _say(f"{sizes.crowd:,} users of 100 memories")
    yield from many(folder / "crowd", life, sizes.crowd, 100)
    _say("the two vector indexes")
    shapes = [*(Shape(1, vectors) for vectors in sizes.vectors), Shape(sizes.users, sizes.each)]
    yield from indexes(folder / "indexes", shapes, sizes.times)


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr)
