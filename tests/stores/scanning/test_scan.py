"""A home is read from end to end, and left as it was."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from memory_agent.domain.errors import HomeNotUsable
from memory_stores.scanning import Finding, Needles, ScannedFile, ScanReport, scan
from memory_stores.scanning.reading import read_files
from tests.stores.scanning.plain_scanner import residue

ZANZIBAR = Needles.of(["She was born in Zanzibar"])
SAID = b"She was born in Zanzibar"


def test_every_file_is_read_and_told(tmp_path: Path) -> None:
    (tmp_path / "users/ana/cache").mkdir(parents=True)
    (tmp_path / "users/ana/ana.db").write_bytes(b"..." + SAID)
    (tmp_path / "users/ana/cache/.hidden").write_bytes(SAID.decode().encode("utf-16-le"))
    (tmp_path / "empty").touch()
    (tmp_path / "naïve name").write_bytes(b"Zanzibar")
    assert scan(tmp_path, ZANZIBAR) == ScanReport(
        (
            ScannedFile("empty", 0),
            ScannedFile("naïve name", 8),
            ScannedFile("users/ana/ana.db", 27),
            ScannedFile("users/ana/cache/.hidden", 48),
        ),
        (
            Finding("users/ana/ana.db", 3, "utf-8", 0),
            Finding("users/ana/cache/.hidden", 0, "utf-16-le", 0),
        ),
    )


def test_an_empty_home_has_nothing_left(tmp_path: Path) -> None:
    assert scan(tmp_path, ZANZIBAR) == ScanReport((), ())


def test_no_border_between_blocks_hides_anything(tmp_path: Path) -> None:
    # One after the other without a gap: whatever the borders are, something lies across each.
    said = [f"{number:08}" + " and so on" * 15 for number in range(22_000)]
    (tmp_path / "long").write_bytes("".join(said).encode())
    (tmp_path / "shifted").write_bytes(b"?" + "".join(said).encode())
    report = scan(tmp_path, Needles.of(said))
    assert report.files == (ScannedFile("long", 3_476_000), ScannedFile("shifted", 3_476_001))
    assert sorted((f.path, f.offset, f.what) for f in report.findings) == [
        (path, 158 * number + shift, number)
        for path, shift in (("long", 0), ("shifted", 1))
        for number in range(22_000)
    ]


@given(
    st.binary(max_size=3000),
    st.text(st.characters(codec="utf-8"), min_size=8, max_size=150).filter(str.strip),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"]),
    st.data(),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_text_put_anywhere_is_found(
    tmp_path: Path, noise: bytes, text: str, encoding: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(noise)))
    needles = Needles.of([text])
    file = tmp_path / "file"
    file.write_bytes(noise)
    assume(not residue(tmp_path, [text]))
    assert scan(tmp_path, needles).findings == ()
    file.write_bytes(noise[:place] + text.encode(encoding) + noise[place:])
    if needles.texts():
        assert encoding in {finding.encoding for finding in scan(tmp_path, needles).findings}


def test_links_are_not_followed(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    (elsewhere / "file").write_bytes(SAID)
    (home / "link").symlink_to(elsewhere / "file")
    (home / "folder").symlink_to(elsewhere)
    (home / "round").symlink_to(home)
    (home / "broken").symlink_to(home / "nowhere")
    assert scan(home, ZANZIBAR) == ScanReport((), ())
    (home / "hard").hardlink_to(elsewhere / "file")
    assert len(scan(home, ZANZIBAR).findings) == 1


def test_a_home_that_is_a_link_is_the_folder_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/file").write_bytes(SAID)
    (tmp_path / "link").symlink_to(tmp_path / "home")
    assert len(scan(tmp_path / "link", ZANZIBAR).findings) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert scan(tmp_path, ZANZIBAR) == ScanReport((), ())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads anything")
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_cannot_be_read_is_an_error_that_names_it(tmp_path: Path, kind: str) -> None:
    barred = tmp_path / "barred"
    barred.touch() if kind == "file" else barred.mkdir()
    barred.chmod(0)
    try:
        with pytest.raises(HomeNotUsable, match="barred cannot be read"):
            scan(tmp_path, ZANZIBAR)
    finally:
        barred.chmod(0o700)


def test_a_home_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(HomeNotUsable, match="nowhere cannot be read"):
        scan(tmp_path / "nowhere", ZANZIBAR)


def test_files_that_vanish_are_passed_over(tmp_path: Path) -> None:
    for name in ("a", "c"):
        (tmp_path / name).write_bytes(name.encode() * 5)
    buffer = memoryview(bytearray(100))
    read = []
    for path, content in read_files(tmp_path, ["a", "b", "c", "c/below"]):
        while count := content.readinto(buffer):
            read.append((path, bytes(buffer[:count])))
        read += [(path, b"vanished")] if content.vanished else []
    assert read == [("a", b"aaaaa"), ("b", b"vanished"), ("c", b"ccccc"), ("c/below", b"vanished")]


def deleted_rows(path: Path, secure: bool) -> Path:
    """Make a database with rows, delete half of them, and close it."""
    with closing(sqlite3.connect(path / "ana.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(f"PRAGMA secure_delete = {'ON' if secure else 'OFF'}")
        database.execute("CREATE TABLE said (number INTEGER PRIMARY KEY, text, vector)")
        rows = [(n, f"secret number {n} of Zanzibar", bytes(range(n, n + 99))) for n in range(100)]
        database.executemany("INSERT INTO said VALUES (?, ?, ?)", rows)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("DELETE FROM said WHERE number % 2")
        if secure:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.mark.parametrize("secure", [False, True])
def test_deleted_rows_are_found_unless_they_were_overwritten(tmp_path: Path, secure: bool) -> None:
    deleted_rows(tmp_path, secure)
    gone = [f"secret number {number} of Zanzibar" for number in range(1, 100, 2)]
    stays = [f"secret number {number} of Zanzibar" for number in range(0, 100, 2)]
    left = {finding.what for finding in scan(tmp_path, Needles.of(gone)).findings}
    assert (left == set()) is secure
    assert bool(residue(tmp_path, gone)) is not secure
    assert len(scan(tmp_path, Needles.of(stays)).findings) == 50


def test_databases_that_are_open_here_stay_locked(tmp_path: Path) -> None:
    script = "import sqlite3, sys\n" + "sqlite3.connect(sys.argv[1], timeout=0).execute({!r})"
    other = [sys.executable, "-c", script.format("BEGIN IMMEDIATE"), str(tmp_path / "ana.db")]
    with closing(sqlite3.connect(tmp_path / "ana.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE said (text)")
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO said VALUES ('x')")
        scan(tmp_path, ZANZIBAR)
        blocked = subprocess.run(other, capture_output=True, text=True)
        assert "database is locked" in blocked.stderr
        database.execute("COMMIT")
        assert subprocess.run(other, capture_output=True).returncode == 0
