"""Exporting and importing lives through `Memory`."""

import asyncio
import io
from pathlib import Path

import pytest

from memory_agent import Memory
from memory_agent.domain.errors import InvalidInput, LedgerDamaged, NotFound
from memory_agent.models import MiniLM
from memory_agent.settings import Settings
from memory_stores.ledger.naming import user_file
from tests.memory.asking import archive, everything, found, learn, texts


def live(memory: Memory) -> None:
    """Let Ana live a little: learn, change her mind, forget, erase, be asked."""
    learn(memory, "I live in Oslo.")
    memory.add("I moved to Lima in March 2026.", user_id="ana")
    cat = learn(memory, "My cat is called Pebble.")
    memory.forget(cat.id, user_id="ana")
    secret = learn(memory, "My dog is called Bramble.")
    memory.erase(secret.id, user_id="ana")
    memory.ingest(archive("I love hiking.", "I am allergic to peanuts."), user_id="ana")
    memory.context("where does she live?", user_id="ana")


def test_a_life_in_another_home_answers_the_same(
    memory: Memory, embedder: MiniLM, tmp_path: Path
) -> None:
    live(memory)
    counts = memory.export(tmp_path / "ana.jsonl", user_id="ana")
    assert counts["contexts"] == 1  # What waits to be logged is in it
    with Memory.open(tmp_path / "other", embedder=embedder) as other:
        assert other.import_(tmp_path / "ana.jsonl") == counts
        assert other.users() == ["ana"]
        assert everything(other, "ana") == everything(memory, "ana")
        for query in ("where does she live?", "food", "her cat", "Bramble"):
            assert found(other, query) == found(memory, query)
            one, two = (m.context(query, user_id="ana").text for m in (memory, other))
            assert one == two
        assert other.profile(user_id="ana") == memory.profile(user_id="ana")
        assert other.graph(user_id="ana") == memory.graph(user_id="ana")
        assert other.receipts(user_id="ana") == memory.receipts(user_id="ana")
        assert other.verify(user_id="ana").problems == ()
        assert other.verify(user_id="ana").head == memory.verify(user_id="ana").head


def test_it_is_the_same_bytes_again(memory: Memory, embedder: MiniLM, tmp_path: Path) -> None:
    live(memory)
    memory.export(tmp_path / "ana.jsonl", user_id="ana")
    with Memory.open(tmp_path / "other", embedder=embedder) as other:
        other.import_(tmp_path / "ana.jsonl")
        other.export(tmp_path / "again.jsonl", user_id="ana")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "ana.jsonl").read_bytes()
    assert b"Bramble" not in (tmp_path / "again.jsonl").read_bytes()


def test_what_waits_is_digested_where_it_arrives(
    memory: Memory, embedder: MiniLM, home: Path, tmp_path: Path
) -> None:
    with memory._stores.user("ana") as store:
        store.ledger.accept(archive("I live in Lima."))
    memory.export(tmp_path / "ana.jsonl", user_id="ana")
    later = Settings(catch_up=False)
    with Memory.open(tmp_path / "other", embedder=embedder, settings=later) as other:
        assert other.import_(tmp_path / "ana.jsonl")["queue"] == 1
        assert texts(other) == []
    with Memory.open(tmp_path / "other", embedder=embedder) as other:
        other.flush()
        assert len(texts(other)) == 1
    with Memory.open(tmp_path / "third", embedder=embedder) as other:
        other.import_(tmp_path / "ana.jsonl")
        other.flush()
        assert len(texts(other)) == 1


def test_texts_without_vectors_are_embedded(
    memory: Memory, embedder: MiniLM, tmp_path: Path
) -> None:
    learn(memory, "I live in Lima.")
    written = io.BytesIO()
    memory.export(written, user_id="ana")
    bare = [line for line in written.getvalue().splitlines() if b'"type":"vector"' not in line]
    bare[-1] = bare[-1].replace(b'"vectors":2', b'"vectors":0')
    told: list[int] = []
    with Memory.open(tmp_path / "other", embedder=embedder) as other:
        other.import_(io.BytesIO(b"\n".join(bare)), progress=told.append)
        assert other.verify(user_id="ana").problems == ()
        again = io.BytesIO()
        other.export(again, user_id="ana")
    assert again.getvalue() == written.getvalue()
    assert sum(told) == len(bare) + 2


def test_under_another_name_beside_the_first(memory: Memory, tmp_path: Path) -> None:
    live(memory)
    memory.export(tmp_path / "ana.jsonl", user_id="ana")
    with pytest.raises(InvalidInput, match="--user"):
        memory.import_(tmp_path / "ana.jsonl")
    memory.import_(tmp_path / "ana.jsonl", user_id="bo")
    assert texts(memory, "bo") == texts(memory, "ana")
    memory.erase(user_id="ana", everything=True)
    memory.import_(tmp_path / "ana.jsonl")
    assert texts(memory, "ana") == texts(memory, "bo") != []


def test_nobody_is_not_exported(memory: Memory, tmp_path: Path) -> None:
    for salvage in (False, True):
        with pytest.raises(NotFound, match="no user 'ana'"):
            memory.export(tmp_path / "ana.jsonl", user_id="ana", salvage=salvage)
    assert not (tmp_path / "ana.jsonl").exists()


def test_a_damaged_life_is_salvaged(home: Path, embedder: MiniLM, tmp_path: Path) -> None:
    with Memory.open(home, embedder=embedder) as memory:
        live(memory)
        memory.export(tmp_path / "ana.jsonl", user_id="ana")
    path = user_file(home / "users", "ana")
    damaged = path.read_bytes().replace(b"The user", b"The tree")
    path.write_bytes(damaged)
    with Memory.open(home, embedder=embedder) as memory:
        counts = memory.export(tmp_path / "saved.jsonl", user_id="ana", salvage=True)
        assert counts["lost_revisions"] > 0 == counts["lost_turns"]
        memory.import_(tmp_path / "saved.jsonl", user_id="bo")
        assert memory.verify(user_id="bo").problems == ()
        path.write_bytes(b"\xa5" * len(damaged))
    with Memory.open(home, embedder=embedder) as memory, pytest.raises(LedgerDamaged):
        memory.export(tmp_path / "none.jsonl", user_id="ana", salvage=True)


def test_the_async_twins_do_the_same(memory: Memory, tmp_path: Path) -> None:
    learn(memory, "I live in Lima.")

    async def move() -> None:
        counts = await memory.aexport(tmp_path / "ana.jsonl", user_id="ana")
        assert await memory.aimport_(tmp_path / "ana.jsonl", user_id="bo") == counts

    asyncio.run(move())
    assert texts(memory, "bo") == texts(memory, "ana")
