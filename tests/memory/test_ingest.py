"""Reading archives in: idempotent, interruptible."""

from collections.abc import Iterator
from typing import Any

import pytest

from memory_agent import Memory
from memory_agent.domain import Message
from memory_agent.domain.errors import InvalidTurn
from tests.memory.asking import archive, everything, texts

SAID = ("I live in Rome.", "Thanks!", "I am allergic to peanuts.", "I moved to Oslo.")
KNOWN = ["The user is allergic to peanuts.", "The user moved to Oslo."]


def long_archive(length: int) -> list[Message]:
    """More messages than are accepted in one go, of which the last says something."""
    return archive(*(f"Thanks, number {n}!" for n in range(length - 1)), "I live in Rome.")


def test_ingest_says_what_was_new_and_what_it_came_to(memory: Memory) -> None:
    reached: list[int] = []
    digest = memory.ingest(archive(*SAID), user_id="ana", progress=reached.append)
    assert [turn.text for turn in digest.turns] == list(SAID)
    assert [change.op for change in digest.changes] == ["add", "add", "add", "supersede"]
    assert sum(reached) == len(SAID)
    assert texts(memory) == KNOWN


def test_ingest_gives_what_was_ignored_with_a_reason(memory: Memory) -> None:
    digest = memory.ingest(archive("Wilbur moved to Paris."), user_id="ana")
    (ignored,) = digest.ignored
    assert "Wilbur" in ignored.reason and digest.changes == ()


def test_reading_an_archive_twice_adds_nothing(memory: Memory) -> None:
    memory.ingest(archive(*SAID), user_id="ana")
    before = everything(memory, "ana"), memory.stats(user_id="ana")
    again = memory.ingest(archive(*SAID), user_id="ana")
    assert (again.turns, again.changes, again.ignored) == ((), (), ())
    assert (everything(memory, "ana"), memory.stats(user_id="ana")) == before


def test_a_longer_archive_adds_only_what_is_new(memory: Memory) -> None:
    memory.ingest(archive(*SAID[:2]), user_id="ana")
    digest = memory.ingest(archive(*SAID), user_id="ana")
    assert [turn.text for turn in digest.turns] == list(SAID[2:])
    assert texts(memory) == KNOWN


def test_the_same_archive_is_new_to_another_user(memory: Memory) -> None:
    memory.ingest(archive(*SAID), user_id="ana")
    assert len(memory.ingest(archive(*SAID), user_id="ben").turns) == len(SAID)


def test_messages_without_a_key_are_always_new(memory: Memory) -> None:
    for _ in range(2):
        memory.ingest([Message("user", "I live in Rome.")], user_id="ana")
    assert memory.stats(user_id="ana")["turns"] == 2
    assert [r.op for r in memory.history(memory.list(user_id="ana")[0].id, user_id="ana")] == [
        "add",
        "reinforce",
    ]


def test_an_archive_that_breaks_off_goes_on_at_the_second_call(memory: Memory) -> None:
    messages = long_archive(300)

    def broken() -> Iterator[Message]:
        yield from messages[:270]
        raise OSError("the disk was pulled out")

    with pytest.raises(OSError, match="pulled out"):
        memory.ingest(broken(), user_id="ana")
    kept = memory.stats(user_id="ana")
    assert 0 < kept["turns"] < 300 and kept["pending"] == 0
    digest = memory.ingest(messages, user_id="ana")
    assert len(digest.turns) == 300 - kept["turns"]
    assert memory.stats(user_id="ana")["turns"] == 300
    assert texts(memory) == ["The user lives in Rome."]


def test_a_digestion_that_fails_goes_on_at_the_second_call(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Any) -> Any:
        raise ValueError("a model that is not there")

    monkeypatch.setattr(memory._embedder, "embed", fail)
    with pytest.raises(ValueError, match="not there"):
        memory.ingest(archive(*SAID), user_id="ana")
    assert memory.stats(user_id="ana")["pending"] == len(SAID)
    monkeypatch.undo()
    digest = memory.ingest(archive(*SAID), user_id="ana")
    assert digest.turns == () and len(digest.changes) == 4
    assert texts(memory) == KNOWN


@pytest.mark.parametrize("bad", ["", "a\0b", "\ud800"])
def test_a_bad_message_stops_the_reading_and_its_chunk_is_not_kept(
    memory: Memory, bad: str
) -> None:
    with pytest.raises(InvalidTurn):
        memory.ingest([*archive(*SAID), Message("user", bad)], user_id="ana")
    assert memory.users() == []
    assert len(memory.ingest(archive(*SAID), user_id="ana").turns) == len(SAID)


def test_nothing_to_read_makes_no_user(memory: Memory) -> None:
    digest = memory.ingest([], user_id="ana")
    assert (digest.turns, memory.users()) == ((), [])
