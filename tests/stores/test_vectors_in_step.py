"""Invariant 1, one truth: an index in memory stays in step with the file, whoever changes it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from memory_agent.domain import Memory, Turn
from memory_stores.ledger import Collection, SqliteLedger
from memory_stores.vectors.exact import ExactVectorIndex
from tests.stores.making import MODEL, adding, fade, memory, restore, revise, said, vector_of

MODELS = (MODEL, "another-model")
# Products of these are exact in float32, so that equal scores are equal to the last bit.
values = st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0]), min_size=3, max_size=3)
models = st.sampled_from(MODELS)
sides = st.integers(0, 1)
Scores = list[tuple[int, float]]


def naive(vectors: dict[int, list[float]], wanted: list[float], limit: int) -> Scores:
    scores = [(n, sum(a * b for a, b in zip(v, wanted, strict=True))) for n, v in vectors.items()]
    return sorted(scores, key=lambda pair: (-pair[1], pair[0]))[:limit]


class TwoProcesses(RuleBasedStateMachine):
    """Two connections to one file, each with an index of its own, against a plain dict."""

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name) / "ana.db"
        self.ledgers = [SqliteLedger(path, "ana", busy_timeout=5) for _ in range(2)]
        # The second has room for no matrix but the one in use.
        self.indexes = [ExactVectorIndex(1 << 20), ExactVectorIndex(0)]
        self.memories: list[Memory] = []
        self.turns: list[Turn] = []
        self.kept: dict[tuple[Collection, str], dict[int, list[float]]] = {
            (collection, model): {} for collection in ("memories", "turns") for model in MODELS
        }

    def teardown(self) -> None:
        for ledger in self.ledgers:
            ledger.close()
        self.folder.cleanup()

    @rule(side=sides, vector=values, model=models, with_vector=st.booleans())
    def add(self, side: int, vector: list[float], model: str, with_vector: bool) -> None:
        new = memory("It was said.")
        vectors = [vector_of(new, vector, model)] if with_vector else []
        self.ledgers[side].commit([adding(new)], vectors=vectors)
        self.memories.append(new)
        if with_vector:
            self.kept["memories", model][len(self.memories)] = vector

    @rule(side=sides, vector=values, model=models)
    def say(self, side: int, vector: list[float], model: str) -> None:
        turn = said(self.ledgers[side], "Hello")
        self.turns.append(turn)
        self.ledgers[side].commit([], vectors=[vector_of(turn, vector, model)])
        self.kept["turns", model][turn.position] = vector

    @precondition(lambda self: self.memories)
    @rule(side=sides, which=st.integers(0), vector=values, model=models)
    def embed_again(self, side: int, which: int, vector: list[float], model: str) -> None:
        place = which % len(self.memories)
        self.ledgers[side].commit([], vectors=[vector_of(self.memories[place], vector, model)])
        self.kept["memories", model][place + 1] = vector

    @precondition(lambda self: self.memories)
    @rule(side=sides, which=st.integers(0), vector=st.none() | values, model=models)
    def write_anew(self, side: int, which: int, vector: list[float] | None, model: str) -> None:
        place = which % len(self.memories)
        old = self.memories[place]
        vectors = [] if vector is None else [vector_of(old, vector, model)]
        text = f"{old.text}!"
        self.memories[place] = revise(self.ledgers[side], old, "update", text=text, vectors=vectors)
        for kept in MODELS:  # The old words' vectors say nothing of the new words
            self.kept["memories", kept].pop(place + 1, None)
        if vector is not None:
            self.kept["memories", model][place + 1] = vector

    @precondition(lambda self: self.memories)
    @rule(side=sides, which=st.integers(0), step=st.sampled_from([fade, restore]))
    def change(self, side: int, which: int, step: object) -> None:
        place = which % len(self.memories)
        self.memories[place] = step(self.ledgers[side], self.memories[place])  # type: ignore[operator]

    @rule(side=sides, wanted=values, limit=st.integers(0, 9))
    def search(self, side: int, wanted: list[float], limit: int) -> None:
        ledger, index = self.ledgers[side], self.indexes[side]
        for (collection, model), kept in self.kept.items():
            vectors = {
                number: vector
                for number, vector in kept.items()
                if collection == "turns" or self.memories[number - 1].status == "current"
            }
            found = index.search(ledger, collection, model, np.array(wanted, np.float32), limit)
            assert found == naive(vectors, wanted, limit)

    @rule(side=sides, wanted=values, model=models, among=st.sets(st.integers(1, 12)))
    def search_among(self, side: int, wanted: list[float], model: str, among: set[int]) -> None:
        kept = self.kept["memories", model]
        vectors = {number: kept[number] for number in among if number in kept}
        ledger, index = self.ledgers[side], self.indexes[side]
        found = index.search(ledger, "memories", model, np.array(wanted, np.float32), 99, among)
        assert found == naive(vectors, wanted, 99)


TestTwoProcesses = TwoProcesses.TestCase
TestTwoProcesses.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
