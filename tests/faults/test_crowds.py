"""Many at once: nothing is lost, no lock is shown, and of two who change one memory one is told."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from evals.faults.embedder import Hashing
from memory_agent import Memory
from memory_agent.domain.errors import LedgerConflict
from tests.faults.crowd import EACH, PROCESSES, THREADS
from tests.faults.running import printed


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What eight processes with four threads each left; one that saw a lock would have failed."""
    came: dict[str, Any] = printed("tests.faults.crowd", tmp_path_factory.mktemp("crowd"))
    assert came["ended"] == [0] * PROCESSES
    return came


def said_by(process: int, thread: int) -> list[str]:
    return [f"{process}.{thread}.{number} was here" for number in range(EACH)]


def test_invariant_2_eight_processes_and_thirty_two_threads_on_one_user_lose_nothing(
    crowd: dict[str, Any],
) -> None:
    known = crowd["known"]["everybody"]
    everything = [s for p in range(PROCESSES) for t in range(THREADS) for s in said_by(p, t)]
    assert sorted(known) == sorted(everything)
    for process in range(PROCESSES):
        for thread in range(THREADS):
            own = [text for text in known if text.startswith(f"{process}.{thread}.")]
            assert own == said_by(process, thread)  # In the order in which they were said
    assert crowd["problems"] == [] and set(crowd["pending"]) == {0}


def test_the_same_on_a_user_each_lose_and_mix_nothing(crowd: dict[str, Any]) -> None:
    for process in range(PROCESSES):
        for thread in range(THREADS):
            assert crowd["known"][f"user {process}.{thread}"] == said_by(process, thread)


def test_every_update_that_was_acknowledged_stands_in_the_history_and_no_other(
    crowd: dict[str, Any],
) -> None:
    first, *later = crowd["history"]
    won = [said for said in crowd["attempts"] if said]
    assert first == "Nobody was here"
    assert sorted(later) == sorted(won)
    assert crowd["versions"] == list(range(1, len(won) + 2))
    assert len(crowd["attempts"]) == PROCESSES * THREADS * EACH
    assert crowd["known"]["shared"] == [later[-1]]


class Meeting(Hashing):
    """An embedder that holds its callers until there are two, once."""

    def __init__(self) -> None:
        super().__init__()
        self.both = threading.Barrier(2)
        self.wanted = False

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.wanted:
            self.both.wait(30)
        return super().embed(texts)


def test_of_two_who_update_a_memory_at_once_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    meeting = Meeting()
    with (
        Memory.open(tmp_path, embedder=meeting) as one,
        Memory.open(tmp_path, embedder=meeting) as other,
    ):
        one.add("I love tea.", user_id="ana", infer=False)
        (known,) = other.list(user_id="ana")
        meeting.wanted = True  # Both have read the memory when they meet

        def update(memory: Memory, text: str) -> str | None:
            try:
                memory.update(known.id, text, user_id="ana")
            except LedgerConflict as error:
                assert known.id in str(error)
                return None
            return text

        with ThreadPoolExecutor(2) as pool:
            tries = (one, other), ("I love rooibos.", "I love mate.")
            won, lost = sorted(pool.map(update, *tries), key=lambda text: text is None)
        assert won is not None and lost is None
        meeting.wanted = False
        again = "I love both of them."
        other.update(known.id, again, user_id="ana")  # Who reads it again may decide anew
        history = [r.memory and r.memory.text for r in one.history(known.id, user_id="ana")]
        assert history == ["I love tea.", won, again]
