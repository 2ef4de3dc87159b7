"""A home with the cheap embedder, shared by the tests of a file."""

from collections.abc import Iterator

import pytest

from memory_agent import Memory
from tests.invariants.living import open_home


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Memory]:
    with open_home(tmp_path_factory.mktemp("shared") / "home") as opened:
        yield opened
