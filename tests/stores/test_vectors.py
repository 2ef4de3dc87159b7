"""Exact search gives what comparing with every vector gives."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from memory_agent.domain import Memory
from memory_stores.ledger import SqliteLedger
from memory_stores.vectors import Vector
from memory_stores.vectors.exact import ExactVectorIndex
from tests.stores.conftest import Open
from tests.stores.making import (
    MODEL,
    add,
    adding,
    fade,
    memory,
    restore,
    revise,
    vector_of,
)

ROOM = 1 << 20


def query(*numbers: float) -> Vector:
    return np.array(numbers, np.float32)


@pytest.fixture
def index() -> ExactVectorIndex:
    return ExactVectorIndex(ROOM)


@pytest.fixture
def three(ledger: SqliteLedger) -> list[Memory]:
    """Three memories: the second nearest to (1, 0), the third farthest from it."""
    known = [add(ledger, text) for text in ("A.", "B.", "C.")]
    vectors = [vector_of(known[0], [0.6, 0.8]), vector_of(known[1], [1, 0])]
    ledger.commit([], vectors=[*vectors, vector_of(known[2], [-1, 0])])
    return known


def test_a_thousand_random_vectors_are_ranked_as_numpy_ranks_them(
    ledger: SqliteLedger, index: ExactVectorIndex
) -> None:
    block = np.random.default_rng(7).normal(size=(1000, 48)).astype(np.float32)
    block /= np.linalg.norm(block, axis=1, keepdims=True)
    known = [memory(f"Number {number}.") for number in range(1000)]
    vectors = [vector_of(m, row.tolist()) for m, row in zip(known, block, strict=True)]
    ledger.commit([adding(new) for new in known], vectors=vectors)
    scores = block.astype(np.float64) @ block[3]
    found = index.search(ledger, "memories", MODEL, block[3], 50)
    assert [number - 1 for number, _ in found] == np.argsort(-scores)[:50].tolist()
    assert np.allclose([score for _, score in found], np.sort(scores)[::-1][:50], atol=1e-6)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [(-1, []), (0, []), (1, [2]), (2, [2, 1]), (3, [2, 1, 3]), (99, [2, 1, 3])],
)
def test_the_limit_cuts_from_the_far_end(
    ledger: SqliteLedger,
    index: ExactVectorIndex,
    three: list[Memory],
    limit: int,
    expected: list[int],
) -> None:
    for among in (None, {1, 2, 3, 4}):
        found = index.search(ledger, "memories", MODEL, query(1, 0), limit, among)
        assert [number for number, _ in found] == expected


def test_nothing_is_found_where_there_is_nothing(
    ledger: SqliteLedger, index: ExactVectorIndex
) -> None:
    for among in (None, set(), {1, 2}):
        assert index.search(ledger, "memories", MODEL, query(1, 0), 9, among) == []


def test_models_of_different_width_are_never_mixed(
    ledger: SqliteLedger, index: ExactVectorIndex, three: list[Memory]
) -> None:
    ledger.commit([], vectors=[vector_of(three[2], [0, 0, 0, 1], "wide")])
    assert index.search(ledger, "memories", "wide", query(0, 0, 0, 1), 9) == [(3, 1.0)]
    assert len(index.search(ledger, "memories", MODEL, query(1, 0), 9)) == 3
    assert index.search(ledger, "memories", "none", query(1, 0), 9) == []
    assert index.search(ledger, "turns", MODEL, query(1, 0), 9) == []


def test_among_reaches_memories_that_are_no_longer_current(
    ledger: SqliteLedger, index: ExactVectorIndex, three: list[Memory]
) -> None:
    fade(ledger, three[1])
    assert [n for n, _ in index.search(ledger, "memories", MODEL, query(1, 0), 9)] == [1, 3]
    found = index.search(ledger, "memories", MODEL, query(1, 0), 9, {2, 3})
    assert [number for number, _ in found] == [2, 3]


def nearest(ledger: SqliteLedger, index: ExactVectorIndex) -> list[tuple[int, float]]:
    return index.search(ledger, "memories", MODEL, query(1, 0), 9)


@pytest.mark.parametrize(
    ("vector", "found"), [(None, [(2, 1.0)]), ([0.5, 0], [(2, 1.0), (3, 0.5)])]
)
def test_a_new_text_is_never_found_by_the_old_ones_vector(
    ledger: SqliteLedger,
    index: ExactVectorIndex,
    three: list[Memory],
    vector: list[float] | None,
    found: list[tuple[int, float]],
) -> None:
    fade(ledger, three[0])
    assert nearest(ledger, index) == [(2, 1.0), (3, -1.0)]
    vectors = [] if vector is None else [vector_of(three[2], vector)]
    revise(ledger, three[2], "update", text="D.", vectors=vectors)
    assert nearest(ledger, index) == found


def test_a_vector_made_anew_is_seen_after_the_newest_one_went(
    ledger: SqliteLedger, index: ExactVectorIndex, three: list[Memory]
) -> None:
    nearest(ledger, index)
    revise(ledger, three[2], "update", text="D.")
    ledger.commit([], vectors=[vector_of(three[1], [0.5, 0])])
    assert [number for number, _ in nearest(ledger, index)] == [1, 2]


def test_a_vector_made_anew_does_not_bring_a_faded_memory_back(
    ledger: SqliteLedger, index: ExactVectorIndex, three: list[Memory]
) -> None:
    faded = fade(ledger, three[2])
    nearest(ledger, index)
    ledger.commit([], vectors=[vector_of(faded, [2, 0])])
    assert [number for number, _ in nearest(ledger, index)] == [2, 1]
    restore(ledger, faded)
    assert nearest(ledger, index)[0] == (3, 2.0)


def test_the_oldest_of_equals_come_first_however_they_lie_in_memory(
    ledger: SqliteLedger, index: ExactVectorIndex
) -> None:
    known = [memory(f"Number {number}.") for number in range(60)]
    vectors = [vector_of(new, [1, 0]) for new in known]
    ledger.commit([adding(new) for new in known], vectors=vectors)
    nearest(ledger, index)
    faded = [fade(ledger, new) for new in known[:20]]
    nearest(ledger, index)
    for old in reversed(faded):
        restore(ledger, old)
    assert [number for number, _ in nearest(ledger, index)] == list(range(1, 10))


def test_among_may_name_thousands(ledger: SqliteLedger, index: ExactVectorIndex) -> None:
    known = [memory(f"Number {number}.") for number in range(1200)]
    vectors = [vector_of(new, [1, number]) for number, new in enumerate(known)]
    ledger.commit([adding(new) for new in known], vectors=vectors)
    among = set(range(2, 40_000))
    found = index.search(ledger, "memories", MODEL, query(0, 1), 2, among)
    assert found == [(1200, 1199.0), (1199, 1198.0)]


@pytest.fixture
def users(tmp_path: Path) -> Iterator[list[SqliteLedger]]:
    names = ("ana", "bob", "eve")
    ledgers = [SqliteLedger(tmp_path / f"{n}.db", n, busy_timeout=1) for n in names]
    yield ledgers
    for ledger in ledgers:
        ledger.close()


@pytest.mark.parametrize("room", [0, 8, 64, ROOM])
def test_whatever_room_the_cache_has_everybody_finds_their_own(
    users: list[SqliteLedger], room: int
) -> None:
    index = ExactVectorIndex(room)
    for round_ in range(3):
        for place, ledger in enumerate(users):
            new = add(ledger, "A fact.")
            ledger.commit([], vectors=[vector_of(new, [place, round_])])
        for place, ledger in enumerate(users):
            found = index.search(ledger, "memories", MODEL, query(10, 1), 9)
            assert found == [(n + 1, 10.0 * place + n) for n in reversed(range(round_ + 1))]


def test_what_a_user_is_forgotten_with_is_read_again(
    open_ledger: Open, index: ExactVectorIndex, three: list[Memory]
) -> None:
    with closing(open_ledger()) as ledger:
        before = index.search(ledger, "memories", MODEL, query(1, 0), 9)
        index.forget_user("ana")
        index.forget_user("nobody")
        assert index.search(ledger, "memories", MODEL, query(1, 0), 9) == before != []
