"""Real stores, extractor and embedder for the graphs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from memory_agent.domain import Profile
from memory_agent.domain.times import now
from memory_agent.extraction import LocalExtractor, WorthGate
from memory_agent.models import MiniLM, WordPieceCounter
from memory_graphs import Reading, Writing
from memory_stores import Stores, UserStore


@pytest.fixture(scope="session")
def embedder() -> MiniLM:
    return MiniLM()


@pytest.fixture(scope="session")
def extractor(embedder: MiniLM) -> LocalExtractor:
    return LocalExtractor(WorthGate(embedder.embed))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[UserStore]:
    """Ana's store, with nothing in it."""
    stores = open_stores(tmp_path)
    with stores.user("ana") as lent:
        yield lent
    stores.close()


@pytest.fixture
def rival(tmp_path: Path, store: UserStore) -> Iterator[UserStore]:
    """The same file as another process sees it."""
    stores = open_stores(tmp_path)
    with stores.user("ana") as lent:
        yield lent
    stores.close()


@pytest.fixture
def writing(store: UserStore, extractor: LocalExtractor, embedder: MiniLM) -> Writing:
    return Writing(store, extractor, embedder, now())


@pytest.fixture
def reading(store: UserStore, embedder: MiniLM) -> Reading:
    return Reading(store, embedder, WordPieceCounter(), lambda _: Profile("", 0, ()))


def open_stores(folder: Path) -> Stores:
    return Stores(folder / "home", max_open=8, vector_cache_bytes=1 << 20, busy_timeout=5.0)
