"""Accepting now and digesting later: nothing is lost, nothing is digested twice."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from memory_agent import Memory, Settings
from memory_agent.domain.errors import ModelUnavailable
from memory_agent.models import MiniLM
from tests.memory.asking import learn, texts

SAID = ("I live in Rome.", "I am allergic to peanuts.", "I love sushi.")
KNOWN = ["The user lives in Rome.", "The user is allergic to peanuts.", "The user loves sushi."]


class Gated:
    """An embedder that waits for a gate, and fails if it is told to."""

    model = MiniLM.model
    dimensions = MiniLM.dimensions

    def __init__(self, inner: MiniLM) -> None:
        self.inner = inner
        self.gate = threading.Event()
        self.failing: Exception | None = None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        assert self.gate.wait(30)
        if self.failing:
            raise self.failing
        return self.inner.embed(texts)


@pytest.fixture
def gated(embedder: MiniLM) -> Gated:
    return Gated(embedder)


@pytest.fixture
def slow(home: Path, gated: Gated) -> Iterator[Memory]:
    with Memory.open(home, embedder=gated) as opened:
        yield opened
        gated.failing = None
        gated.gate.set()


def test_what_is_not_waited_for_is_durable_at_once_and_known_after_flush(
    slow: Memory, gated: Gated
) -> None:
    for text in SAID:
        assert slow.add(text, user_id="ana", wait=False) == []
    counts = slow.stats(user_id="ana")
    assert (counts["turns"], counts["pending"], counts["memories_current"]) == (3, 3, 0)
    gated.gate.set()
    slow.flush()
    assert texts(slow) == KNOWN
    assert slow.stats(user_id="ana")["pending"] == 0


def test_flush_with_nothing_waiting_returns(memory: Memory) -> None:
    memory.flush()
    learn(memory, "I live in Rome.")
    memory.flush()


def test_two_threads_that_flush_both_wait(slow: Memory, gated: Gated) -> None:
    slow.add(SAID[0], user_id="ana", wait=False)
    flushing = [threading.Thread(target=slow.flush) for _ in range(2)]
    for thread in flushing:
        thread.start()
        thread.join(0.05)
    assert all(thread.is_alive() for thread in flushing)
    gated.gate.set()
    for thread in flushing:
        thread.join(30)
    assert texts(slow) == KNOWN[:1]


def test_a_waiting_add_digests_what_waits_too(slow: Memory, gated: Gated) -> None:
    slow.add(SAID[0], user_id="ana", wait=False)
    gated.gate.set()
    slow.add(SAID[1], user_id="ana")
    assert texts(slow) == KNOWN[:2]


def test_close_digests_what_waits(home: Path, embedder: MiniLM) -> None:
    with Memory.open(home, embedder=embedder) as memory:
        for text in SAID:
            memory.add(text, user_id="ana", wait=False)
    with Memory.open(home, embedder=embedder, settings=Settings(catch_up=False)) as memory:
        assert texts(memory) == KNOWN


@pytest.mark.parametrize("error", [ModelUnavailable("no weights"), ValueError("a bug")])
def test_what_stops_digestion_is_raised_by_flush_and_the_turns_wait(
    slow: Memory, gated: Gated, error: Exception
) -> None:
    gated.failing = error
    gated.gate.set()
    for user_id in ("ana", "ben"):
        slow.add(SAID[0], user_id=user_id, wait=False)
    with pytest.raises(type(error), match=str(error)):
        slow.flush()
    assert slow.stats(user_id="ana")["pending"] == 1
    with pytest.raises(type(error), match=str(error)):
        slow.add(SAID[1], user_id="ana")
    gated.failing = None
    slow.add(SAID[2], user_id="ana", wait=False)
    slow.flush()
    assert texts(slow) == KNOWN


def test_what_failed_before_a_clean_close_is_digested_at_the_next_start(
    home: Path, gated: Gated
) -> None:
    gated.failing = ModelUnavailable("no weights")
    gated.gate.set()
    with Memory.open(home, embedder=gated) as memory:
        memory.add(SAID[0], user_id="ana", wait=False)
    gated.failing = None
    with Memory.open(home, embedder=gated) as memory:
        memory.flush()
        assert texts(memory) == KNOWN[:1]


STUCK = """
import os, sys, threading
from memory_agent import Memory
class Stuck:
    model, dimensions = "stuck", 384
    def embed(self, texts):
        threading.Event().wait()
memory = Memory.open(sys.argv[1], embedder=Stuck())
for text in sys.argv[2:]:
    memory.add(text, user_id="ana", wait=False)
os._exit(9)
"""
HALFWAY = """
import os, sys
from memory_agent import Memory
from memory_stores.ledger import SqliteLedger
real, done = SqliteLedger.commit, []
def commit(self, *changes, **more):
    if len(done) == 1:
        os._exit(9)
    done.append(real(self, *changes, **more))
    return done[-1]
SqliteLedger.commit = commit
memory = Memory.open(sys.argv[1])
memory.add(sys.argv[2:], user_id="ana")
"""


def killed(script: str, home: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-c", script, str(home), *SAID], check=False, timeout=120
    )
    assert process.returncode == 9


@pytest.mark.parametrize("script", [STUCK, HALFWAY], ids=["before", "halfway"])
def test_invariant_2_acknowledged_is_durable_a_killed_process_leaves_its_turns_to_the_next(
    home: Path, embedder: MiniLM, script: str
) -> None:
    killed(script, home)
    with Memory.open(home, embedder=embedder, settings=Settings(catch_up=False)) as memory:
        assert memory.users() == ["ana"]  # Only looking takes nothing from the next start
    for _ in range(2):
        with Memory.open(home, embedder=embedder) as memory:
            memory.flush()
            assert texts(memory, status=None) == KNOWN
            counts = memory.stats(user_id="ana")
            assert (counts["turns"], counts["pending"], counts["revisions"]) == (3, 0, 3)


def test_two_homes_open_on_one_folder_digest_a_turn_once(
    home: Path, slow: Memory, gated: Gated, embedder: MiniLM
) -> None:
    slow.add(SAID[0], user_id="ana", wait=False)
    with Memory.open(home, embedder=embedder) as other:
        other.flush()
        assert texts(other) == KNOWN[:1]
    gated.gate.set()
    slow.flush()
    assert texts(slow, status=None) == KNOWN[:1]
    assert slow.stats(user_id="ana")["revisions"] == 1
