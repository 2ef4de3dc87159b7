"""Context and search in a long life, and among many."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from evals.bench.figures import Figure, milliseconds
from evals.bench.graphs import hollow_recall
from evals.bench.life import Life
from evals.bench.timed import Timed
from memory_agent import Memory, Settings
from memory_agent.models import MiniLM
from memory_stores import Stores

LONG = "somebody with a long life"
_MEGABYTE = 1 << 20


def live(home: Path, life: Life, users: list[str], memories: int) -> None:
    """Write lives under a home folder, as files that no process has open."""
    stores = Stores(home, max_open=1, vector_cache_bytes=0, busy_timeout=1.0)
    for user in users:
        with stores.user(user) as store:
            life.fill(store, memories, MiniLM.model)
    stores.close()


def contexts(home: Path, life: Life, memories: int, times: int) -> Iterator[Figure]:
    """Measure `Memory.context` in a long life: the first, many, and after each change."""
    embedder = Timed()
    with Memory.open(home, embedder=embedder) as memory:
        embedder.embed(["The model is loaded."])

        def ask() -> float:
            context = partial(memory.context, life.question(), user_id=LONG)
            embedder.reset()
            return milliseconds(context)

        first = ask()
        asked = [(ask(), embedder.spent) for _ in range(times)]
        changed = []
        for known in islice(memory.list(user_id=LONG), times // 5 or 1):
            memory.forget(known.id, user_id=LONG)
            changed.append(ask())
    yield Figure(
        f"context() of a user with {memories:,} memories",
        "ms",
        tuple(whole for whole, _ in asked),
        target=25.0,
        note=f"a made-up life with {2 * memories:,} turns; no question is asked twice",
    )
    yield Figure("  of it, embedding the question", "ms", tuple(spent for _, spent in asked))
    yield Figure(
        "  of it, LangGraph itself",
        "ms",
        hollow_recall(times),
        note="the recall graph with nodes that do nothing",
    )
    yield Figure(
        "  the same right after a memory was changed",
        "ms",
        tuple(changed),
        note="the profile is written anew, the indexes follow",
    )
    yield Figure(
        "  the first one in a process, the embedder loaded",
        "ms",
        (first,),
        note="imports LangGraph and networkx, reads the vectors and the graph into memory",
    )


def searches(
    home: Path, life: Life, users: list[str], memories: int, times: int
) -> Iterator[Figure]:
    """Measure `Memory.search` for users taken at random, all of them met before."""
    vectors = 2 * len(users) * memories * MiniLM.dimensions * 4 // _MEGABYTE + 1
    roomy = _searched(home, life, users, times, Settings(vector_cache_mb=vectors))
    usual = _searched(home, life, users, times, Settings())
    yield Figure(
        f"search among {len(users)} users, {len(users) * memories:,} memories, beyond embedding",
        "ms",
        tuple(whole - spent for whole, spent in roomy),
        target=2.0,
        note=f"memories and turns of users at random, {memories:,} memories each; "
        f"vector_cache_mb={vectors}, which holds everybody's",
    )
    share = min(1.0, Settings().vector_cache_mb / vectors)
    yield Figure(
        f"  with the default vector cache, which holds {share:.0%} of them",
        "ms",
        tuple(whole - spent for whole, spent in usual),
    )
    yield Figure("  embedding the question", "ms", tuple(spent for _, spent in (*roomy, *usual)))


def _searched(
    home: Path, life: Life, users: list[str], times: int, settings: Settings
) -> list[tuple[float, float]]:
    """Return how long searches took, in ms, and how much of that was embedding."""
    embedder, random = Timed(), np.random.default_rng(0)
    with Memory.open(home, embedder=embedder, settings=settings) as memory:
        for user in users:
            memory.search(life.question(), user_id=user)
        asked = []
        for user in random.choice(users, times):
            search = partial(memory.search, life.question(), user_id=str(user))
            embedder.reset()
            asked.append((milliseconds(search), embedder.spent))
    return asked
