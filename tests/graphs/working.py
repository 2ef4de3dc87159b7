"""What the tests of the graphs say and ask."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from langgraph.runtime import Runtime

from memory_agent.domain import Candidate, Change, Memory, Message, Provenance, Turn
from memory_agent.domain.ids import new_id
from memory_agent.domain.times import now
from memory_agent.models import Embedder
from memory_graphs import RecallState, Writing, build_recall, build_remember, find
from memory_graphs.ports import Reading
from memory_stores import Filter, NewVector, UserStore

SAID_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def accept(store: UserStore, *texts: str, infer: bool = True, session: str = "talk") -> list[Turn]:
    """Put sentences of the user's into the queue, in one session."""
    messages = [Message("user", text, session_id=session, said_at=SAID_AT) for text in texts]
    return store.ledger.accept(messages, infer=infer)


def remember(writing: Writing, *texts: str, infer: bool = True) -> dict[str, Any]:
    """Accept sentences and take all that waits through the graph, as one batch."""
    accept(writing.store, *texts, infer=infer)
    return digest(writing)


def digest(writing: Writing) -> dict[str, Any]:
    """Take all that waits through the graph, as one batch."""
    waiting = writing.store.ledger.pending(100)
    state: Any = {"turns": waiting, "changes": [], "ignored": []}
    done: dict[str, Any] = build_remember().invoke(
        state, {"recursion_limit": 10 + 20 * len(waiting)}, context=writing
    )
    return done


def recall(reading: Reading, query: str, **more: Any) -> dict[str, Any]:
    """Ask for hits, or, where a budget is given, the recall graph for a block."""
    state = asking(query, **more)
    if state["budget"] is None:
        return {"hits": find(state, reading)}
    done: dict[str, Any] = build_recall().invoke(state, context=reading)
    return done


def asking(query: str, **more: Any) -> RecallState:
    state: dict[str, Any] = {
        "query": query,
        "wanted": Filter(),
        "collections": frozenset({"memories", "turns"}),
        "limit": 10,
        "budget": None,
        "shown": frozenset(),
    }
    return {**state, **more}  # type: ignore[typeddict-item]


def lent(context: Any) -> Runtime[Any]:
    """The runtime that a node is handed."""
    return Runtime(context=context)


def candidate(turn: Turn, text: str, quote: str | None = None, **fields: Any) -> Candidate:
    """A candidate that cites words of a turn, all of them if none are named."""
    cited = turn.text if quote is None else quote
    start = turn.text.index(cited)
    source = Provenance(turn.id, turn.session_id, turn.role, cited, start, start + len(cited))
    given: dict[str, Any] = {"kind": "fact", "rule": "test", "confidence": 0.9} | fields
    return Candidate(text=text, source=source, **given)


def know(store: UserStore, embedder: Embedder, *texts: str, **fields: Any) -> list[Memory]:
    """Write memories straight into the store, with their vectors."""
    given: dict[str, Any] = {"kind": "fact", "status": "current", "confidence": 0.9, "version": 1}
    given |= fields
    made = [Memory(id=new_id("m"), text=text, recorded_at=now(), **given) for text in texts]
    vectors = [
        NewVector("memories", memory.id, embedder.model, vector.astype("<f4").tobytes())
        for memory, vector in zip(made, embedder.embed(texts), strict=True)
    ]
    changes = [Change("add", memory, "written by the test", "test") for memory in made]
    at = store.ledger.commit(changes, vectors=vectors)
    assert at is not None
    return [replace(memory, recorded_at=at) for memory in made]


def current(store: UserStore) -> list[str]:
    """The sentences that are known now."""
    return [memory.text for memory in store.ledger.memories()]


def ops(changes: Sequence[Change]) -> list[tuple[str, str]]:
    return [(change.op, change.memory.text) for change in changes]
