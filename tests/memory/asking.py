"""What the tests of `Memory` say to it, and ask of it."""

from datetime import UTC, datetime
from typing import Any

from memory_agent import Memory, domain
from memory_agent.domain import Message

JANUARY = datetime(2026, 1, 5, 10, tzinfo=UTC)
MARCH = datetime(2026, 3, 5, 10, tzinfo=UTC)


def texts(memory: Memory, user_id: str = "ana", **filters: Any) -> list[str]:
    """The sentences that are known of a user."""
    return [known.text for known in memory.list(user_id=user_id, **filters)]


def found(memory: Memory, query: str, user_id: str = "ana", **filters: Any) -> list[str]:
    """The sentences of the memories that a search finds."""
    hits = memory.search(query, user_id=user_id, turns=False, **filters)
    return [hit.text for hit in hits]


def learn(memory: Memory, text: str, user_id: str = "ana", **more: Any) -> domain.Memory:
    """Say one sentence that is remembered, and return its memory."""
    (change,) = memory.add(text, user_id=user_id, **more)
    assert change.op == "add"
    return change.memory


def turn_of(memory: Memory, known: domain.Memory, user_id: str = "ana") -> domain.Turn:
    """The turn that a memory came from."""
    assert known.source is not None
    return memory.turn(known.source.turn_id, user_id=user_id)


def archive(*said: str, session: str = "s1") -> list[Message]:
    """Messages with keys, as an importer gives them."""
    return [
        Message("user", text, session_id=session, said_at=JANUARY, key=f"{session}/{number}")
        for number, text in enumerate(said)
    ]


def everything(memory: Memory, user_id: str) -> Any:
    """All that can be read of a user."""
    known = memory.list(user_id=user_id, status=None)
    return known, [memory.history(m.id, user_id=user_id) for m in known]
