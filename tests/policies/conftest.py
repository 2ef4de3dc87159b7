"""The embedder, loaded once."""

import pytest

from memory_agent.models import MiniLM
from tests.policies.knowing import World


@pytest.fixture(scope="session")
def embedder() -> MiniLM:
    return MiniLM()


@pytest.fixture
def world(embedder: MiniLM) -> World:
    return World(embedder)
