"""The chat model that a command line names reads what is added, and nothing else waits for it."""

import pytest

from tests.cli.running import CommandLine
from tests.extraction.llm.models import PORTO, TextModel, written


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put a scripted model in the place of what a provider makes; return the names asked for."""
    names: list[str] = []

    def make(name: str) -> TextModel:
        names.append(name)
        return TextModel(script=[written(PORTO)])

    monkeypatch.setattr("langchain.chat_models.init_chat_model", make)
    return names


def test_the_named_model_reads_what_is_added(ana: CommandLine, named: list[str]) -> None:
    said = "I live in Porto, as ever is."
    [change] = ana.json("--model", "openai:gpt-x", "add", said)
    assert change["memory"]["text"] == "The user lives in Porto."
    [revision] = ana.json("log")
    assert revision["actor"] == "llm extract-v1: TextModel"
    ana.json("add", "Hm.", MEMORY_AGENT_MODEL="openai:gpt-y")
    assert named == ["openai:gpt-x", "openai:gpt-y"]


def test_what_only_reads_memories_opens_no_model(ana: CommandLine, named: list[str]) -> None:
    ana.json("add", "I live in Porto.", MEMORY_AGENT_MODEL="")
    assert len(ana.json("list", MEMORY_AGENT_MODEL="openai:gpt-x")) == 1
    assert named == []


def test_a_model_that_cannot_be_opened_is_refused_before_anything_is_stored(
    ana: CommandLine,
) -> None:
    assert "nobody:model" in ana.refused("--model", "nobody:model", "add", "I live in Porto.")
    assert not (ana.home / "users").exists()
