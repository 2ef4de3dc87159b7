"""What the graphs are lent: one user's ledger with the indexes over it, and nobody else's."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from memory_agent.domain import Memory
from memory_agent.domain.errors import InvalidUser, StoreError
from memory_stores import Filter, Stores, UserStore
from tests.stores.making import MODEL, adding, fade, memory, said, vector_of

QUERY = np.array([1, 0], np.float32)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    stores = Stores(tmp_path, max_open=1, vector_cache_bytes=1 << 20, busy_timeout=1)
    yield stores
    stores.close()


def learn(store: UserStore, place: str) -> Memory:
    said(store.ledger, f"I live in {place}.")
    triple = {"subject": "user", "predicate": "home", "object": place}
    new = memory(f"The user lives in {place}.", **triple)
    store.ledger.commit([adding(new)], vectors=[vector_of(new, [1, 0])])
    return new


def reads(store: UserStore) -> list[object]:
    ledger = store.ledger
    return [
        *(ledger.memories(Filter(status=None)), ledger.entities(), ledger.relations()),
        *(store.nearest("memories", MODEL, QUERY, 9), store.graph().around({"user"}, 2)),
        *(store.matching("memories", ["lives"], 9, Filter()), store.graph().named([], ["home"])),
        store.matching("turns", ["live"], 9, Filter()),
    ]


def test_invariant_8_one_user_at_a_time_no_read_shows_anothers(stores: Stores) -> None:
    places = {"ana": "Rome", "Ana": "Oslo", "bob": "Lyon"}
    for user_id, place in places.items():
        with stores.user(user_id) as store:
            learn(store, place)
    for user_id, place in places.items():
        with stores.user(user_id) as store:
            shown = str(reads(store))
            assert store.graph().named([], ["home"]) == {place.lower()}
        assert place in shown
        assert not any(other in shown for other in places.values() if other != place)


def test_invariant_1_one_truth_indexes_made_anew_answer_the_same(
    stores: Stores, tmp_path: Path
) -> None:
    with stores.user("ana") as store:
        known = [learn(store, place) for place in ("Rome", "Oslo", "Lyon")]
        reads(store)
        fade(store.ledger, known[1])
        before = reads(store)
    stores.close()
    again = Stores(tmp_path, max_open=1, vector_cache_bytes=0, busy_timeout=1)
    with again.user("ana") as store:
        assert reads(store) == before
    again.close()


def test_what_is_in_memory_goes_when_the_file_is_closed_and_may_be_another_copy(
    stores: Stores, tmp_path: Path
) -> None:
    with stores.user("ana") as store:
        learn(store, "Rome")
        path, copy = store.ledger.path, tmp_path / "copy"
        for turn, _ in store.ledger.pending(9):
            store.ledger.commit([], digested=turn)
    with stores.user("bob"):
        pass  # There is room for one file only: Ana's is closed
    shutil.copy(path, copy)
    with stores.user("ana") as store:
        learn(store, "Oslo")
        assert store.graph().named([], ["home"]) == {"rome", "oslo"}
        assert [n for n, _ in store.nearest("memories", MODEL, QUERY, 9)] == [1, 2]
    with stores.user("bob"):
        pass
    for log in path.parent.glob(f"{path.name}*"):
        log.unlink()
    shutil.copy(copy, path)
    with stores.user("ana") as store:
        assert store.graph().named([], ["home"]) == {"rome"}
        assert [n for n, _ in store.nearest("memories", MODEL, QUERY, 9)] == [1]


def test_threads_share_one_store_and_every_read_is_of_one_moment(stores: Stores) -> None:
    def work(number: int) -> None:
        user_id = f"user {number % 3}"
        with stores.user(user_id) as store:
            learn(store, f"Place {number}")
            found = store.nearest("memories", MODEL, QUERY, 999)
            assert len(found) >= 1
            assert len(store.graph().around({"user"}, 1)) >= len(found)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(60)))
    for user_id in ("user 0", "user 1", "user 2"):
        with stores.user(user_id) as store:
            numbers = [n for n, _ in store.nearest("memories", MODEL, QUERY, 999)]
            assert numbers == list(range(1, 21))
            assert len(store.graph().around({"user"}, 1)) == 20


def test_a_refused_id_is_lent_nothing(stores: Stores) -> None:
    with pytest.raises(InvalidUser), stores.user(" "):
        pass
    assert stores.ledgers.users() == []


def test_nothing_is_lent_once_the_stores_are_closed(stores: Stores, tmp_path: Path) -> None:
    with stores.user("ana") as store:
        learn(store, "Rome")
    stores.close()
    stores.close()
    with pytest.raises(StoreError, match="were closed; open them again"), stores.user("ana"):
        pass


def test_listing_closes_without_having_read_a_vector(stores: Stores) -> None:
    with stores.user("ana") as store:
        learn(store, "Rome")
    stores.close()
    assert "vectors" not in vars(stores)
