"""A disk that is full or broken: the call says so, nothing half-done stays, and it goes on."""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.running import printed

CALLS = {"add", "accept", "edit", "erase", "rebuild", "take_in"}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Calls of each kind, in whose middle a write or a sync fails."""
    came: list[dict[str, Any]] = printed(
        "tests.faults.on_a_failing_disk", tmp_path_factory.mktemp("failing")
    )
    return came


def test_a_failing_disk_is_told_as_a_store_error_that_names_the_file(
    broken: list[dict[str, Any]],
) -> None:
    assert {came["call"] for came in broken} == CALLS
    told = [came for came in broken if came["said"] is not None]
    assert all(f"{came['home']}/users/" in came["said"] for came in told)
    assert {came["call"] for came in told if came["what"] == "sync"} == CALLS
    writes = [came for came in broken if came["what"] == "write"]
    assert all(came["said"] is not None for came in writes)  # Each fails in the call's middle
    assert any("no room left" in came["said"] for came in writes)


def test_what_failed_is_wholly_there_or_not_at_all_and_the_store_goes_on(
    broken: list[dict[str, Any]],
) -> None:
    for came in broken:
        assert came["whole"] and came["kept"], came
        assert came["problems"] == [], came


def test_files_that_may_grow_no_further_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    came = printed("tests.faults.on_a_filling_disk", tmp_path / "home")
    assert came["acknowledged"] and came["errors"]
    assert all(str(tmp_path / "home" / "users") in error for error in came["errors"])
    assert came["known"][0] == "Note 0" and came["known"][-1] == "There is room again"
    assert set(came["acknowledged"]) <= set(came["known"])
    assert len(set(came["known"])) == len(came["known"]) == came["turns"]
    assert (came["waiting"], came["problems"]) == (0, [])
