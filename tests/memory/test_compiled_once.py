"""The graphs are compiled once for each Memory, however often it is called."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

import memory_graphs
from memory_agent import Memory

BUILDERS = ("build_remember", "build_recall", "build_maintain")


def test_each_graph_is_compiled_once_however_many_calls(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: Counter[str] = Counter()

    def counting(name: str, build: Callable[[], Any]) -> Callable[[], Any]:
        def count() -> Any:
            built[name] += 1
            return build()

        return count

    for name in BUILDERS:
        monkeypatch.setattr(memory_graphs, name, counting(name, getattr(memory_graphs, name)))
    for user_id in ("ana", "ben", "ana"):
        memory.add("I live in Rome.", user_id=user_id)
        memory.add("I love tea.", user_id=user_id, wait=False)
        memory.flush()
        memory.search("home", user_id=user_id)
        memory.context("home", user_id=user_id)
        memory.maintain(user_id=user_id, dry_run=True)
        memory.maintain(user_id=user_id)
    assert built == dict.fromkeys(BUILDERS, 1)
