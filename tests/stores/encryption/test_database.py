"""The driver and its key: nothing to read without it, and a change that no kill cuts in two."""

import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from memory_agent.domain.errors import LedgerBusy, WrongKey
from memory_stores.encryption import rekey_file, unlock

OLD, NEW, OTHER = (bytes([number]) * 32 for number in (1, 2, 3))
ROOT = Path(__file__).parents[3]


def connected(path: Path, key: bytes) -> "closing[apsw.Connection]":
    connection = apsw.Connection(str(path))
    unlock(connection, key)
    return closing(connection)


def rows(path: Path, key: bytes) -> int:
    with connected(path, key) as connection:
        assert connection.pragma("integrity_check") == "ok"
        count = connection.execute("SELECT count(*) FROM t WHERE x LIKE 'marker%'").get
    assert isinstance(count, int)
    return count


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "ana.db"
    with connected(path, OLD) as connection:
        connection.pragma("journal_mode", "wal")
        connection.execute("CREATE TABLE t (x TEXT)")
        values = [(f"marker {number} {'x' * 300}",) for number in range(100)]
        connection.executemany("INSERT INTO t VALUES (?)", values)
    return path


def test_what_is_written_is_not_readable_in_the_file_or_its_log(tmp_path: Path) -> None:
    path = tmp_path / "ana.db"
    with connected(path, OLD) as connection:
        connection.pragma("journal_mode", "wal")
        connection.execute("CREATE TABLE t (x TEXT)")
        connection.execute("INSERT INTO t VALUES ('marker')")
        written = [file.read_bytes() for file in tmp_path.iterdir()]
    assert len(written) > 1
    assert not any(b"marker" in content or b"SQLite format" in content for content in written)
    assert rows(path, OLD) == 1


def test_another_key_or_none_reads_nothing(database: Path) -> None:
    with pytest.raises(apsw.NotADBError):
        rows(database, OTHER)
    with (
        closing(apsw.Connection(str(database))) as connection,
        pytest.raises(apsw.NotADBError),
    ):
        connection.pragma("integrity_check")


def test_the_key_of_a_file_is_changed(database: Path) -> None:
    before = database.read_bytes()
    rekey_file(database, OLD, NEW)
    assert rows(database, NEW) == 100
    with pytest.raises(apsw.NotADBError):
        rows(database, OLD)
    pages = {before[at : at + 4096] for at in range(0, len(before), 4096)}
    after = database.read_bytes()
    assert not pages & {after[at : at + 4096] for at in range(0, len(after), 4096)}
    assert [path.name for path in database.parent.iterdir()] == ["ana.db"]


def test_changing_it_again_changes_nothing(database: Path) -> None:
    rekey_file(database, OLD, NEW)
    content = database.read_bytes()
    rekey_file(database, OLD, NEW)
    assert database.read_bytes() == content


def test_a_file_under_neither_key_is_left_alone(database: Path) -> None:
    content = database.read_bytes()
    with pytest.raises(WrongKey, match=r"ana\.db"):
        rekey_file(database, OTHER, NEW)
    assert database.read_bytes() == content


def test_a_file_that_is_open_elsewhere_is_left_alone(database: Path) -> None:
    with connected(database, OLD) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM t").get == 100
        with pytest.raises(LedgerBusy, match="open elsewhere"):
            rekey_file(database, OLD, NEW)
    assert rows(database, OLD) == 100


def test_a_file_that_does_not_exist_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(apsw.CantOpenError):
        rekey_file(tmp_path / "ana.db", OLD, NEW)
    assert list(tmp_path.iterdir()) == []


def rekeyed(path: Path, dying_at: int) -> subprocess.CompletedProcess[str]:
    arguments = [str(path), OLD.hex(), NEW.hex(), str(dying_at)]
    command = [sys.executable, "-m", "tests.stores.encryption.rekeying", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="stands upon SQLite's VFS for POSIX")
def test_a_kill_at_any_write_leaves_one_key_or_the_other(database: Path) -> None:
    whole = database.parent / "whole.db"
    shutil.copy(database, whole)
    alive = rekeyed(database, 0)
    assert alive.returncode == 0, alive.stderr
    writes, under_old = int(alive.stdout), 0
    for dying_at in range(1, writes + 1, max(1, writes // 12)):
        for left in database.parent.glob("ana.db*"):
            left.unlink()
        shutil.copy(whole, database)
        assert rekeyed(database, dying_at).returncode == 9
        first, second = (OLD, NEW) if dying_at % 2 else (NEW, OLD)
        try:
            assert rows(database, first) == 100
            under_old += first == OLD
        except apsw.NotADBError:
            assert rows(database, second) == 100
            under_old += second == OLD
        rekey_file(database, OLD, NEW)
        assert rows(database, NEW) == 100
    assert under_old > 0
