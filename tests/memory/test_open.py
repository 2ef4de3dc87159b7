"""Where a Memory lives, and what opening and closing leave behind."""

from pathlib import Path

import pytest

from memory_agent import Memory
from memory_agent.models import MiniLM
from tests.memory.asking import learn, texts


def test_the_home_is_made_and_known_again(home: Path, embedder: MiniLM) -> None:
    with Memory.open(str(home / "deep" / "er"), embedder=embedder) as memory:
        learn(memory, "I live in Rome.")
    with Memory.open(home / "deep" / "er", embedder=embedder) as memory:
        assert texts(memory) == ["The user lives in Rome."]


def test_the_home_can_be_named_by_the_environment(
    home: Path, embedder: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEMORY_AGENT_HOME", str(home))
    with Memory.open(embedder=embedder) as memory:
        assert memory.home == home


def test_without_a_name_the_home_is_in_the_users_folder(
    tmp_path: Path, embedder: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MEMORY_AGENT_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    with Memory.open(embedder=embedder) as memory:
        assert memory.home == tmp_path / ".memory-agent"
    with Memory.open("~/elsewhere", embedder=embedder) as memory:
        assert memory.home == tmp_path / "elsewhere"


def test_a_closed_memory_leaves_one_file_a_user_and_closing_twice_is_harmless(
    home: Path, embedder: MiniLM
) -> None:
    memory = Memory.open(home, embedder=embedder)
    learn(memory, "I live in Rome.", "ana")
    learn(memory, "I live in Oslo.", "ben")
    memory.close()
    memory.close()
    assert sorted(path.suffix for path in (home / "users").iterdir()) == [".db", ".db"]
