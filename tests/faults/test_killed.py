"""Killed -9 at random points, and opened again: the fault suite itself, and that it would tell."""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from evals.faults.children import ACKNOWLEDGED, READY, Acknowledge, ChildFailed, forked, killed
from evals.faults.judging import FAULTS, Course, Verdict, course, judge, standing
from evals.faults.scripts import Script, scripts
from memory_stores.ledger.connection import connect
from memory_stores.ledger.naming import user_file

ROUNDS = 25


def test_invariant_2_twenty_five_processes_killed_at_random_points_lose_and_halve_nothing(
    tmp_path: Path,
) -> None:
    out = tmp_path / "faults.json"
    command = [sys.executable, "-m", "evals", "faults", "--limit", str(ROUNDS), "--json", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(out.read_text("utf-8"))
    assert told["faults"] == 0 and told["notes"] == []
    assert sum(operation["rounds"] for operation in told["operations"]) == ROUNDS
    assert sum(operation["killed at work"] for operation in told["operations"]) > ROUNDS / 2
    assert [operation["name"] for operation in told["operations"]] == [s.name for s in scripts()]
    assert all(operation[fault] == 0 for operation in told["operations"] for fault in FAULTS)


@pytest.mark.parametrize(
    ("found", "done", "faults"),
    [("b", 1, {}), ("c", 2, {}), ("a", 0, {"lost": 1}), ("x", None, {"half-done": 1})],
)
def test_a_state_is_what_was_acknowledged_or_one_call_more_or_a_fault(
    found: str, done: int | None, faults: dict[str, int]
) -> None:
    verdict = Verdict()
    assert standing((found,), 1, [("a",), ("b",), ("c",), ("d",)], verdict) == done
    assert verdict.faults == faults


@pytest.fixture
def edited(tmp_path: Path) -> tuple[Script, Course, Path]:
    """A script of edits, what comes of it, and a home in which two of its steps are done."""
    script = next(script for script in scripts() if script.name == "edit")
    for name in ("straight", "home"):
        (tmp_path / name / "home").mkdir(parents=True)
        script.prepare(tmp_path / name)
    straight = course(script, tmp_path / "straight")
    with script.open(tmp_path / "home") as memory:
        for step in script.steps[:2]:
            step(memory)
    return script, straight, tmp_path / "home"


def test_nothing_is_wrong_with_a_home_that_was_left_in_order(edited: Any) -> None:
    script, straight, folder = edited
    assert judge(script, folder, 2, straight).faults == {}


def test_acknowledged_calls_that_are_not_there_are_counted_as_lost(edited: Any) -> None:
    script, straight, folder = edited
    assert judge(script, folder, 4, straight).faults == {"lost": 1}


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        ("UPDATE memories SET text = 'half' WHERE number = 1", "half-done"),
        ("DELETE FROM vectors", "half-done"),
        ("DELETE FROM relations; DELETE FROM memories WHERE number = 8", "half-done"),
    ],
)
def test_what_is_done_by_halves_is_counted(edited: Any, harm: str, fault: str) -> None:
    script, straight, folder = edited
    connection = connect(user_file(folder / "home" / "users", "ana"), busy_timeout=1)
    connection.execute(harm)
    connection.close()
    assert fault in judge(script, folder, 2, straight).faults


def test_erased_words_that_are_left_are_counted(tmp_path: Path) -> None:
    script = next(script for script in scripts() if script.name == "erase")
    (tmp_path / "home").mkdir()
    script.prepare(tmp_path)
    straight = course(script, tmp_path)
    done = len(script.steps)
    assert judge(script, tmp_path, done, straight).faults == {}
    (tmp_path / "home" / "left.txt").write_text("a Quokka")
    assert judge(script, tmp_path, done, straight).faults == {"residue": 2}


def ticking(calls: int, acknowledge: Acknowledge) -> None:
    acknowledge(READY)
    for _ in range(calls):
        acknowledge(ACKNOWLEDGED)
    if calls == 13:
        raise ValueError("bad luck")
    while calls == 7:
        pass


def test_a_child_is_killed_in_its_work_and_all_it_acknowledged_is_counted() -> None:
    one = killed(partial(ticking, 7), 0.2)
    assert (one.acknowledged, one.alive) == (7, True)
    one = killed(partial(ticking, 3), 30)
    assert (one.acknowledged, one.alive) == (3, False)


def test_what_a_child_raises_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ChildFailed, match="status"):
        killed(partial(ticking, 13), 30)
    assert "bad luck" in capfd.readouterr().err
    with pytest.raises(ChildFailed, match="bad luck"):
        forked(partial(ticking, 13, lambda _: None))
