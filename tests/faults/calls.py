"""Every public call of `Memory`, as someone would make it who knows what is in a life."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from evals.faults.embedder import Hashing
from memory_agent import Memory, Settings
from memory_agent.domain import Message

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ids:
    """Of things that are in the life."""

    memory: str
    faded: str
    turn: str
    context: str


Call = Callable[[Memory, Ids], object]

READS: Mapping[str, Call] = {
    "list": lambda m, ids: m.list(user_id="ana", status=None),
    "list as_of": lambda m, ids: m.list(user_id="ana", as_of=datetime.now(UTC)),
    "get": lambda m, ids: m.get(ids.memory, user_id="ana"),
    "turn": lambda m, ids: m.turn(ids.turn, user_id="ana"),
    "history": lambda m, ids: m.history(ids.memory, user_id="ana"),
    "log": lambda m, ids: m.log(user_id="ana"),
    "diff": lambda m, ids: m.diff(NOON, user_id="ana"),
    "search": lambda m, ids: m.search("Who loves sushi?", user_id="ana"),
    "context": lambda m, ids: m.context("Who loves sushi?", user_id="ana"),
    "profile": lambda m, ids: m.profile(user_id="ana"),
    "graph": lambda m, ids: m.graph(user_id="ana"),
    "stats": lambda m, ids: m.stats(user_id="ana"),
    "contexts": lambda m, ids: m.contexts(user_id="ana"),
    "replay": lambda m, ids: m.replay(ids.context, user_id="ana"),
    "receipts": lambda m, ids: m.receipts(user_id="ana"),
    "export": lambda m, ids: m.export(BytesIO(), user_id="ana"),
    "verify": lambda m, ids: m.verify(user_id="ana"),
}
WRITES: Mapping[str, Call] = {
    "add": lambda m, ids: m.add("I love ramen.", user_id="ana"),
    "add, kept as it is": lambda m, ids: m.add("A note.", user_id="ana", infer=False),
    "ingest": lambda m, ids: m.ingest([Message("user", "I love tea.", key="k")], user_id="ana"),
    "update": lambda m, ids: m.update(ids.memory, "Other words", user_id="ana"),
    "pin": lambda m, ids: m.pin(ids.memory, user_id="ana"),
    "unpin": lambda m, ids: m.unpin(ids.memory, user_id="ana"),
    "forget": lambda m, ids: m.forget(ids.memory, user_id="ana"),
    "restore": lambda m, ids: m.restore(ids.faded, user_id="ana"),
    "revert": lambda m, ids: m.revert(user_id="ana", turn_id=ids.turn),
    "revert to": lambda m, ids: m.revert(user_id="ana", to=NOON),
    "erase": lambda m, ids: m.erase(ids.memory, user_id="ana"),
    "erase a turn": lambda m, ids: m.erase(user_id="ana", turn_id=ids.turn),
    "erase everything": lambda m, ids: m.erase(user_id="ana", everything=True),
    "maintain": lambda m, ids: m.maintain(user_id="ana"),
    "rebuild": lambda m, ids: m.rebuild(user_id="ana"),
    "reembed": lambda m, ids: m.reembed(user_id="ana"),
}
CALLS = {**READS, **WRITES}
TOWNS = ("Oslo", "Rome", "Lyon", "Porto", "Graz", "Turin", "Bergen", "Leeds", "Ghent", "Malmö")


def opened(home: Path, **more: str) -> Memory:
    """Open a home with an embedder that costs nothing, and a short busy timeout."""
    return Memory.open(home, embedder=Hashing(), settings=Settings(busy_timeout=1), **more)


def live(home: Path, **more: str) -> Ids:
    """Make a home in which Ana and Ben have told something of their lives."""
    with opened(home, **more) as memory:
        for user_id in ("ana", "ben"):
            memory.add("I love sushi.", user_id=user_id, at=NOON)
            notes = [f"Note {n} on {TOWNS[n % 10]}" for n in range(60)]
            memory.add(notes, user_id=user_id, at=NOON, infer=False)
            memory.add([f"I live in {town}." for town in TOWNS], user_id=user_id, at=NOON)
        known = memory.list(user_id="ana", limit=2)
        memory.forget(known[1].id, user_id="ana")
        source = known[0].source
        context = memory.context("Who loves sushi?", user_id="ana")
        assert source is not None and context.id is not None
        return Ids(known[0].id, known[1].id, source.turn_id, context.id)
