"""Opening a user's file: what is in force, and what is refused without being touched."""

import os
import threading
import time
from pathlib import Path

import apsw
import pytest

from memory_agent.domain.errors import (
    HomeNotUsable,
    LedgerBusy,
    LedgerDamaged,
    LedgerTooNew,
    StoreError,
)
from memory_stores.ledger import LedgerHome, SqliteLedger
from memory_stores.ledger.migrations import newest
from memory_stores.ledger.naming import user_file
from tests.stores.conftest import Open
from tests.stores.making import add, said


def opened(path: Path, user_id: str = "ana", busy_timeout: float = 0.2) -> SqliteLedger:
    return SqliteLedger(path, user_id, busy_timeout=busy_timeout)


def closed_file(path: Path) -> bytes:
    """Make Ana's file with something in it; return its bytes."""
    ledger = opened(path)
    for number in range(50):
        add(ledger, f"Fact {number} of the user. " * 20)
    ledger.close()
    return path.read_bytes()


def assert_untouched(path: Path, content: bytes) -> None:
    assert path.read_bytes() == content
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("temp_store", 2),  # MEMORY
        ("user_version", newest()),
    ],
)
def test_the_settings_are_in_force_on_a_new_and_on_a_reopened_file(
    ledger: SqliteLedger, open_ledger: Open, pragma: str, value: object
) -> None:
    for connected in (ledger, open_ledger()):
        with connected.reading() as connection:
            assert connection.pragma(pragma) == value


def test_a_reference_to_nothing_is_refused(ledger: SqliteLedger) -> None:
    with (
        pytest.raises(apsw.ConstraintError, match="FOREIGN KEY"),
        ledger.reading() as connection,
    ):
        connection.execute("INSERT INTO queue VALUES (99, 1)")


def test_a_file_of_a_newer_schema_is_refused_and_left_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "ana.db"
    closed_file(path)
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "delete")  # The newer version may know better than WAL
    connection.pragma("user_version", newest() + 1)
    connection.close()
    content = path.read_bytes()
    with pytest.raises(LedgerTooNew, match=f"schema {newest() + 1}.*upgrade memory-agent"):
        opened(path)
    assert_untouched(path, content)


@pytest.mark.parametrize("version", [0, 1, newest(), newest() + 1])
def test_another_programs_database_is_refused_and_left_byte_for_byte(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / "ana.db"
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE turns (x); CREATE TABLE meta (y)")
    connection.pragma("user_version", version)
    connection.close()
    content = path.read_bytes()
    with pytest.raises(LedgerDamaged, match="not one of memory-agent's"):
        opened(path)
    assert_untouched(path, content)


@pytest.mark.parametrize("content", [b"hello", b"\0" * 5000, b"SQLite format 3\0", b"text\n" * 999])
def test_a_file_that_is_no_database_is_refused_and_left_byte_for_byte(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "ana.db"
    path.write_bytes(content)
    with pytest.raises(LedgerDamaged, match=r"ana\.db is damaged or no database .* restore a copy"):
        opened(path)
    assert_untouched(path, content)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.95])
def test_a_truncated_database_is_reported_as_damaged_when_opened_or_read(
    tmp_path: Path, share: float
) -> None:
    path = tmp_path / "ana.db"
    content = closed_file(path)
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(LedgerDamaged, match=r"ana\.db is damaged"):
        ledger = opened(path)
        try:
            ledger.memories()
            said(ledger, "Hello")
            ledger.counts()
        finally:
            ledger.close()


def test_another_users_file_copied_in_place_is_refused_and_left(tmp_path: Path) -> None:
    home = LedgerHome(tmp_path, max_open=3, busy_timeout=1)
    with home.ledger("bob") as ledger:
        said(ledger, "I am Bob.")
    home.close()
    content = user_file(home.users_folder, "bob").read_bytes()
    user_file(home.users_folder, "ana").write_bytes(content)
    with pytest.raises(LedgerDamaged, match="belongs to another user"), home.ledger("ana"):
        pass
    assert user_file(home.users_folder, "ana").read_bytes() == content
    assert home.users() == ["bob"]


def test_a_locked_file_is_reported_as_busy_after_the_timeout_and_works_afterwards(
    ledger: SqliteLedger, open_ledger: Open
) -> None:
    hurried = open_ledger(busy_timeout=0.2)
    with ledger.reading() as connection:
        connection.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(LedgerBusy, match="locked by another process; try again"):
            said(hurried, "Hello")
        assert 0.1 < time.monotonic() - began < 4
        assert hurried.counts()["turns"] == 0  # Readers need not wait
        connection.execute("ROLLBACK")
    assert said(hurried, "Hello").position == 1


def test_opening_waits_for_another_process_that_is_making_the_file(tmp_path: Path) -> None:
    connection = apsw.Connection(str(tmp_path / "ana.db"))
    connection.execute("BEGIN IMMEDIATE")  # Of this SQLite tells the second one without waiting
    release = threading.Timer(0.3, connection.close)
    release.start()
    opened(tmp_path / "ana.db", busy_timeout=30).close()
    release.join()


def test_a_file_that_is_locked_while_it_is_made_is_busy_too(tmp_path: Path) -> None:
    connection = apsw.Connection(str(tmp_path / "ana.db"))
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerBusy):
        opened(tmp_path / "ana.db")
    connection.close()
    opened(tmp_path / "ana.db").close()


@pytest.mark.parametrize("where", ["", "home", "home/users"])
def test_a_home_that_is_a_file_is_not_usable(tmp_path: Path, where: str) -> None:
    folder = tmp_path / "place"
    blocked = folder / where
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("a file", encoding="utf-8")
    with pytest.raises(HomeNotUsable, match="choose a folder that you may write to"):
        LedgerHome(folder / "home", max_open=1, busy_timeout=1)
    assert blocked.read_text(encoding="utf-8") == "a file"


def test_a_folder_where_the_file_should_be_is_not_usable(tmp_path: Path) -> None:
    (tmp_path / "ana.db").mkdir()
    with pytest.raises(HomeNotUsable, match=r"ana\.db cannot be opened for writing"):
        opened(tmp_path / "ana.db")


def test_a_file_that_may_not_be_written_is_not_usable(tmp_path: Path) -> None:
    ledger = opened(tmp_path / "ana.db")
    with ledger.reading() as connection:
        connection.execute("PRAGMA query_only = ON")  # The tests may run as root, who may all
    with pytest.raises(HomeNotUsable, match="mend the folder's permissions"):
        said(ledger, "Hello")
    ledger.close()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_new_home_is_for_its_owner_only(tmp_path: Path) -> None:
    LedgerHome(tmp_path / "home", max_open=1, busy_timeout=1)
    for folder in ("home", "home/users"):
        assert (tmp_path / folder).stat().st_mode & 0o777 == 0o700


def test_an_error_within_a_snapshot_is_the_one_that_is_seen(ledger: SqliteLedger) -> None:
    with pytest.raises(StoreError, match=r"reading or writing .* failed"):  # noqa: SIM117
        with ledger.snapshot() as connection:
            connection.execute("ROLLBACK")  # As SQLite itself does on such an error
            raise apsw.IOError("disk I/O error")


def test_a_closed_ledger_closes_again_without_a_word(ledger: SqliteLedger) -> None:
    ledger.close()
    ledger.close()
