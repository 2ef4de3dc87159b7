"""Invariant 2, acknowledged is durable: whatever kills or crowds the process that wrote it."""

import multiprocessing
import subprocess
import sys
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from memory_agent.domain import Message
from memory_stores.ledger import Filter, LedgerHome, SqliteLedger
from memory_stores.lexical import search_text
from tests.stores.acknowledging import accept_many
from tests.stores.making import said

SPAWN = multiprocessing.get_context("spawn")


def killed_after(path: Path, lines: int, mode: str) -> list[str]:
    """Run a process that accepts turns, kill it -9 in mid-work; return what it acknowledged."""
    command = [sys.executable, "-m", "tests.stores.acknowledging", str(path), "100000", mode]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        seen = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        seen += process.stdout.readlines()
    assert len(seen) >= lines
    return [line.rstrip("\n") for line in seen if line.endswith("\n")]


def test_every_acknowledged_turn_survives_kill_9_and_still_waits(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    for lines in (1, 7, 40):
        path = tmp_path / "ana.db"
        acknowledged += killed_after(path, lines, "accept")
        ledger = SqliteLedger(path, "ana", busy_timeout=5)
        waiting = [turn.text for turn, infer in ledger.pending(10**6) if infer]
        left = iter(waiting)
        assert all(text in left for text in acknowledged)  # In order; one more may be there
        with ledger.reading() as connection:
            assert connection.pragma("integrity_check") == "ok"
        ledger.close()


def test_a_turn_is_digested_exactly_once_or_waits_when_digestion_is_killed(tmp_path: Path) -> None:
    for lines in (3, 20):
        path = tmp_path / f"{lines}.db"
        killed_after(path, lines, "digest")
        ledger = SqliteLedger(path, "ana", busy_timeout=5)
        waiting = {turn.text for turn, _ in ledger.pending(10**6)}
        known = [memory.text for memory in ledger.memories()]
        counts = ledger.counts()
        assert len(set(known)) == len(known) >= lines - 1
        assert not waiting & set(known)
        assert len(waiting) + len(known) == counts["turns"]
        assert counts["vectors"] == 2 * len(known)
        assert counts["relations"] == counts["revisions"] == len(known)
        found = search_text(ledger, "memories", ["turn"], 10**6, Filter())
        assert len(found) == len(known)
        ledger.close()


def accept_together(path: str, name: str, together: Barrier) -> None:
    together.wait(20)
    accept_many(path, name, 50)


def test_two_processes_that_write_to_one_user_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ana.db"
    together = SPAWN.Barrier(2)
    writers = [
        SPAWN.Process(target=accept_together, args=(str(path), name, together))
        for name in ("a", "b")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    ledger = SqliteLedger(path, "ana", busy_timeout=5)
    turns = [turn for turn, _ in ledger.pending(1000)]
    assert [turn.position for turn in turns] == list(range(1, 101))
    for name in ("a", "b"):
        own = [turn.text for turn in turns if turn.text.startswith(name)]
        assert own == [f"{name} {number}" for number in range(50)]
    ledger.close()


def open_many(folder: str, count: int, together: Barrier) -> None:
    for number in range(count):
        together.wait(20)
        ledger = SqliteLedger(Path(folder) / f"{number}.db", "ana", busy_timeout=30)
        said(ledger, "Hello")
        ledger.close()


def test_processes_that_make_one_users_file_at_the_same_moment_all_succeed(tmp_path: Path) -> None:
    together = SPAWN.Barrier(3)
    makers = [SPAWN.Process(target=open_many, args=(str(tmp_path), 8, together)) for _ in range(3)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join(60)
    assert [maker.exitcode for maker in makers] == [0, 0, 0]
    for number in range(8):
        ledger = SqliteLedger(tmp_path / f"{number}.db", "ana", busy_timeout=5)
        assert ledger.counts()["turns"] == 3
        ledger.close()


@pytest.mark.parametrize("waiting", [True, False])
def test_a_file_that_is_closed_while_turns_wait_is_found_at_the_next_start(
    tmp_path: Path, waiting: bool
) -> None:
    first = LedgerHome(tmp_path, max_open=1, busy_timeout=1)
    with first.ledger("ana") as ledger:
        turn = said(ledger, "I live in Lyon.")
        if not waiting:
            ledger.commit([], digested=turn)
    first.close()
    for _ in range(2):  # Looking does not make it forget
        second = LedgerHome(tmp_path, max_open=1, busy_timeout=1)
        assert second.users() == ["ana"]
        assert second.unclean() == (["ana"] if waiting else [])
        second.close()
    copy = tmp_path / "copy.db"
    second = LedgerHome(tmp_path, max_open=1, busy_timeout=1)
    with second.ledger("ana") as ledger:
        copy.write_bytes(ledger.path.read_bytes())
        for turn, _ in ledger.pending(9):
            ledger.commit([], digested=turn)
    second.close()
    assert second.unclean() == []
    copied = SqliteLedger(copy, "ana", busy_timeout=1)  # The file alone has everything
    assert copied.counts()["turns"] == 1
    copied.close()


def test_what_a_killed_process_left_is_found_at_the_next_start(tmp_path: Path) -> None:
    home = LedgerHome(tmp_path, max_open=1, busy_timeout=5)
    with home.ledger("ana") as ledger:
        path = ledger.path
        ledger.accept([Message("assistant", "Hello")])
    home.close()
    assert home.unclean() == []
    killed_after(path, 2, "accept")
    assert [home.unclean(), home.users(), home.unclean()] == [["ana"]] * 3
    with home.ledger("ana") as ledger:
        assert len(ledger.pending(1000)) >= 2
    home.close()
    assert home.unclean() == ["ana"]
