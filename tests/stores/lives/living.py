"""Lives to export: a full one, and random ones."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from memory_agent.domain import Candidate, Destruction, Ignored, LoggedContext, Message, Provenance
from memory_stores.ledger import Filter, LedgerHome, SqliteLedger
from memory_stores.lives import export_life, import_life
from tests.stores.making import START, add, adding, citing, day, fade, memory, revise, vector_of


@contextmanager
def home(path: Path, **more: Any) -> Iterator[LedgerHome]:
    """Open a home."""
    opened = LedgerHome(path, max_open=4, busy_timeout=2, **more)
    try:
        yield opened
    finally:
        opened.close()


def live(ledger: SqliteLedger) -> None:
    """Live a life that has everything: several models, erasures, a queue, contexts, a pin."""
    words = "I moved from “Oslo” 🙂 to Lima.\nMy sister is Mia."
    messages = [
        Message("user", words, session_id="s1", said_at=day(0), key="k1", metadata={"é": "ü"}),
        Message("assistant", "Lovely!", session_id="s1", agent_id="a", name="Robin"),
        Message("user", "My PIN is 12345.", session_id="s2"),
        Message("user", "I like long walks by the river.", session_id="s2"),
        Message("user", "It waits.", session_id="s3"),
    ]
    turns = ledger.accept(messages)
    oslo = memory("The user lives in Oslo.", source=citing(turns[0], "Oslo"), subject="user")
    oslo_change = adding(oslo)
    candidate = Candidate("fact", "Lovely.", citing(turns[0], "to"), "a rule", 0.1)
    ledger.commit([oslo_change], digested=turns[0], ignored=[Ignored(candidate, "small talk")])
    for turn in turns[2:4]:
        ledger.commit([], digested=turn)
    triple: dict[str, Any] = {"subject": "user", "predicate": "lives_in", "object": "Lima"}
    old = revise(ledger, oslo, "supersede", status="superseded", valid_to=day(3))
    lima = memory("The user lives in Lima.", pinned=True, source=citing(turns[0], "Lima"), **triple)
    ledger.commit([adding(lima, displaces=old.id)], vectors=[vector_of(lima, [1, 0])])
    ledger.commit([], vectors=[vector_of(lima, [0, 1, 0], "another"), vector_of(turns[3], [0, 1])])
    pin = add(ledger, "The user's PIN is 12345.", source=citing(turns[2], "12345"))
    fade(ledger, add(ledger, "The user’s sister is Mía.", subject="Mia", confidence=1.0))
    struck = Provenance(turns[0].id, "s1", "user", "Mia", 43, 46)
    destroyed = ledger.destroy(
        Destruction(memories=frozenset({pin.id}), turns=frozenset({turns[2].id}), words=(struck,))
    )
    ledger.finish_erasure(destroyed.erasure, json.dumps({"id": "e-1", "note": "gone ✓"}))
    logged = LoggedContext("c-1", START, "where?", 100, "- Lima", 2, (lima.id,), (turns[3].id,), 2)
    ledger.log_contexts([(logged, 1)], 10)


def exported(path: Path, to: Path, user_id: str = "ana", **more: Any) -> bytes:
    """Return what the export of a home's user is."""
    with home(path, **more) as ledgers:
        export_life(ledgers, user_id, to)
    return to.read_bytes()


def imported(path: Path, file: Path, user_id: str | None = None, **more: Any) -> dict[str, int]:
    """Import a file into a home."""
    with home(path, **more) as ledgers:
        return import_life(ledgers, file, user_id)[1]


def reads(ledger: SqliteLedger) -> list[Any]:
    """All that can be read."""
    known = ledger.memories(Filter(status=None))
    return [
        known,
        [ledger.memories(Filter(status=None, as_of=day(n))) for n in (-1, 0, 9999)],
        ledger.log(None, None, None),
        ledger.histories([m.id for m in known]),
        sorted(ledger.relations(), key=repr),
        sorted(ledger.entities(), key=repr),
        ledger.contexts(None),
        ledger.receipts(),
        ledger.pending(99),
        ledger.counts(),
        ledger.verify(),
    ]
