"""Verify, rebuild and a change of the embedder, over the public API."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from memory_agent import Memory, Settings
from memory_agent.domain import Health
from memory_agent.domain.errors import InvalidInput, NotFound
from memory_agent.models import MiniLM
from memory_stores.encryption import Passphrase, create

SAID = "I live in Porto. My sister Eva works at Acme, and I love Thai food."
USER = "ana"


class Reversed:
    """Another model: MiniLM's vectors, read from the end."""

    model = "reversed"
    dimensions = 384

    def __init__(self, embedder: MiniLM) -> None:
        self._embedder = embedder
        self.left = 10**9

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.left -= len(texts)
        if self.left < 0:
            raise KeyboardInterrupt
        return np.ascontiguousarray(self._embedder.embed(texts)[:, ::-1])


def found(memory: Memory) -> list[str]:
    return [hit.text for hit in memory.search("what does she eat?", user_id=USER)]


def test_a_life_is_whole_and_stays_so(memory: Memory) -> None:
    memory.add(SAID, user_id=USER)
    health = memory.verify(user_id=USER)
    assert isinstance(health, Health)
    assert health.problems == ()
    assert health.checked["memories"] == len(memory.list(user_id=USER)) > 2
    assert memory.verify(user_id=USER).head == health.head
    memory.add("I moved to Rome.", user_id=USER)
    assert memory.verify(user_id=USER).head != health.head


@pytest.mark.parametrize("vectors", [True, False])
def test_invariant_1_one_truth_no_read_changes_by_a_rebuild(memory: Memory, vectors: bool) -> None:
    memory.add(SAID, user_id=USER)
    memory.add("I moved to Rome.", user_id=USER)

    def reads() -> list[object]:
        return [
            memory.list(user_id=USER, status=None),
            memory.graph(user_id=USER),
            memory.profile(user_id=USER).text,
            memory.context("dinner?", user_id=USER).text,
            memory.search("where does she live?", user_id=USER),
        ]

    before = reads()
    seen: list[int] = []
    counts = memory.rebuild(user_id=USER, vectors=vectors, progress=seen.append)
    assert reads() == before
    assert counts["vectors"] == counts["memories"] + counts["turns"]
    assert sum(seen) == (counts["vectors"] if vectors else 0)


def test_a_new_embedder_finds_by_meaning_once_all_is_embedded_again(
    home: Path, embedder: MiniLM
) -> None:
    with Memory.open(home, embedder=embedder) as memory:
        memory.add(SAID, user_id=USER)
        before = found(memory)
    with Memory.open(home, embedder=Reversed(embedder)) as memory:
        (problem,) = memory.verify(user_id=USER).problems
        assert "no vector of reversed" in problem
        vectors = memory.stats(user_id=USER)["vectors"]
        assert memory.reembed(user_id=USER) == vectors
        assert memory.verify(user_id=USER).problems == ()
        assert memory.stats(user_id=USER)["vectors"] == vectors
        assert found(memory) == before
        assert memory.reembed(user_id=USER) == 0


def test_an_interrupted_change_of_the_embedder_goes_on_and_never_mixes_models(
    home: Path, embedder: MiniLM
) -> None:
    sentences = " ".join(f"I visited city number {n}." for n in range(80))
    with Memory.open(home, embedder=embedder) as memory:
        memory.add(sentences, user_id=USER, infer=False)
        for number in range(70):
            memory.add(f"I own boat number {number}.", user_id=USER, infer=False)
        vectors = memory.stats(user_id=USER)["vectors"]
    another = Reversed(embedder)
    with Memory.open(home, embedder=another) as memory:
        another.left = 70
        with pytest.raises(KeyboardInterrupt):
            memory.reembed(user_id=USER)
        assert memory.stats(user_id=USER)["vectors"] == vectors + 64
        another.left = 10**9
        memory.search("boats", user_id=USER)  # Of this model's vectors only
        assert memory.reembed(user_id=USER) == vectors - 64
        assert memory.stats(user_id=USER)["vectors"] == vectors


def test_a_life_under_a_new_key_reads_as_before(tmp_path: Path, embedder: MiniLM) -> None:
    home = tmp_path / "home"
    words = "correct horse"
    create(home, Passphrase(words))
    with Memory.open(home, embedder=embedder, passphrase=words) as memory:
        memory.add(SAID, user_id=USER)
        before = memory.list(user_id=USER)
        memory.rekey(user_id=USER)
        assert memory.list(user_id=USER) == before
        assert memory.verify(user_id=USER).problems == ()


def test_what_cannot_be_is_refused(memory: Memory, home: Path, embedder: MiniLM) -> None:
    memory.add(SAID, user_id=USER)
    with pytest.raises(InvalidInput, match="not encrypted"):
        memory.rekey(user_id=USER)
    for call in (memory.verify, memory.rebuild, memory.reembed, memory.rekey):
        with pytest.raises(NotFound):
            call(user_id="nobody")
    with pytest.raises(InvalidInput, match="accepted are exact, chroma"):
        Memory.open(home, embedder=embedder, settings=Settings(vector_index="faiss"))
