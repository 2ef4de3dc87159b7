"""Migration 3: revisions and turns in two layers, chained, and the numbers of memories."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import numpy as np
import pytest

from memory_agent.domain import Memory
from memory_stores.ledger import Filter, SqliteLedger
from memory_stores.ledger.chaining import START, commitment, link
from memory_stores.ledger.rows import STATE_COLUMNS, TURN_CONTENT, fetch
from memory_stores.lexical import search_text
from memory_stores.vectors.exact import ExactVectorIndex
from tests.stores.making import MODEL, add, day, fade, said
from tests.stores.old_files import make

NUMBERS = {"m-1": 1, "m-2": 3, "m-3": 6}
"""Those of the first revisions; schema 2 had given 1, 2 and 3."""

REVISIONS = (
    "number, memory_id, version, op, actor, recorded_at, cause, cause_start, cause_end, displaced"
)


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[SqliteLedger]:
    """Ana's ledger, of a file that schema 2 has made."""
    path = tmp_path / "ana.db"
    make(path, 2, longer=True)
    with closing(SqliteLedger(path, "ana", busy_timeout=1)) as ledger:
        yield ledger


def broken(ledger: SqliteLedger) -> list[object]:
    """Return where the chain of links, or a content that is there, is not what it should be."""
    wrong: list[object] = []
    with ledger.reading() as connection:
        for table, kept, contents, content in (
            ("revisions", REVISIONS, "states", ", ".join(("reason", *STATE_COLUMNS))),
            ("turn_links", "position, id, accepted_at", "turns", TURN_CONTENT),
        ):
            key, before = kept.split(",")[0], START
            rows = fetch(connection, f"SELECT commitment, link, {kept} FROM {table} ORDER BY {key}")
            for committed, linked, *fields in rows:
                if linked != link(before, fields, committed):
                    wrong.append((table, fields[0]))
                before = linked
                sql = f"SELECT nonce, {content} FROM {contents} WHERE {key} = ?"
                for nonce, *values in fetch(connection, sql, (fields[0],)):
                    if committed != commitment(nonce, values):
                        wrong.append((contents, fields[0]))
    return wrong


def counted(ledger: SqliteLedger, *tables: str) -> list[int]:
    with ledger.reading() as connection:
        return [connection.execute(f"SELECT count(*) FROM {table}").get for table in tables]


def test_every_old_turn_and_revision_is_chained(upgraded: SqliteLedger) -> None:
    assert counted(upgraded, "revisions", "states", "turns", "turn_links") == [6, 6, 3, 3]
    assert broken(upgraded) == []
    with upgraded.reading() as connection:
        nonces = fetch(connection, "SELECT nonce FROM states UNION SELECT nonce FROM turns")
    assert {len(nonce) for (nonce,) in nonces} == {16}
    assert len(nonces) == 9  # No two the same


def test_the_chain_goes_on_from_where_the_old_rows_end(upgraded: SqliteLedger) -> None:
    turn = said(upgraded, "My dog is called Rex.", key="k", metadata={"é": [1, None]})
    fade(upgraded, add(upgraded, "The user's dog is called Rex.", confidence=1.0))
    assert counted(upgraded, "revisions", "states", "turns", "turn_links") == [8, 8, 4, 4]
    assert turn.position == 4
    assert broken(upgraded) == []


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE revisions SET actor = 'another' WHERE number = 3", [("revisions", 3)]),
        ("UPDATE revisions SET displaced = NULL WHERE number = 6", [("revisions", 6)]),
        ("UPDATE revisions SET link = zeroblob(32) WHERE number = 6", [("revisions", 6)]),
        ("UPDATE states SET text = 'Another.' WHERE number = 2", [("states", 2)]),
        ("UPDATE states SET polarity = 1 WHERE number = 4", [("states", 4)]),
        ("UPDATE states SET reason = '' WHERE number = 1", [("states", 1)]),
        ("UPDATE turns SET said_offset = 0 WHERE position = 2", [("turns", 2)]),
        ("UPDATE turn_links SET id = 't-9' WHERE position = 3", [("turn_links", 3)]),
        ("DELETE FROM turn_links WHERE position = 2", [("turn_links", 3)]),
        ("DELETE FROM states WHERE number = 4", []),  # As an erasure does
    ],
)
def test_whatever_is_altered_past_the_triggers_breaks_the_chain_and_an_erasure_does_not(
    upgraded: SqliteLedger, statement: str, where: list[object]
) -> None:
    with upgraded.reading() as connection:
        for (name,) in fetch(connection, "SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(statement)
    assert broken(upgraded) == where


def test_every_old_revision_reads_as_it_was(upgraded: SqliteLedger) -> None:
    revisions = [r for id_ in NUMBERS for r in upgraded.revisions(id_)]
    assert [
        (r.number, r.memory_id, r.version, r.op, r.reason, r.actor, r.turn_id, r.displaced)
        for r in revisions
    ] == [
        (1, "m-1", 1, "add", "it was said", "test", "t-1", None),
        (2, "m-1", 2, "update", "by hand", "user", None, None),
        (5, "m-1", 3, "supersede", "Oslo is preferred", "local", "t-3", None),
        (3, "m-2", 1, "add", "it was said", "local", "t-2", None),
        (4, "m-2", 2, "fade", "it is over", "policy:expire", None, None),
        (6, "m-3", 1, "add", "it was said", "local", "t-3", 5),
    ]
    assert [r.recorded_at for r in revisions] == [day(n) for n in (0, 1, 4, 2, 3, 4)]
    mia, oslo = upgraded.memory("m-2"), upgraded.memory("m-3")
    assert mia and mia.source
    assert (mia.text, mia.polarity, mia.source.quote) == (
        "Mia is a “nurse”, née Roux 🙂.",
        -1,
        "Mia",
    )
    assert (mia.valid_from, mia.valid_to) == (day(-1), day(9))
    assert oslo and oslo.pinned and oslo.kind == "preference"
    assert [r.memory for r in revisions if r.number in {4, 6}] == [mia, oslo]


def test_every_old_state_is_read_again(upgraded: SqliteLedger) -> None:
    def known(number: float) -> list[tuple[str, str]]:
        wanted = Filter(as_of=day(number), status=None)
        return [(memory.id, memory.status) for memory in upgraded.memories(wanted)]

    assert known(-1) == []
    assert known(1) == [("m-1", "current")]
    assert known(2) == [("m-1", "current"), ("m-2", "current")]
    assert known(3) == [("m-1", "current"), ("m-2", "faded")]
    assert known(4) == [("m-1", "superseded"), ("m-2", "faded"), ("m-3", "current")]
    assert upgraded.memories(Filter(as_of=day(4), status=None)) == every(upgraded)


def every(ledger: SqliteLedger) -> list[Memory]:
    return ledger.memories(Filter(status=None))


def test_memories_take_the_numbers_of_their_first_revisions(upgraded: SqliteLedger) -> None:
    found = upgraded.memories_by_number(range(10))
    assert {memory.id: number for number, memory in found.items()} == NUMBERS
    assert [memory.id for memory in every(upgraded)] == list(NUMBERS)
    for wanted in (Filter(status=None), Filter(status=None, as_of=day(9))):
        assert upgraded.numbers("memories", wanted) == set(NUMBERS.values())


def test_vectors_follow_their_memories_and_stay_with_their_turns(upgraded: SqliteLedger) -> None:
    with upgraded.reading() as connection:
        kept = fetch(connection, "SELECT number, collection, owner, model FROM vectors")
    assert sorted(kept) == [
        (7, "memories", NUMBERS["m-1"], MODEL),
        (8, "memories", NUMBERS["m-3"], MODEL),
        (9, "memories", NUMBERS["m-2"], MODEL),
        (12, "memories", NUMBERS["m-3"], "another"),
        (13, "turns", 2, MODEL),
    ]
    index, query = ExactVectorIndex(1 << 20), np.array([0, 1], np.float32)
    assert index.search(upgraded, "memories", MODEL, query, 9) == [(NUMBERS["m-3"], 1.0)]
    assert index.search(upgraded, "turns", MODEL, query, 9) == [(2, 0.5)]


@pytest.mark.parametrize(
    ("word", "found"), [("river", ["m-1"]), ("nurse", ["m-2"]), ("oslo", ["m-3"]), ("user", 2)]
)
def test_old_memories_are_found_by_their_words_under_their_new_numbers(
    upgraded: SqliteLedger, word: str, found: list[str] | int
) -> None:
    hits = search_text(upgraded, "memories", [word], 9, Filter(status=None))
    if isinstance(found, int):
        assert len(hits) == found
    else:
        assert [number for number, _ in hits] == [NUMBERS[id_] for id_ in found]
    changed = fade(upgraded, upgraded.memories()[0])  # What is indexed can be indexed again
    assert upgraded.memory(changed.id) == changed


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE revisions SET actor = 'another'", "revisions are append-only"),
        ("DELETE FROM revisions", "revisions are append-only"),
        ("UPDATE turn_links SET id = 'another'", "links are append-only"),
        ("DELETE FROM turn_links", "links are append-only"),
        ("UPDATE states SET text = 'another'", "states change in an erasure only"),
        ("UPDATE turns SET text = 'another'", "turns change in an erasure only"),
    ],
)
def test_old_rows_refuse_to_be_changed_as_new_ones_do(
    upgraded: SqliteLedger, statement: str, refusal: str
) -> None:
    with (
        pytest.raises(apsw.ConstraintError, match=refusal),
        upgraded.reading() as connection,
    ):
        connection.execute(statement)
    assert broken(upgraded) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE states SET reason = '', nonce = NULL",
        "DELETE FROM states",
        "UPDATE turns SET text = '', nonce = NULL",
    ],
)
def test_what_gives_up_its_nonce_may_be_struck_out(upgraded: SqliteLedger, statement: str) -> None:
    with upgraded.reading() as connection:
        connection.execute(statement)
        assert connection.changes() > 0
