"""Invariant 1, one truth: an index in memory stays in step with the file, whoever changes it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent.domain import Memory
from memory_stores.ledger import Collection, SqliteLedger
from memory_stores.vectors.exact import ExactVectorIndex
from tests.stores.making import MODEL, adding, fade, memory, restore, revise, said, vector_of

MODELS = (MODEL, "another-model")
Numbers = list[float]

# Products of these are exact in float32, so that equal scores are equal to the last bit.
values = st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0]), min_size=3, max_size=3)
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

    def __init__(self, path: Path) -> None:
        self.ledgers = [SqliteLedger(path, "ana", busy_timeout=5) for _ in range(2)]
        # The second has room for no matrix but the one in use.
        self.indexes = [ExactVectorIndex(1 << 20), ExactVectorIndex(0)]
        self.memories: list[Memory] = []
        self.kept: dict[tuple[Collection, str], dict[int, Numbers]] = {
            (collection, model): {} for collection in ("memories", "turns") for model in MODELS
        }

    def close(self) -> None:
        for ledger in self.ledgers:
            ledger.close()

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
            self.keep("memories", len(self.memories), values, models)
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
                self.kept["memories", model].pop(place + 1, None)
        self.keep("memories", place + 1, values, models)

    def keep(
        self, collection: Collection, number: int, values: Numbers, models: tuple[str, ...]
    ) -> None:
        for model in models:
            self.kept[collection, model][number] = values

    def search(self, side: int, wanted: Numbers, limit: int) -> None:
        ledger, query = self.ledgers[side], np.array(wanted, np.float32)
        for (collection, model), kept in self.kept.items():
            vectors = {
                number: vector
                for number, vector in kept.items()
                if collection == "turns" or self.memories[number - 1].status == "current"
            }
            found = self.indexes[side].search(ledger, collection, model, query, limit)
            assert found == naive(vectors, wanted, limit)

    def search_among(self, side: int, wanted: Numbers, among: set[int]) -> None:
        ledger, query = self.ledgers[side], np.array(wanted, np.float32)
        for (collection, model), kept in self.kept.items():
            vectors = {number: kept[number] for number in among if number in kept}
            found = self.indexes[side].search(ledger, collection, model, query, 99, among)
            assert found == naive(vectors, wanted, 99)


@settings(max_examples=40, deadline=None)
@given(start=st.lists(values, min_size=4, max_size=6), taken=st.lists(steps, max_size=30))
def test_two_processes_find_what_comparing_with_every_vector_finds_after_any_changes(
    start: list[Numbers], taken: list[tuple[str, int, int, Numbers, tuple[str, ...]]]
) -> None:
    with TemporaryDirectory() as folder:
        both = TwoProcesses(Path(folder) / "ana.db")
        for vector in start:
            both.take("add", 0, 0, vector, MODELS)
        for step in [("search", 0, 2, start[0], ()), ("search", 1, 2, start[1], ()), *taken]:
            both.take(*step)
        for side in (0, 1):
            both.search(side, [1.0, 0.5, -0.5], limit=99)
        both.close()
