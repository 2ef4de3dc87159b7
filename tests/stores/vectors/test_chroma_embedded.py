"""Chroma in a folder of each user's: what holds of any index, and what files can suffer."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from time import monotonic, sleep

import pytest

from memory_agent.domain.errors import StoreError
from memory_stores.ledger import SqliteLedger
from memory_stores.vectors.chroma import ChromaVectorIndex
from tests.stores.making import MODEL, add, vector_of
from tests.stores.vectors.conformance import (
    MakeIndex,
    VectorIndexConformance,
    fill,
    random_block,
    texts,
)
from tests.stores.vectors.processes import PATIENCE, files_with, searching, wait_until_half_fed
from tests.stores.vectors.stepping import check_two_processes

WIDTH = 64


class TestEmbeddedChroma(VectorIndexConformance):
    @pytest.fixture
    def make_index(self, tmp_path: Path) -> Iterator[MakeIndex]:
        with ExitStack() as opened:
            yield lambda: opened.enter_context(closing(make(tmp_path, max_open=1)))


def make(home: Path, *, max_open: int = 4, busy_timeout: float = 5.0) -> ChromaVectorIndex:
    return ChromaVectorIndex(home, max_open=max_open, busy_timeout=busy_timeout)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[ChromaVectorIndex]:
    with closing(make(tmp_path)) as index:
        yield index


def folder_of(home: Path) -> Path:
    """Return the one folder under ``chroma/``."""
    (folder,) = (path for path in (home / "chroma").iterdir() if path.is_dir())
    return folder


def open_folders(home: Path) -> set[str]:
    """Return the folders under ``chroma/`` of which this process has files open."""
    links = Path("/proc/self/fd").iterdir()
    paths = [link.readlink() for link in links if link.is_symlink()]
    root = home / "chroma"
    inside = [path.relative_to(root) for path in paths if path.is_relative_to(root)]
    return {path.parts[0] for path in inside if path.suffix != ".lock"}


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for Chroma's threads, which close files after `close` has returned."""
    deadline = monotonic() + PATIENCE
    while not true():
        assert monotonic() < deadline
        sleep(0.01)


def test_two_connections_find_what_comparing_finds_after_any_changes(tmp_path: Path) -> None:
    def make_indexes(home: Path) -> tuple[ChromaVectorIndex, ChromaVectorIndex]:
        index = make(home)
        return index, index  # Two would keep each other out

    check_two_processes(tmp_path, make_indexes, examples=8)


def test_a_process_killed_while_it_feeds_leaves_an_index_that_mends(
    tmp_path: Path, ledger: SqliteLedger, index: ChromaVectorIndex
) -> None:
    block = random_block(2500, WIDTH)
    known = fill(ledger, block.tolist())
    with searching(tmp_path, ledger, WIDTH) as process:
        wait_until_half_fed(ledger, len(known))
        process.kill()
    for place in (0, 1249, 2499):
        assert texts(ledger, index, block[place], 1) == [known[place].text]
    assert index.check(ledger) == []


def test_a_second_process_is_told_who_has_the_folder_until_the_first_is_gone(
    tmp_path: Path, ledger: SqliteLedger
) -> None:
    fill(ledger, [[1, 0], [0, 1]])
    with closing(make(tmp_path, busy_timeout=0.05)) as index:
        with searching(tmp_path, ledger, 2) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "found\n"
            for refused in (texts, lambda ledger, index: index.erase_user(ledger.user_id)):
                with pytest.raises(StoreError, match=r"another process.*`chroma run`"):
                    refused(ledger, index)
            new = add(ledger, "Said while the other had it.")
            ledger.commit([], vectors=[vector_of(new, [0.8, 0.6])])
        assert texts(ledger, index) == ["Number 0.", new.text, "Number 1."]


def test_two_indexes_take_turns_once_one_forgets(tmp_path: Path, ledger: SqliteLedger) -> None:
    fill(ledger, [[1, 0]])
    with closing(make(tmp_path)) as first, closing(make(tmp_path)) as second:
        for number in range(2):
            for index in (first, second):
                assert len(texts(ledger, index)) == 1 + number
                index.forget_user("ana")
            new = add(ledger, "New.")
            ledger.commit([], vectors=[vector_of(new, [0, 1])])


def test_erasing_leaves_no_byte_of_a_vector_in_any_file(
    tmp_path: Path, ledger: SqliteLedger, index: ChromaVectorIndex
) -> None:
    block = random_block(1500, WIDTH)
    known = fill(ledger, block.tolist())
    texts(ledger, index, block[0])
    names = {path.name for path in files_with(tmp_path / "chroma", block[:1])}
    assert "data_level0.bin" in names  # Kept as given: a scan would find it
    with ledger.reading() as connection:
        connection.execute(
            "DELETE FROM vectors WHERE owner IN (SELECT owner FROM vectors LIMIT 50)"
        )
    index.erase_user("ana")
    assert [path for path in (tmp_path / "chroma").rglob("*") if path.is_file()] == []
    assert texts(ledger, index, block[0], 2000) == texts(ledger, index, block[0], 1450)
    assert files_with(tmp_path / "chroma", block[:50]) == []
    assert files_with(tmp_path / "chroma", block[50:60]) != []
    assert len(known) == 1500


def test_chroma_is_given_no_text_and_no_name(
    tmp_path: Path, ledger: SqliteLedger, index: ChromaVectorIndex
) -> None:
    new = add(ledger, "The user is called Evangeline.")
    ledger.commit([], vectors=[vector_of(new, [1, 0])])
    assert texts(ledger, index) == [new.text]
    index.close()
    for path in (tmp_path / "chroma").rglob("*"):
        assert "ana" not in path.name.split(".")
        if path.is_file():
            data = path.read_bytes()
            assert b"Evangeline" not in data
            assert new.id.encode() not in data


@pytest.mark.parametrize("harm", ["wiped", "emptied", "put back", "scribbled on", "cut short"])
def test_a_folder_that_came_to_harm_is_filled_again(
    tmp_path: Path, ledger: SqliteLedger, index: ChromaVectorIndex, harm: str
) -> None:
    fill(ledger, [[1, 0]])
    texts(ledger, index)
    index.close()
    folder = folder_of(tmp_path)
    shutil.copytree(folder, tmp_path / "copy")
    fill(ledger, [[0.6, 0.8], [0, 1]])
    assert len(texts(ledger, index)) == 3
    index.close()
    (database,) = folder.rglob("chroma.sqlite3")
    if harm == "scribbled on":
        database.write_bytes(b"rubbish" * 1000)
    elif harm == "cut short":
        os.truncate(database, 5000)
    else:
        shutil.rmtree(folder)
    if harm == "emptied":
        folder.mkdir()
    if harm == "put back":
        shutil.copytree(tmp_path / "copy", folder)
    (problem,) = index.check(ledger)
    assert "damaged" in problem or "the ledger 3;" in problem
    assert texts(ledger, index) == ["Number 0.", "Number 0.", "Number 1."]
    assert index.check(ledger) == []


def test_no_more_users_are_kept_open_than_was_said_and_their_files_are_closed(
    tmp_path: Path,
) -> None:
    with ExitStack() as opened, closing(make(tmp_path, max_open=2)) as index:
        for user in ("ana", "bob", "eve", "joe"):
            ledger = SqliteLedger(tmp_path / f"{user}.db", user, busy_timeout=5)
            opened.enter_context(closing(ledger))
            fill(ledger, [[1, 0]])
            assert texts(ledger, index) == ["Number 0."]
            wait_until(lambda: len(open_folders(tmp_path)) <= 2)
            assert open_folders(tmp_path) != set()
        index.close()
        wait_until(lambda: open_folders(tmp_path) == set())
        assert list((tmp_path / "chroma").glob("*.lock")) == []


def test_a_folder_that_cannot_be_made_is_a_clear_error(
    tmp_path: Path, ledger: SqliteLedger, index: ChromaVectorIndex
) -> None:
    (tmp_path / "chroma").write_text("a file in the way")
    with pytest.raises(StoreError, match="chroma"):
        texts(ledger, index)
    assert index.search(ledger, "memories", MODEL, random_block(1, 2)[0], 9, {1}) == []
