"""Forgetting by policy, from the home's policies.toml."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from memory_agent import Memory
from tests.memory.asking import everything, found, learn, texts

LONG_AGO = datetime(2023, 5, 3, 12, tzinfo=UTC)
RETAINED = "The user works at Brightwater."


@pytest.fixture
def ana(memory: Memory, home: Path) -> Memory:
    learn(memory, "I live in Rome.", at=LONG_AGO)
    learn(memory, "I work at Brightwater.")
    (home / "policies.toml").write_text("[expire.days]\nfact = 100\n", encoding="utf-8")
    return memory


def test_what_is_past_its_time_fades_with_its_reason_and_can_be_restored(ana: Memory) -> None:
    (change,) = ana.maintain(user_id="ana")
    assert (change.op, change.memory.text) == ("fade", "The user lives in Rome.")
    assert change.actor == "policy:expire" and "2023-05-03" in change.reason
    assert texts(ana) == [RETAINED] and found(ana, "Rome") == [RETAINED]
    ana.restore(change.memory.id, user_id="ana")
    assert set(texts(ana)) == {RETAINED, "The user lives in Rome."}


def test_a_dry_run_says_what_would_go_and_changes_nothing(ana: Memory) -> None:
    before = everything(ana, "ana"), ana.stats(user_id="ana")
    would = ana.maintain(user_id="ana", dry_run=True)
    assert (everything(ana, "ana"), ana.stats(user_id="ana")) == before
    did = ana.maintain(user_id="ana")
    assert [(c.memory.id, c.reason) for c in would] == [(c.memory.id, c.reason) for c in did]


def test_nothing_goes_without_a_file_that_says_so(memory: Memory) -> None:
    learn(memory, "I live in Rome.", at=LONG_AGO)
    assert memory.maintain(user_id="ana") == []
    assert texts(memory) == ["The user lives in Rome."]


def test_a_changed_file_counts_at_the_next_call(ana: Memory, home: Path) -> None:
    (home / "policies.toml").write_text("[expire]\nenabled = false\n", encoding="utf-8")
    assert ana.maintain(user_id="ana") == []
    (home / "policies.toml").unlink()
    assert ana.maintain(user_id="ana") == []
