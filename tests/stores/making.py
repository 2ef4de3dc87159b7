"""Making records to keep, and keeping them, in one line each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from memory_agent.domain import Change, Memory, Message, Operation, Provenance, Turn
from memory_agent.domain.ids import new_id
from memory_stores.ledger import NewVector, SqliteLedger

MODEL = "a-model"
START = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    """Return the moment so many days after the first of January 2026."""
    return START + timedelta(days=number)


def said(ledger: SqliteLedger, text: str, **fields: Any) -> Turn:
    """Accept one turn of the user's."""
    (turn,) = ledger.accept([Message("user", text, **fields)])
    return turn


def citing(turn: Turn, quote: str) -> Provenance:
    """Return the provenance of the first place where a turn says something."""
    start = turn.text.index(quote)
    return Provenance(turn.id, turn.session_id, turn.role, quote, start, start + len(quote))


def memory(text: str, **fields: Any) -> Memory:
    """Return a memory that no ledger has yet."""
    given: dict[str, Any] = {
        "id": new_id("m"),
        "kind": "fact",
        "status": "current",
        "confidence": 0.9,
    }
    given |= {"recorded_at": START, "version": 1}
    return Memory(text=text, **(given | fields))


def adding(new: Memory, **fields: Any) -> Change:
    """Return the change that adds a memory."""
    return Change("add", new, "it was said", "test", source=new.source, **fields)


def add(ledger: SqliteLedger, text: str, **fields: Any) -> Memory:
    """Record a new memory."""
    new = memory(text, **fields)
    assert ledger.commit([adding(new)], at=new.recorded_at)
    return new


def revise(
    ledger: SqliteLedger,
    old: Memory,
    op: Operation,
    *,
    vectors: Sequence[NewVector] = (),
    **fields: Any,
) -> Memory:
    """Record the next revision of a memory."""
    new = replace(old, version=old.version + 1, **fields)
    change = Change(op, new, "it was decided", "test")
    assert ledger.commit([change], vectors=vectors, at=new.recorded_at)
    return new


def fade(ledger: SqliteLedger, old: Memory, **fields: Any) -> Memory:
    """Record that a memory fades."""
    return revise(ledger, old, "fade", status="faded", **fields)


def restore(ledger: SqliteLedger, old: Memory, **fields: Any) -> Memory:
    """Record that a memory is brought back."""
    return revise(ledger, old, "restore", status="current", **fields)


def vector_of(owner: Memory | Turn, values: Sequence[float], model: str = MODEL) -> NewVector:
    """Return an embedding to keep."""
    collection = "memories" if isinstance(owner, Memory) else "turns"
    return NewVector(collection, owner.id, model, np.array(values, "<f4").tobytes())  # type: ignore[arg-type]
