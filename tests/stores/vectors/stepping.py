"""Invariant 1, one truth: an index stays in step with the file, whoever changes it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent.domain import Memory
from memory_stores.ledger import Collection, SqliteLedger
from tests.stores.making import MODEL, adding, fade, memory, restore, revise, said, vector_of
from tests.stores.vectors.conformance import Index, numbers

MODELS = (MODEL, "another-model")
Numbers = list[float]

# Of length 1, and their products exact in float32: equal scores are equal to the last bit.
values = st.one_of(
    st.lists(st.sampled_from([-0.5, 0.5]), min_size=4, max_size=4),
    st.permutations([1.0, 0.0, 0.0, 0.0]),
    st.permutations([-1.0, 0.0, 0.0, 0.0]),
)
STEPS = ["add", "say", "embed again", "write anew", "fade", "restore", "search", "search among"]
steps = st.tuples(
    st.sampled_from([*STEPS, "fade", "search", "search"]),
    st.sampled_from([0, 1]),
    st.integers(0, 11),
    values,
    st.sampled_from([(), MODELS[:1], MODELS]),
)


def naive(vectors: dict[int, Numbers], wanted: Numbers, limit: int) -> list[tuple[int, float]]:
    scores = [(n, sum(a * b for a, b in zip(v, wanted, strict=True))) for n, v in vectors.items()]
    return sorted(scores, key=lambda pair: (-pair[1], pair[0]))[:limit]


class TwoProcesses:
    """Two connections to one file, each with an index of its own, beside plain dicts."""

    def __init__(self, path: Path, indexes: tuple[Index, Index]) -> None:
        self.ledgers = [SqliteLedger(path, "ana", busy_timeout=5) for _ in range(2)]
        self.indexes = indexes
        self.memories: list[Memory] = []
        self.numbers: list[int] = []
        self.kept: dict[tuple[Collection, str], dict[int, Numbers]] = {
            (collection, model): {} for collection in ("memories", "turns") for model in MODELS
        }

    def close(self) -> None:
        for ledger in self.ledgers:
            ledger.close()
        for index in self.indexes:
            index.close()

    def take(
        self, step: str, side: int, which: int, values: Numbers, models: tuple[str, ...]
    ) -> None:
        """Take one step by the connection of one side."""
        ledger, place = self.ledgers[side], which % (len(self.memories) or 1)
        if step == "search":
            self.search(side, values, limit=[1, 3, 99][which % 3])
        elif step == "search among":
            self.search_among(side, values, {which, which + 1, which + 3})
        elif step == "say":
            turn = said(ledger, "Hello")
            ledger.commit([], vectors=[vector_of(turn, values, model) for model in models])
            self.keep("turns", turn.position, values, models)
        elif step == "add" or not self.memories:
            new = memory("It was said.")
            vectors = [vector_of(new, values, model) for model in models]
            ledger.commit([adding(new)], vectors=vectors)
            self.memories.append(new)
            self.numbers += numbers(ledger, new)
            self.keep("memories", self.numbers[-1], values, models)
        else:
            self.change(step, ledger, place, values, models)

    def change(
        self, step: str, ledger: SqliteLedger, place: int, values: Numbers, models: tuple[str, ...]
    ) -> None:
        old = self.memories[place]
        vectors = [vector_of(old, values, model) for model in models]
        if step in {"fade", "restore"}:
            self.memories[place] = (fade if step == "fade" else restore)(ledger, old)
            return
        if step == "embed again":
            ledger.commit([], vectors=vectors)
        else:
            new = revise(ledger, old, "update", text=f"{old.text}!", vectors=vectors)
            self.memories[place] = new
            for model in MODELS:  # The old words' vectors say nothing of the new words
                self.kept["memories", model].pop(self.numbers[place], None)
        self.keep("memories", self.numbers[place], values, models)

    def keep(
        self, collection: Collection, number: int, values: Numbers, models: tuple[str, ...]
    ) -> None:
        for model in models:
            self.kept[collection, model][number] = values

    def search(self, side: int, wanted: Numbers, limit: int) -> None:
        ledger, query = self.ledgers[side], np.array(wanted, np.float32)
        current = {
            number
            for number, known in zip(self.numbers, self.memories, strict=True)
            if known.status == "current"
        }
        for (collection, model), kept in self.kept.items():
            vectors = {
                number: vector
                for number, vector in kept.items()
                if collection == "turns" or number in current
            }
            found = self.indexes[side].search(ledger, collection, model, query, limit)
            assert found == naive(vectors, wanted, limit)

    def search_among(self, side: int, wanted: Numbers, among: set[int]) -> None:
        ledger, query = self.ledgers[side], np.array(wanted, np.float32)
        for (collection, model), kept in self.kept.items():
            vectors = {number: kept[number] for number in among if number in kept}
            found = self.indexes[side].search(ledger, collection, model, query, 99, among)
            assert found == naive(vectors, wanted, 99)


def check_two_processes(
    folder: Path, make_indexes: Callable[[Path], tuple[Index, Index]], *, examples: int
) -> None:
    """Hold two connections, each with an index, against plain dicts.

    Args:
        folder: Where homes may be made.
        make_indexes: Makes both in a new home; they may be one.
        examples: How many histories to try.
    """

    @settings(max_examples=examples, deadline=None)
    @given(start=st.lists(values, min_size=4, max_size=6), taken=st.lists(steps, max_size=30))
    def check(
        start: list[Numbers], taken: list[tuple[str, int, int, Numbers, tuple[str, ...]]]
    ) -> None:
        with TemporaryDirectory(dir=folder) as home:
            both = TwoProcesses(Path(home) / "ana.db", make_indexes(Path(home)))
            try:
                for vector in start:
                    both.take("add", 0, 0, vector, MODELS)
                for side in (0, 1):
                    both.take("search", side, side + 1, start[side], ())
                for step in taken:
                    both.take(*step)
                for side in (0, 1):
                    both.search(side, [0.5, 0.5, -0.5, 0.5], limit=99)
            finally:
                both.close()

    check()
