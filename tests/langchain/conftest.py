from collections.abc import Iterator
from pathlib import Path

import pytest

from memory_agent import Memory


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory.open(tmp_path / "home") as opened:
        yield opened
