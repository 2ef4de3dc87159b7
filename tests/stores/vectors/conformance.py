"""What every vector index has to do: a test class that the tests of each inherit."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import pytest

from memory_agent.domain import Memory
from memory_stores.ledger import SqliteLedger
from memory_stores.vectors import Vector, VectorIndex
from tests.stores.conftest import Open
from tests.stores.making import MODEL, add, adding, fade, memory, restore, revise, said, vector_of

Index = VectorIndex[SqliteLedger]
MakeIndex = Callable[[], Index]
EAST = (1.0, 0.0)


def query(*numbers: float) -> Vector:
    return np.array(numbers, np.float32)


def random_block(rows: int, dimensions: int, seed: int = 7) -> "np.typing.NDArray[np.float32]":
    block = np.random.default_rng(seed).normal(size=(rows, dimensions)).astype(np.float32)
    return np.asarray(block / np.linalg.norm(block, axis=1, keepdims=True), np.float32)


def fill(ledger: SqliteLedger, vectors: Sequence[Sequence[float]]) -> list[Memory]:
    """Record one memory for each vector."""
    known = [memory(f"Number {number}.") for number in range(len(vectors))]
    embedded = [vector_of(new, vector) for new, vector in zip(known, vectors, strict=True)]
    assert ledger.commit([adding(new) for new in known], vectors=embedded)
    return known


def texts(
    ledger: SqliteLedger,
    index: Index,
    wanted: "Vector | None" = None,
    limit: int = 9,
    among: set[int] | None = None,
) -> list[str]:
    """Return the texts of the nearest memories."""
    wanted = query(*EAST) if wanted is None else wanted
    found = index.search(ledger, "memories", MODEL, wanted, limit, among)
    by_number = ledger.memories_by_number([number for number, _ in found])
    return [by_number[number].text for number, _ in found]


def numbers(ledger: SqliteLedger, *known: Memory) -> set[int]:
    with ledger.reading() as connection:
        select = "SELECT number FROM memories WHERE id = ?"
        return {connection.execute(select, (one.id,)).get for one in known}


class VectorIndexConformance:
    """Inherit it, and override `make_index`."""

    @pytest.fixture
    def make_index(self) -> Iterator[MakeIndex]:
        """Return a function that makes an index with room for one user at most."""
        raise NotImplementedError

    @pytest.fixture
    def index(self, make_index: MakeIndex) -> Index:
        return make_index()

    @pytest.fixture
    def three(self, ledger: SqliteLedger) -> list[Memory]:
        """Three memories: the second nearest to the east, the third farthest from it."""
        known = [add(ledger, text) for text in ("A.", "B.", "C.")]
        vectors = [(0.6, 0.8), (1.0, 0.0), (-1.0, 0.0)]
        embedded = [vector_of(new, vector) for new, vector in zip(known, vectors, strict=True)]
        ledger.commit([], vectors=embedded)
        return known

    def test_a_thousand_random_vectors_are_ranked_as_numpy_ranks_them(
        self, ledger: SqliteLedger, index: Index
    ) -> None:
        block = random_block(1000, 48)
        known = fill(ledger, block.tolist())
        scores = block.astype(np.float64) @ block[3]
        best = np.argsort(-scores)[:50]
        found = index.search(ledger, "memories", MODEL, block[3], 50)
        assert texts(ledger, index, block[3], 50) == [known[place].text for place in best]
        assert np.allclose([score for _, score in found], scores[best], atol=1e-6)

    @pytest.mark.parametrize(
        ("limit", "expected"), [(-1, ""), (0, ""), (1, "B"), (2, "BA"), (3, "BAC"), (99, "BAC")]
    )
    def test_the_limit_cuts_from_the_far_end(
        self,
        ledger: SqliteLedger,
        index: Index,
        three: list[Memory],
        limit: int,
        expected: str,
    ) -> None:
        for among in (None, numbers(ledger, *three) | {999}):
            found = texts(ledger, index, limit=limit, among=among)
            assert "".join(found).replace(".", "") == expected

    def test_nothing_is_found_where_there_is_nothing(
        self, ledger: SqliteLedger, index: Index
    ) -> None:
        for among in (None, set(), {1, 2}):
            assert texts(ledger, index, among=among) == []
        assert index.check(ledger) == []

    def test_models_and_collections_are_never_mixed(
        self, ledger: SqliteLedger, index: Index, three: list[Memory]
    ) -> None:
        turn = said(ledger, "Hello")
        wide = vector_of(three[2], [0, 0, 0, 1], "wide")
        ledger.commit([], vectors=[wide, vector_of(turn, EAST)])
        (third,) = numbers(ledger, three[2])
        assert index.search(ledger, "memories", "wide", query(0, 0, 0, 1), 9) == [(third, 1.0)]
        assert texts(ledger, index) == ["B.", "A.", "C."]
        assert index.search(ledger, "memories", "none", query(*EAST), 9) == []
        assert index.search(ledger, "turns", MODEL, query(*EAST), 9) == [(turn.position, 1.0)]

    def test_among_reaches_memories_that_are_no_longer_current(
        self, ledger: SqliteLedger, index: Index, three: list[Memory]
    ) -> None:
        texts(ledger, index)
        fade(ledger, three[1])
        assert texts(ledger, index) == ["A.", "C."]
        assert texts(ledger, index, among=numbers(ledger, *three[1:])) == ["B.", "C."]

    @pytest.mark.parametrize(
        ("vector", "found"), [(None, ["B."]), ([0, 1], ["B.", "D."]), ([1, 0], ["B.", "D."])]
    )
    def test_a_new_text_is_never_found_by_the_old_ones_vector(
        self,
        ledger: SqliteLedger,
        index: Index,
        three: list[Memory],
        vector: list[float] | None,
        found: list[str],
    ) -> None:
        fade(ledger, three[0])
        assert texts(ledger, index) == ["B.", "C."]
        vectors = [] if vector is None else [vector_of(three[2], vector)]
        revise(ledger, three[2], "update", text="D.", vectors=vectors)
        assert texts(ledger, index) == found

    def test_a_vector_made_anew_is_seen_after_the_newest_one_went(
        self, ledger: SqliteLedger, index: Index, three: list[Memory]
    ) -> None:
        texts(ledger, index)
        revise(ledger, three[2], "update", text="D.")
        ledger.commit([], vectors=[vector_of(three[1], [0, 1])])
        assert texts(ledger, index) == ["A.", "B."]

    def test_a_vector_made_anew_does_not_bring_a_faded_memory_back(
        self, ledger: SqliteLedger, index: Index, three: list[Memory]
    ) -> None:
        faded = fade(ledger, three[2])
        texts(ledger, index)
        ledger.commit([], vectors=[vector_of(faded, [1, 0])])
        assert texts(ledger, index) == ["B.", "A."]
        restore(ledger, faded)
        assert texts(ledger, index) == ["B.", "C.", "A."]

    def test_the_oldest_of_equals_come_first_however_many_there_are(
        self, ledger: SqliteLedger, index: Index
    ) -> None:
        known = fill(ledger, [EAST] * 300)
        texts(ledger, index)
        faded = [fade(ledger, new) for new in known[:20]]
        assert texts(ledger, index) == [one.text for one in known[20:29]]
        for old in reversed(faded):
            restore(ledger, old)
        assert texts(ledger, index) == [one.text for one in known[:9]]

    def test_among_may_name_thousands(self, ledger: SqliteLedger, index: Index) -> None:
        angles = np.linspace(0, 1, 1200)
        known = fill(ledger, np.stack([np.cos(angles), np.sin(angles)], axis=1).tolist())
        among = set(range(40_000)) - numbers(ledger, known[-1])
        assert texts(ledger, index, query(0, 1), 2, among) == [known[-2].text, known[-3].text]

    def test_users_with_the_same_texts_and_vectors_are_never_mixed(
        self, tmp_path: Path, index: Index
    ) -> None:
        with ExitStack() as opened:
            ledgers = [
                opened.enter_context(
                    closing(SqliteLedger(tmp_path / f"{user}.db", user, busy_timeout=5))
                )
                for user in ("ana", "bob", "eve")
            ]
            expected: dict[str, list[tuple[int, float]]] = {}
            for _ in range(3):
                for place, ledger in enumerate(ledgers):
                    known = fill(ledger, [EAST] * (place + 1))
                    found = [(number, 1.0) for number in sorted(numbers(ledger, *known))]
                    expected.setdefault(ledger.user_id, []).extend(found)
                for ledger in ledgers:
                    found = index.search(ledger, "memories", MODEL, query(*EAST), 99)
                    assert found == expected[ledger.user_id]
            index.erase_user("bob")
            for ledger in ledgers:
                found = index.search(ledger, "memories", MODEL, query(*EAST), 99)
                assert found == expected[ledger.user_id]

    def test_a_forgotten_or_erased_user_is_taken_up_again(
        self, open_ledger: Open, index: Index, three: list[Memory]
    ) -> None:
        with closing(open_ledger()) as ledger:
            for drop in (index.forget_user, index.erase_user):
                assert texts(ledger, index) == ["B.", "A.", "C."]
                drop("ana")
                drop("nobody")
            index.close()
            assert texts(ledger, index) == ["B.", "A.", "C."]
            assert index.check(ledger) == []

    def test_what_was_erased_from_the_ledger_is_not_found(
        self, ledger: SqliteLedger, index: Index, three: list[Memory]
    ) -> None:
        texts(ledger, index)
        with ledger.reading() as connection:
            connection.execute(
                "DELETE FROM vectors WHERE owner IN (SELECT min(owner) FROM vectors)"
            )
        index.forget_user("ana")
        assert texts(ledger, index) == ["B.", "C."]
        assert index.check(ledger) == []

    def test_another_connections_changes_are_seen(
        self, open_ledger: Open, ledger: SqliteLedger, index: Index, three: list[Memory]
    ) -> None:
        texts(ledger, index)
        with closing(open_ledger()) as other:
            new = add(other, "D.")
            other.commit([], vectors=[vector_of(new, [0.8, 0.6])])
            fade(other, three[1])
        assert texts(ledger, index) == ["D.", "A.", "C."]

    def test_an_index_made_anew_finds_the_same(
        self, ledger: SqliteLedger, make_index: MakeIndex, three: list[Memory]
    ) -> None:
        first = make_index()
        assert texts(ledger, first) == ["B.", "A.", "C."]
        first.close()
        fade(ledger, three[1])
        assert texts(ledger, make_index()) == ["A.", "C."]
