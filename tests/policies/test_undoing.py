"""Undoing, on histories written by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from memory_agent.domain import Change, Memory, Provenance, Revision
from memory_agent.policies import Undoing, becoming, undo

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def words(turn: str, quote: str) -> Provenance:
    return Provenance(turn, "s", "user", quote, 0, len(quote))


def day(number: int) -> datetime:
    return START + timedelta(days=number)


class Past:
    """Revisions written one after another."""

    def __init__(self) -> None:
        self.log: list[Revision] = []

    def add(self, turn: str, object_: str, predicate: str = "lives_in") -> Memory:
        number = len(self.log)
        text = f"The user {predicate} {object_}."
        source = words(turn, text)
        memory = Memory(f"m-{object_}", "fact", text, "current", 0.8, day(number), 1)
        named = {"subject": "user", "predicate": predicate, "object": object_}
        return self.append("add", replace(memory, source=source, **named), "new", source)  # type: ignore[arg-type]

    def then(
        self, memory: Memory, op: Any, reason: str, by: Memory | None = None, **fields: Any
    ) -> Memory:
        after = replace(memory, version=memory.version + 1, **fields)
        return self.append(op, after, reason, by.source if by else None)

    def supersede(self, memory: Memory, by: Memory) -> Memory:
        ended = {"status": "superseded", "valid_to": day(len(self.log))}
        return self.then(memory, "supersede", f"superseded by: {by.text}", by, **ended)

    def append(self, op: Any, memory: Memory, reason: str, cause: Provenance | None) -> Memory:
        number = len(self.log) + 1
        turn = cause.turn_id if cause else None
        made = (number, op, memory.id, memory.version, memory, reason, "test", day(number))
        self.log.append(Revision(*made, turn_id=turn, words=cause))
        return memory

    def take(self, changes: Sequence[Change]) -> None:
        """Record what an undoing decided."""
        for change in changes:
            self.append(change.op, change.memory, change.reason, change.source)

    def newest(self) -> dict[str, Memory]:
        return {r.memory_id: r.memory for r in self.log if r.memory}

    def without(self, turn: str) -> list[Change]:
        undone = frozenset(r.number for r in self.log if r.turn_id == turn)
        touched = dict.fromkeys(r.memory_id for r in self.log if r.number in undone)
        histories = {id_: [r for r in self.log if r.memory_id == id_] for id_ in touched}

        def slot(subject: str, predicate: str) -> list[Memory]:
            named = [m for m in self.newest().values() if m.predicate == predicate]
            return [m for m in named if (m.subject, m.status) == (subject, "current")]

        def said_at(memory: Memory) -> datetime:
            first = next(r for r in self.log if r.memory_id == memory.id)
            return first.recorded_at

        return undo(Undoing(histories, undone, slot, said_at, "undone"))


def moved() -> Past:
    """Porto, then Lisbon, then Madrid."""
    past = Past()
    porto = past.add("t1", "Porto")
    lisbon = past.add("t2", "Lisbon")
    past.supersede(porto, lisbon)
    madrid = past.add("t3", "Madrid")
    past.supersede(lisbon, madrid)
    return past


def ops(changes: Sequence[Change]) -> list[tuple[str, str, str | None]]:
    return [(c.op, c.memory.object or "", c.source.turn_id if c.source else None) for c in changes]


def test_what_the_last_one_superseded_comes_back() -> None:
    assert ops(moved().without("t3")) == [("retract", "Madrid", None), ("restore", "Lisbon", None)]


def test_what_comes_back_and_is_ended_again_names_the_words_that_end_it() -> None:
    changes = moved().without("t2")
    porto = [change for change in changes if change.memory.object == "Porto"]
    assert ops(porto) == [("restore", "Porto", None), ("supersede", "Porto", "t3")]
    assert ops([c for c in changes if c not in porto]) == [("retract", "Lisbon", None)]
    assert [change.memory.version for change in porto] == [3, 4]


def test_undoing_twice_changes_nothing_and_undoing_all_leaves_nothing() -> None:
    past = moved()
    for turn in ("t2", "t3", "t1"):
        past.take(past.without(turn))
        assert past.without(turn) == []
    assert {m.status for m in past.newest().values()} == {"retracted"}


def test_a_general_end_is_handed_on_and_a_particular_one_is_not() -> None:
    for said, status in (("quit the job", "superseded"), ("left Bosch", "current")):
        past = Past()
        acme = past.add("t1", "Acme", "works_at")
        bosch = past.add("t2", "Bosch", "works_at")
        past.supersede(acme, bosch)
        over = replace(past.add("t3", said, "did"), predicate=None)
        past.supersede(bosch, over)
        past.take(past.without("t2"))
        assert past.newest()["m-Acme"].status == status


def test_an_edit_of_what_is_undone_stands_alone_and_a_pin_does_not() -> None:
    for fields, status in (({"text": "By hand."}, "current"), ({"pinned": True}, "retracted")):
        past = Past()
        past.then(past.add("t1", "Porto"), "update", "by hand", **fields)
        past.take(past.without("t1"))
        kept = past.newest()["m-Porto"]
        assert kept.status == status
        assert status == "retracted" or (kept.text, kept.source) == ("By hand.", None)


def test_reinforced_by_less_it_says_no_more_than_that() -> None:
    past = Past()
    baker = past.add("t1", "Acme as a baker", "works_at")
    past.append("reinforce", replace(baker, version=2), "again", words("t2", "I works_at Acme"))
    past.take(past.without("t1"))
    kept = past.newest()[baker.id]
    assert (kept.text, kept.object, kept.status) == (
        "The user said: I works_at Acme",
        None,
        "current",
    )


def test_becoming_what_it_is_is_no_change() -> None:
    memory = moved().log[0].memory
    assert memory is not None
    assert becoming(memory, replace(memory, version=7, recorded_at=day(9)), "nothing") is None
    change = becoming(memory, None, "never said")
    assert change is not None
    assert (change.op, change.memory.status) == ("retract", "retracted")
    assert becoming(change.memory, None, "never said") is None
