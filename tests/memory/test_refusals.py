"""Bad input: refused with what was wrong, and nothing of the call is kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw
import pytest
from langchain_core.messages import HumanMessage

from memory_agent import Memory
from memory_agent.domain import Message
from memory_agent.domain.errors import (
    HomeNotUsable,
    InvalidInput,
    InvalidPolicy,
    InvalidTurn,
    InvalidUser,
    LedgerTooNew,
    NotFound,
)
from memory_agent.models import MiniLM
from tests.memory.asking import learn, texts

TOMORROW = datetime.now(UTC) + timedelta(days=3)
REFUSED: dict[str, tuple[object, dict[str, Any], str]] = {
    "NUL": ("I live in\0Rome.", {}, "NUL at offset 9"),
    "lone surrogate": ("I live in Rome \ud83d", {}, "surrogate at offset 15"),
    "empty": ("", {}, "empty"),
    "blank": (" \n\t", {}, "empty"),
    "ten megabytes": ("I live in Rome. " * 655_360, {}, "10485760 bytes"),
    "unknown role": ({"role": "robot", "content": "hi"}, {}, "'robot'"),
    "no role": ({"content": "hi"}, {}, "role is missing"),
    "no content": ({"role": "user"}, {}, "text is missing"),
    "content is a number": ({"role": "user", "content": 5}, {}, "not text"),
    "blocks without text": (HumanMessage([{"type": "image_url", "image_url": "x"}]), {}, "empty"),
    "strange blocks": ({"role": "user", "content": [7, {"text": 8}, None]}, {}, "empty"),
    "no message": (7, {}, " is int"),
    "naive time": ("hi", {"at": datetime(2026, 1, 1)}, "no zone"),
    "future": ("hi", {"at": TOMORROW}, "in the future"),
    "time as text": ("hi", {"at": "2026-01-01T00:00:00Z"}, "datetime with a zone"),
    "empty session": ("hi", {"session_id": ""}, "session_id is empty"),
    "NUL in the assistant's id": ("hi", {"agent_id": "a\0"}, "agent_id has a NUL"),
    "metadata is no text": ("hi", {"metadata": {"a": 1}}, "metadata 'a' is not text"),
    "name is no text": ({"role": "user", "content": "hi", "name": 5}, {}, "name is not text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_message_is_refused_and_nothing_of_the_call_is_kept(
    memory: Memory, case: str
) -> None:
    bad, more, why = REFUSED[case]
    for given in (bad, ["I live in Rome.", bad]):
        with pytest.raises(InvalidTurn, match=why):
            memory.add(given, user_id="ana", **more)
    assert memory.users() == []


def test_a_refusal_leaves_what_was_known(memory: Memory) -> None:
    learn(memory, "I live in Rome.")
    before = memory.stats(user_id="ana")
    with pytest.raises(InvalidTurn):
        memory.add(["I moved to Oslo.", ""], user_id="ana")
    assert memory.stats(user_id="ana") == before
    assert texts(memory) == ["The user lives in Rome."]


def test_the_longest_text_that_is_taken_is_kept_whole(memory: Memory) -> None:
    text = "I live in Rome. " + "x" * ((1 << 20) - 16)
    memory.add(text, user_id="ana", wait=False, infer=False)
    memory.flush()
    (hit,) = memory.search("Rome", user_id="ana", memories=False)
    assert hit.text == text


@pytest.mark.parametrize("user_id", ["", "  ", "x" * 1025, "\ud800", None, 5])
def test_what_cannot_be_a_user_is_refused_by_every_call(memory: Memory, user_id: Any) -> None:
    calls: list[Any] = [
        lambda: memory.add("hi", user_id=user_id),
        lambda: memory.ingest([Message("user", "hi")], user_id=user_id),
        lambda: memory.search("hi", user_id=user_id),
        lambda: memory.context("hi", user_id=user_id),
        lambda: memory.list(user_id=user_id),
        lambda: memory.get("m-1", user_id=user_id),
        lambda: memory.profile(user_id=user_id),
        lambda: memory.stats(user_id=user_id),
        lambda: memory.has_user(user_id),
    ]
    for call in calls:
        with pytest.raises(InvalidUser):
            call()


@pytest.mark.parametrize("number", [0, -1])
def test_limits_and_budgets_below_one_are_refused(memory: Memory, number: int) -> None:
    with pytest.raises(InvalidInput, match="1 or more"):
        memory.search("hi", user_id="ana", limit=number)
    with pytest.raises(InvalidInput, match="1 or more"):
        memory.context("hi", user_id="ana", budget=number)
    with pytest.raises(InvalidInput, match="1 or more"):
        memory.list(user_id="ana", limit=number)


@pytest.mark.parametrize("name", ["as_of", "valid_at"])
def test_moments_without_a_zone_are_refused(memory: Memory, name: str) -> None:
    naive: Any = {name: datetime(2026, 1, 1)}
    for call in (memory.search, memory.context):
        with pytest.raises(InvalidInput, match="without a zone"):
            call("hi", user_id="ana", **naive)
    with pytest.raises(InvalidInput, match="without a zone"):
        memory.list(user_id="ana", **naive)


def test_what_is_not_there_is_not_found(memory: Memory) -> None:
    known = learn(memory, "I live in Rome.")
    for user_id, memory_id in (("ana", "m-nobody"), ("ben", known.id)):
        calls: list[Any] = [memory.get, memory.forget, memory.restore, memory.history]
        for call in calls:
            with pytest.raises(NotFound):
                call(memory_id, user_id=user_id)
        with pytest.raises(NotFound):
            memory.update(memory_id, "The user lives in Oslo.", user_id=user_id)
        with pytest.raises(NotFound):
            memory.turn(memory_id, user_id=user_id)
    for call in (memory.stats, memory.maintain):
        with pytest.raises(NotFound):
            call(user_id="ben")
    assert memory.users() == ["ana"]


def test_a_home_that_is_a_file_is_not_usable(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    for home in (taken, taken / "below"):
        with pytest.raises(HomeNotUsable, match="taken"):
            Memory.open(home)
    assert taken.read_text(encoding="utf-8") == "mine"


def test_a_ledger_of_a_newer_version_is_refused_and_left_alone(
    home: Path, embedder: MiniLM
) -> None:
    with Memory.open(home, embedder=embedder) as memory:
        learn(memory, "I live in Rome.")
    (file,) = (home / "users").glob("*.db")
    connection = apsw.Connection(str(file))
    connection.pragma("user_version", 999)
    connection.pragma("wal_checkpoint(TRUNCATE)")
    connection.close()
    before = file.read_bytes()
    with Memory.open(home, embedder=embedder) as memory:
        with pytest.raises(LedgerTooNew, match="999"):
            memory.list(user_id="ana")
        with pytest.raises(LedgerTooNew, match="upgrade"):
            memory.add("I moved to Oslo.", user_id="ana")
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "toml", ["[expire", "[expyre]", "[expire]\ndays = 3", "[expire.days]\nfact = -1"]
)
def test_policies_that_cannot_be_understood_are_refused_before_anything_fades(
    memory: Memory, home: Path, toml: str
) -> None:
    learn(memory, "I live in Rome.")
    (home / "policies.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(InvalidPolicy, match=r"policies\.toml"):
        memory.maintain(user_id="ana")
    assert texts(memory) == ["The user lives in Rome."]
