"""`verify` says of each kind of damage what and where it is; `rebuild` mends projections only."""

import apsw
import numpy as np
import pytest

from memory_agent.domain import Destruction, Memory
from memory_stores.ledger import Filter, SqliteLedger
from memory_stores.lexical import search_text
from tests.stores.making import MODEL, add, adding, citing, fade, memory, revise, said, vector_of

ANY = Filter(status=None)
UNGUARDED = ("revisions_stay", "revisions_are_kept", "states_stay", "turns_stay", "turn_links_stay")


@pytest.fixture
def life(ledger: SqliteLedger) -> SqliteLedger:
    """Three turns, three memories of which one has faded and one was erased, with vectors."""
    turns = [said(ledger, text) for text in ("I live in Oslo.", "Eva is my sister.", "I like tea.")]
    known = []
    for turn, object_ in zip(turns, ("Oslo", "Eva", "tea"), strict=True):
        new = memory(
            f"The user: {turn.text}",
            source=citing(turn, turn.text),
            subject="user",
            predicate="knows",
            object=object_,
        )
        vectors = [vector_of(new, [0.6, 0.8]), vector_of(turn, [1, 0])]
        ledger.commit([adding(new)], digested=turn, vectors=vectors)
        known.append(ledger.memory(new.id) or new)
    fade(ledger, known[1])
    destroyed = ledger.destroy(Destruction(frozenset({known[2].id})))
    ledger.finish_erasure(destroyed.erasure, "{}")
    return ledger


def unguarded(ledger: SqliteLedger, sql: str) -> None:
    """Change what the triggers guard, as somebody with an editor could."""
    connection = apsw.Connection(str(ledger.path))
    connection.execute("PRAGMA foreign_keys = OFF")
    for trigger in UNGUARDED:
        connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    connection.execute(sql)
    connection.close()


def test_a_whole_life_has_no_problems(life: SqliteLedger) -> None:
    health = life.verify()
    assert health.problems == ()
    assert (health.checked["turns"], health.checked["revisions"]) == (3, 5)
    assert (health.checked["memories"], health.checked["vectors"]) == (2, 5)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE states SET text = 'The user lives in Rome.' WHERE number = 1", "revision 1 says"),
        ("UPDATE states SET reason = 'x' WHERE number = 4", "revision 4 says"),
        ("UPDATE states SET nonce = NULL WHERE number = 1", "revision 1 was altered"),
        ("DELETE FROM states WHERE number = 1", "revision 1 is gone"),
        ("UPDATE revisions SET actor = 'nobody' WHERE number = 2", "chain is broken at revision 2"),
        ("UPDATE revisions SET recorded_at = recorded_at + 1 WHERE number = 1", "at revision 1"),
        ("DELETE FROM revisions WHERE number = 2", "chain is broken at revision 3"),
        ("UPDATE revisions SET cause = 't-none' WHERE number = 1", "which never was"),
        ("UPDATE turns SET text = 'I live in Rome.' WHERE position = 1", "says something else"),
        ("UPDATE turns SET session_id = 'x' WHERE position = 1", "says something else"),
        ("UPDATE turn_links SET id = 'x' WHERE position = 2", "chain is broken at turn x"),
        ("DELETE FROM turns WHERE position = 3", "is gone, and no erasure says so"),
        ("UPDATE memories SET text = 'x'", "out of date among the memories"),
        ("DELETE FROM memories", "is missing"),
        ("INSERT INTO memories SELECT 99, 'm-x', changed, version, kind, text, status, confidence, "
         "recorded_at, subject, predicate, object, polarity, valid_from, valid_to, pinned, turn_id,"
         " span_start, span_end FROM memories LIMIT 1", "m-x stands among the memories"),
        ("DELETE FROM relations", "rows of relations"),
        ("UPDATE entities SET name = 'x' WHERE id = 'oslo'", "rows of entities"),
        ("INSERT INTO memories_text (memories_text) VALUES ('delete-all')", "memories_text"),
        ("INSERT INTO turns_text (turns_text) VALUES ('delete-all')", "turns_text"),
        ("UPDATE vectors SET vector = zeroblob(8) WHERE number = 1", "length 0.0000"),
        ("UPDATE vectors SET vector = zeroblob(12) WHERE number = 2", "another length"),
        ("UPDATE vectors SET owner = 77 WHERE number = 1", "of nothing that there is"),
        ("UPDATE memories SET turn_id = 't-none'", "refers to a row of turns that is gone"),
        ("UPDATE erasures SET finished_at = NULL", "was interrupted"),
    ],
)  # fmt: skip
def test_each_damage_is_told(life: SqliteLedger, sql: str, told: str) -> None:
    unguarded(life, sql)
    assert any(told in problem for problem in life.verify().problems)


def test_verifying_changes_nothing(life: SqliteLedger) -> None:
    before = life.path.read_bytes()
    life.verify()
    assert life.path.read_bytes() == before


def reads(ledger: SqliteLedger) -> list[object]:
    found: list[object] = [ledger.memories(ANY), ledger.relations(), ledger.entities()]
    found += [ledger.memories(Filter(as_of=m.recorded_at, status=None)) for m in ledger.memories()]
    found += [search_text(ledger, "memories", ["tea", "oslo", "eva"], 9, ANY)]
    found += [search_text(ledger, "turns", ["tea", "oslo", "eva"], 9, Filter())]
    return found


WIPED = ("relations", "memories", "entities")


def test_invariant_1_one_truth_every_projection_is_made_again_from_the_ledger(
    life: SqliteLedger,
) -> None:
    before = reads(life)
    for table in WIPED:
        unguarded(life, f"DELETE FROM {table}")
    for index in ("memories_text", "turns_text"):
        unguarded(life, f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
    assert reads(life) != before
    life.rebuild()
    assert reads(life) == before
    assert life.verify().problems == ()


def test_what_is_rebuilt_goes_on_as_before(life: SqliteLedger) -> None:
    life.rebuild()
    new = add(life, "The user plays chess.")
    assert search_text(life, "memories", ["chess"], 9, Filter())
    known = life.memory(new.id)
    assert known is not None
    revise(life, known, "update", text="The user plays go.")
    assert not search_text(life, "memories", ["chess"], 9, Filter())
    assert life.verify().problems == ()


@pytest.mark.parametrize("after", [0, 1])
def test_texts_without_a_vector_of_a_model_are_found(life: SqliteLedger, after: int) -> None:
    assert life.embeddable("memories", 0, 9, MODEL) == []
    assert len(life.embeddable("memories", after, 9, "another")) == 2 - after
    texts = life.embeddable("turns", 0, 9, "another")
    assert [owner.number for owner in texts] == [1, 2, 3]
    life.put_vectors("another", [(texts[0], np.array([1, 0, 0], "<f4").tobytes())])
    assert [o.number for o in life.embeddable("turns", 0, 9, "another")] == [2, 3]
    assert life.drop_other_models("another") == 5
    assert life.counts()["vectors"] == 1


def test_a_vector_of_words_that_changed_meanwhile_is_not_kept(life: SqliteLedger) -> None:
    (owner, *_) = life.embeddable("memories", 0, 9, "another")
    known: Memory = life.memories(ANY)[0]
    revise(life, known, "update", text="The user moved.")
    life.put_vectors("another", [(owner, np.array([1, 0], "<f4").tobytes())])
    assert life.counts()["vectors"] == 4
