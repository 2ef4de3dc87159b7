"""A secret is never written: whichever way it comes in, no file of the home holds it."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from memory_agent import Memory
from memory_agent.domain import Message
from memory_agent.models import MiniLM

SECRET = "zq7Hunter2xk"  # noqa: S105 - the test's own
SAID = f"By the way, my wifi password is {SECRET}. I live in Porto."

Way = Callable[[Memory], object]


def update(memory: Memory) -> None:
    (change,) = memory.add("I live in Rome.", user_id="ana")
    memory.update(change.memory.id, f"The password is {SECRET}.", user_id="ana")


def ask(memory: Memory) -> None:
    memory.add("I live in Rome.", user_id="ana")
    assert memory.context(f"is my password {SECRET} safe in Rome?", user_id="ana").text


WAYS: dict[str, Way] = {
    "a sentence": lambda m: m.add(SAID, user_id="ana"),
    "as it is": lambda m: m.add(SAID, user_id="ana", infer=False),
    "behind": lambda m: m.add(SAID, user_id="ana", wait=False),
    "an assistant": lambda m: m.add({"role": "assistant", "content": SAID}, user_id="ana"),
    "a tool": lambda m: m.add({"role": "tool", "content": SAID}, user_id="ana"),
    "langchain": lambda m: m.add([HumanMessage(SAID)], user_id="ana"),
    "blocks": lambda m: m.add(
        {"role": "user", "content": [{"type": "text", "text": SAID}]}, user_id="ana"
    ),
    "an archive": lambda m: m.ingest([Message("user", SAID, key="1")], user_id="ana"),
    "a name": lambda m: m.add(
        {"role": "user", "content": "Hi.", "name": f"pw: {SECRET}"}, user_id="ana"
    ),
    "metadata": lambda m: m.add("Hi.", user_id="ana", metadata={"password": SECRET}),
    "a metadata key": lambda m: m.add("Hi.", user_id="ana", metadata={f"pw {SECRET}": "x"}),
    "an edit": update,
    "a query": ask,
}


def bytes_of(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


@pytest.mark.parametrize("way", WAYS)
def test_no_file_holds_a_secret_whichever_way_it_came(
    way: str, home: Path, embedder: MiniLM
) -> None:
    with Memory.open(home, embedder=embedder) as memory:
        WAYS[way](memory)
        memory.flush()
    written = bytes_of(home)
    assert SECRET.encode() not in written
    assert b"[password removed]" in written  # so that the above can fail


def test_the_rest_is_learned_and_the_turn_says_what_was_masked(
    memory: Memory, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "memory_agent"):
        (change,) = memory.add(SAID, user_id="ana", metadata={"app": "demo"})
    assert change.memory.text == "The user lives in Porto."
    assert change.source is not None
    turn = memory.turn(change.source.turn_id, user_id="ana")
    assert turn.text == "By the way, my wifi password is [password removed]. I live in Porto."
    assert dict(turn.metadata) == {"app": "demo", "masked": "password"}
    assert "masked" in caplog.text and SECRET not in caplog.text


@pytest.mark.parametrize("said", ["My PIN is 4821.", "my password is hunter2", "hunter2 is my pw"])
def test_a_masked_secret_becomes_no_memory(memory: Memory, said: str) -> None:
    assert memory.add(said, user_id="ana") == []
