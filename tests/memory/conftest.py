"""Real memories in a temporary home; the models are loaded once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from memory_agent import Memory
from memory_agent.models import MiniLM


@pytest.fixture(scope="session")
def embedder() -> MiniLM:
    return MiniLM()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def memory(home: Path, embedder: MiniLM) -> Iterator[Memory]:
    with Memory.open(home, embedder=embedder) as opened:
        yield opened
