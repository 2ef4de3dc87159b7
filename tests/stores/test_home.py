"""The home folder: how many files are open, whose they are, and who is served by which."""

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import apsw
import pytest

from memory_agent.domain.errors import LedgerDamaged
from memory_stores.ledger import LedgerHome
from memory_stores.ledger.naming import user_file
from tests.stores.making import said

USERS = [f"user {number}" for number in range(8)]


@pytest.fixture
def closed() -> list[str]:
    return []


@pytest.fixture
def home(tmp_path: Path, closed: list[str]) -> Iterator[LedgerHome]:
    home = LedgerHome(tmp_path, max_open=3, busy_timeout=1, on_close=closed.append)
    yield home
    home.close()


def open_files(home: LedgerHome) -> int:
    gc.collect()
    return sum(
        Path(connection.filename).parent == home.users_folder for connection in apsw.connections()
    )


def test_no_more_files_stay_open_than_allowed(home: LedgerHome, closed: list[str]) -> None:
    for user_id in USERS:
        with home.ledger(user_id) as ledger:
            said(ledger, user_id)
            assert open_files(home) <= 3
    assert open_files(home) == 3
    assert closed == USERS[:-3]


def test_the_file_used_last_is_closed_last(home: LedgerHome, closed: list[str]) -> None:
    for user_id in ("a", "b", "c", "a", "d", "e"):
        with home.ledger(user_id):
            pass
    assert closed == ["b", "c"]


def test_a_file_that_is_lent_is_never_closed(home: LedgerHome, closed: list[str]) -> None:
    with ExitStack() as lent:
        ledgers = [lent.enter_context(home.ledger(user_id)) for user_id in USERS[:5]]
        again = lent.enter_context(home.ledger(USERS[0]))
        assert again is ledgers[0]
        assert open_files(home) == 5
        for ledger in ledgers:
            assert said(ledger, "Hello").position == 1
        assert closed == []
    assert open_files(home) == 3
    assert len(closed) == 2


def test_a_file_that_is_lent_twice_stays_open_until_both_give_it_back(tmp_path: Path) -> None:
    home = LedgerHome(tmp_path, max_open=0, busy_timeout=1)
    with home.ledger("a") as ledger:
        with home.ledger("a"):
            pass
        said(ledger, "Hello")
        assert open_files(home) == 1
    assert open_files(home) == 0


def test_closing_the_home_closes_every_file_and_it_opens_again(
    home: LedgerHome, closed: list[str]
) -> None:
    for user_id in USERS[:2]:
        with home.ledger(user_id) as ledger:
            said(ledger, user_id)
    home.close()
    assert open_files(home) == 0
    assert sorted(closed) == USERS[:2]
    with home.ledger(USERS[0]) as ledger:
        assert [turn.text for turn, _ in ledger.pending(9)] == [USERS[0]]


def test_users_are_those_of_whom_something_is_kept(home: LedgerHome) -> None:
    assert home.users() == []
    for user_id in ("zoë", "Ana", "ana"):
        assert not home.has(user_id)
        with home.ledger(user_id):
            assert home.has(user_id)
    assert home.users() == ["Ana", "ana", "zoë"]
    home.close()
    assert home.users() == ["Ana", "ana", "zoë"]
    assert home.unclean() == []


def test_files_that_are_nobodys_are_passed_over(home: LedgerHome) -> None:
    with home.ledger("ana") as ledger:
        said(ledger, "Hello")
    home.close()
    ana = user_file(home.users_folder, "ana")
    (home.users_folder / "copy of ana.db").write_bytes(ana.read_bytes())
    (home.users_folder / "notes.db").write_text("no database", encoding="utf-8")
    (home.users_folder / "empty.db").touch()
    (home.users_folder / "folder.db").mkdir()
    (home.users_folder / "orphan.db-wal").write_bytes(b"x" * 100)
    user_file(home.users_folder, "bob").write_bytes(ana.read_bytes())
    assert home.users() == home.unclean() == ["ana"]


def test_a_file_that_cannot_be_opened_is_not_counted_as_open(home: LedgerHome) -> None:
    user_file(home.users_folder, "bad").write_text("no database", encoding="utf-8")
    for _ in range(5):
        with pytest.raises(LedgerDamaged), home.ledger("bad"):
            pass
    assert open_files(home) == 0
    with home.ledger("ana") as ledger:
        assert said(ledger, "Hello").position == 1


def test_an_error_of_the_borrower_gives_the_file_back(home: LedgerHome) -> None:
    with pytest.raises(KeyError), home.ledger("a"):
        raise KeyError
    for user_id in USERS[:3]:
        with home.ledger(user_id):
            pass
    assert open_files(home) == 3


def test_invariant_8_threads_that_serve_many_users_never_mix_them(home: LedgerHome) -> None:
    def talk(number: int) -> None:
        user_id = USERS[number % len(USERS)]
        with home.ledger(user_id) as ledger:
            assert ledger.user_id == user_id
            said(ledger, f"{user_id}, {number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(talk, range(160)))
    assert open_files(home) <= 3
    for user_id in USERS:
        with home.ledger(user_id) as ledger:
            texts = [turn.text for turn, _ in ledger.pending(1000)]
        assert sorted(texts) == sorted(
            f"{user_id}, {number}" for number in range(160) if USERS[number % 8] == user_id
        )
