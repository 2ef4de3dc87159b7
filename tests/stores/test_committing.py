"""Committing changes: all of a commit or nothing, on the newest version only, never overwriting."""

from dataclasses import replace

import apsw
import pytest

from memory_agent.domain import Candidate, Change, Ignored, Turn
from memory_agent.domain.errors import LedgerConflict, StoreError
from memory_agent.domain.times import now
from memory_stores.ledger import Filter, NewVector, SqliteLedger
from memory_stores.lexical import search_text
from tests.stores.conftest import Open
from tests.stores.making import (
    MODEL,
    add,
    adding,
    citing,
    day,
    fade,
    memory,
    revise,
    said,
    vector_of,
)


def refused(turn: Turn, text: str = "The user smokes.") -> Ignored:
    candidate = Candidate("fact", text, citing(turn, turn.text), rule="a rule", confidence=0.5)
    return Ignored(candidate, "not grounded")


def everything(ledger: SqliteLedger) -> list[object]:
    """Return all rows of all tables, those of the lexical index included."""
    with ledger.reading() as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
        ).fetchall()
        return [
            (name, connection.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in tables
        ]


def test_one_commit_records_changes_vectors_what_was_ignored_and_the_digestion(
    ledger: SqliteLedger, open_ledger: Open
) -> None:
    turn = said(ledger, "I live in Lyon.")
    new = memory("The user lives in Lyon.", source=citing(turn, "I live in Lyon."))
    at = ledger.commit(
        [adding(new)],
        digested=turn,
        ignored=[refused(turn)],
        vectors=[vector_of(new, [1, 0]), vector_of(turn, [0, 1])],
    )
    assert at is not None
    other = open_ledger()
    assert other.memory(new.id) == replace(new, recorded_at=at)
    assert other.pending(9) == []
    assert search_text(other, "memories", ["lyon"], 9, Filter()) != []
    counts = other.counts()
    assert (counts["revisions"], counts["ignored"], counts["vectors"]) == (1, 1, 2)


def test_a_turn_digested_already_records_nothing_more(
    ledger: SqliteLedger, open_ledger: Open
) -> None:
    turn = said(ledger, "I live in Lyon.")
    assert open_ledger().commit([adding(memory("The user lives in Lyon."))], digested=turn)
    before = everything(ledger)
    again = memory("The user lives in Lyon.")
    vectors = [vector_of(again, [1, 0])]
    assert not ledger.commit(
        [adding(again)], digested=turn, ignored=[refused(turn)], vectors=vectors
    )
    assert everything(ledger) == before


def test_a_turn_that_never_waited_records_nothing(ledger: SqliteLedger) -> None:
    turn = replace(said(ledger, "Hello"), position=99)
    assert not ledger.commit([adding(memory("The user said hello."))], digested=turn)
    assert ledger.counts()["revisions"] == 0


@pytest.mark.parametrize("broken", ["stale", "cause", "vector", "ignored", "id"])
def test_a_failure_in_the_middle_of_a_commit_leaves_nothing_of_it(
    ledger: SqliteLedger, broken: str
) -> None:
    turn = said(ledger, "My sister Mia lives in Lyon.")
    old = add(ledger, "Mia lives in Rome.", subject="Mia", predicate="lives in", object="Rome")
    before = everything(ledger)
    new = memory("Mia lives in Lyon.", subject="Mia", predicate="lives in", object="Lyon")
    changes = [adding(new), Change("update", replace(old, version=2, text="X"), "", "test")]
    vectors, ignored = [vector_of(new, [1, 0])], [refused(turn)]
    elsewhere = replace(turn, id="t-none")
    if broken == "stale":
        changes.append(Change("fade", replace(old, version=2), "", "test"))
    elif broken == "cause":
        changes.append(adding(memory("X", source=citing(elsewhere, "Mia"))))
    elif broken == "id":
        changes.append(adding(replace(new, id=None)))  # type: ignore[arg-type]
    elif broken == "vector":
        vectors.append(NewVector("memories", "m-none", MODEL, b""))
    else:
        ignored.append(refused(elsewhere))
    with pytest.raises((LedgerConflict, apsw.ConstraintError)):
        ledger.commit(changes, digested=turn, ignored=ignored, vectors=vectors)
    assert everything(ledger) == before
    assert [waiting.id for waiting, _ in ledger.pending(9)] == [turn.id]


def test_a_full_disk_leaves_nothing_and_the_ledger_works_on(ledger: SqliteLedger) -> None:
    turn = said(ledger, "Hello")
    before = everything(ledger)
    with ledger.reading() as connection:
        connection.pragma("max_page_count", connection.pragma("page_count"))
    long = memory("word " * 50_000)
    with pytest.raises(StoreError, match=r"no room left on the disk of .*; make some"):
        ledger.commit([adding(memory("A short one.")), adding(long)], digested=turn)
    assert everything(ledger) == before
    with ledger.reading() as connection:
        connection.pragma("max_page_count", 1 << 20)
    assert ledger.commit([adding(long)], digested=turn)


def test_a_change_to_a_version_that_is_no_longer_the_newest_is_a_conflict(
    ledger: SqliteLedger, open_ledger: Open
) -> None:
    old = add(ledger, "The user lives in Lyon.")
    theirs = revise(open_ledger(), old, "update", text="The user lives in Rome.")
    with pytest.raises(LedgerConflict, match=f"{old.id} was changed by somebody else"):
        revise(ledger, old, "update", text="The user lives in Oslo.")
    assert ledger.memory(old.id) == theirs


@pytest.mark.parametrize("version", [0, 2, 7])
def test_a_new_memory_starts_at_version_one(ledger: SqliteLedger, version: int) -> None:
    with pytest.raises(LedgerConflict):
        add(ledger, "The user lives in Lyon.", version=version)
    assert ledger.memories() == []


def test_an_id_is_added_once_only(ledger: SqliteLedger) -> None:
    old = add(ledger, "The user lives in Lyon.")
    with pytest.raises(LedgerConflict):
        add(ledger, "The user lives in Rome.", id=old.id)


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE revisions SET actor = 'another'", "revisions are append-only"),
        ("UPDATE revisions SET number = number + 1", "revisions are append-only"),
        ("UPDATE revisions SET commitment = zeroblob(32)", "revisions are append-only"),
        ("DELETE FROM revisions", "revisions are append-only"),
        ("DELETE FROM revisions WHERE version = 2", "revisions are append-only"),
        ("UPDATE states SET reason = 'another'", "states change in an erasure only"),
        ("UPDATE states SET text = 'Z.' WHERE number = 2", "states change in an erasure only"),
        ("UPDATE states SET nonce = zeroblob(16)", "states change in an erasure only"),
        ("UPDATE turns SET text = 'another'", "turns change in an erasure only"),
        ("UPDATE turns SET nonce = zeroblob(16)", "turns change in an erasure only"),
        ("UPDATE turn_links SET accepted_at = 0", "links are append-only"),
        ("UPDATE turn_links SET link = zeroblob(32)", "links are append-only"),
        ("DELETE FROM turn_links", "links are append-only"),
    ],
)
def test_invariant_3_nothing_is_overwritten_the_ledger_refuses_to_be_changed_or_deleted(
    ledger: SqliteLedger, statement: str, refusal: str
) -> None:
    said(ledger, "A and B.")
    revisions = [fade(ledger, add(ledger, text)) for text in ("A.", "B.")]
    before = everything(ledger)
    with (
        pytest.raises(apsw.ConstraintError, match=refusal),
        ledger.reading() as connection,
    ):
        connection.execute(statement)
    assert everything(ledger) == before
    assert len(ledger.revisions(revisions[0].id)) == 2


def test_the_ledger_says_when_it_was_recorded_whatever_the_change_says(
    ledger: SqliteLedger,
) -> None:
    new = memory("The user lives in Lyon.", recorded_at=day(99_999))
    before = now()
    at = ledger.commit([adding(new)])
    assert at is not None and before <= at <= now()
    (known,), (revision,) = ledger.memories(), ledger.revisions(new.id)
    assert known == revision.memory == replace(new, recorded_at=at)
    assert revision.recorded_at == at


def test_a_clock_that_is_set_back_does_not_set_the_ledger_back(ledger: SqliteLedger) -> None:
    first, second = memory("A."), memory("B.")
    assert ledger.commit([adding(first)], at=day(9)) == day(9)
    assert ledger.commit([adding(second)], at=day(4)) == day(9)
    assert [m.text for m in ledger.memories(Filter(as_of=day(8)))] == []
    assert [m.text for m in ledger.memories(Filter(as_of=day(9)))] == ["A.", "B."]


def test_revisions_are_counted_and_the_newest_says_when_it_was_learned(
    ledger: SqliteLedger,
) -> None:
    assert (ledger.revision_count(), ledger.last_learned_at()) == (0, None)
    turn = said(ledger, "I live in Lyon.", said_at=day(3))
    add(ledger, "The user lives in Lyon.", source=citing(turn, "Lyon"), recorded_at=day(9))
    assert (ledger.revision_count(), ledger.last_learned_at()) == (1, day(3))
    add(ledger, "The user is tall.", recorded_at=day(11))
    assert (ledger.revision_count(), ledger.last_learned_at()) == (2, day(11))


def test_counts_tell_what_there_is(ledger: SqliteLedger) -> None:
    said(ledger, "a", session_id="x")
    said(ledger, "b", session_id="y")
    add(ledger, "Mia is a nurse.", subject="Mia", predicate="is", object="nurse")
    fade(ledger, add(ledger, "The user is tall."))
    counts = ledger.counts()
    assert counts.pop("memories_superseded") == 0
    assert {name: count for name, count in counts.items() if count} == {
        **{"turns": 2, "sessions": 2, "pending": 2, "revisions": 3},
        **{"memories_current": 1, "memories_faded": 1, "entities": 2, "relations": 1},
    }
