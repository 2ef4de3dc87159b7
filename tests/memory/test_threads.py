"""One Memory shared between threads, and its async twins."""

import asyncio
import inspect
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from memory_agent import Memory
from memory_agent.domain.errors import NotFound
from tests.memory.asking import archive, found, learn, texts

TWINS = [name for name, member in inspect.getmembers(Memory) if hasattr(Memory, f"a{name}")]
ROOMS = 8
EACH = 5


def test_invariant_2_eight_threads_that_add_to_one_user_and_search_lose_nothing(
    memory: Memory,
) -> None:
    together = threading.Barrier(ROOMS)

    def live(room: int) -> None:
        together.wait(30)
        for number in range(EACH):
            label = f"Box {room}{number} stands in room {room}."
            memory.add(label, user_id="ana", infer=False, wait=number % 2 == 0)
            memory.search(label, user_id="ana")
            assert memory.context(label, user_id="ana").tokens <= 400

    with ThreadPoolExecutor(ROOMS) as pool:
        for done in [pool.submit(live, room) for room in range(ROOMS)]:
            done.result(60)
    memory.flush()
    expected = {f"Box {r}{n} stands in room {r}." for r in range(ROOMS) for n in range(EACH)}
    assert set(texts(memory)) == expected and len(texts(memory)) == len(expected)
    counts = memory.stats(user_id="ana")
    assert (counts["turns"], counts["pending"]) == (ROOMS * EACH, 0)
    assert counts["vectors"] == 2 * ROOMS * EACH
    for label in sorted(expected)[:3]:
        assert found(memory, label)[0] == label


def test_threads_of_many_users_do_not_wait_on_each_others_results(memory: Memory) -> None:
    def live(user_id: str) -> list[str]:
        memory.add("I live in Rome.", user_id=user_id)
        memory.add("I moved to Oslo.", user_id=user_id)
        return texts(memory, user_id)

    with ThreadPoolExecutor(8) as pool:
        known = list(pool.map(live, [f"user {number}" for number in range(16)]))
    assert known == [["The user moved to Oslo."]] * 16


def test_everything_an_app_calls_has_an_async_twin() -> None:
    assert set(TWINS) >= {
        *("add", "search", "context", "get", "list"),
        *("update", "forget", "restore", "history", "profile"),
    }
    for name in TWINS:
        twin = getattr(Memory, f"a{name}")
        assert inspect.iscoroutinefunction(twin)
        assert twin.__name__ == f"a{name}" and twin.__doc__


def test_the_async_twins_do_what_the_methods_do(memory: Memory) -> None:
    async def live() -> dict[str, Any]:
        ana: dict[str, Any] = {"user_id": "ana"}
        (change,) = await memory.aadd("I am allergic to peanuts.", **ana)
        known = change.memory.id
        await memory.aadd("I live in Rome.", wait=False, **ana)
        await memory.aflush()
        await memory.aupdate(known, "The user is allergic to walnuts.", **ana)
        await memory.aforget(known, **ana)
        await memory.arestore(known, **ana)
        digest = await memory.aingest(archive("I love sushi."), **ana)
        assert len(digest.turns) == len(digest.changes) == 1
        return {
            "get": await memory.aget(known, **ana),
            "history": await memory.ahistory(known, **ana),
            "search": await memory.asearch("walnuts", **ana),
            "context": await memory.acontext("walnuts", **ana),
            "list": await memory.alist(**ana),
            "profile": await memory.aprofile(**ana),
        }

    result = asyncio.run(live())
    known = result["get"].id
    assert result["get"] == memory.get(known, user_id="ana")
    assert result["history"] == memory.history(known, user_id="ana")
    assert result["search"] == memory.search("walnuts", user_id="ana")
    assert result["context"] == memory.context("walnuts", user_id="ana")
    assert result["list"] == memory.list(user_id="ana")
    assert result["profile"] == memory.profile(user_id="ana")
    assert [r.op for r in result["history"]] == ["add", "update", "fade", "restore"]


def test_an_async_twin_raises_what_its_method_raises(memory: Memory) -> None:
    async def live() -> None:
        await memory.aget("m-1", user_id="ana")

    with pytest.raises(NotFound, match="no user 'ana'"):
        asyncio.run(live())


def test_the_loop_goes_on_while_memory_works(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn(memory, "I live in Rome.")
    embed, loop_ran = memory._embedder.embed, threading.Event()

    def slow(given: list[str]) -> Any:
        assert loop_ran.wait(30), "the loop was blocked"
        return embed(given)

    monkeypatch.setattr(memory._embedder, "embed", slow)

    async def live() -> None:
        working = asyncio.ensure_future(memory.asearch("Where do I live?", user_id="ana"))
        await asyncio.sleep(0.01)
        loop_ran.set()
        assert (await working)[0].text == "The user lives in Rome."

    asyncio.run(live())
