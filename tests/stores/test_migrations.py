"""A file of any earlier schema is brought up to the newest, all at once or not at all."""

from datetime import datetime
from pathlib import Path

import apsw
import numpy as np
import pytest

from memory_agent.domain.errors import LedgerDamaged
from memory_stores.ledger import Filter, SqliteLedger, migrations
from memory_stores.lexical import search_text
from memory_stores.vectors.exact import ExactVectorIndex
from tests.stores.making import MODEL, add, day, restore, vector_of
from tests.stores.old_files import STEPS, make


def schema_of(path: Path) -> list[tuple[str, str]]:
    connection = apsw.Connection(str(path))
    rows = connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
    connection.close()
    return [(str(name), str(sql)) for name, sql in rows]


@pytest.mark.parametrize("schema", range(1, len(STEPS) + 1))
def test_a_file_of_every_schema_upgrades_with_its_data_readable(
    tmp_path: Path, schema: int
) -> None:
    path = tmp_path / "ana.db"
    make(path, schema)
    ledger = SqliteLedger(path, "ana", busy_timeout=1)
    ((turn, infer),) = ledger.pending(9)
    assert (turn.id, turn.text, turn.said_at, infer) == ("t-1", "I live in Lyon.", day(0), True)
    (known,) = ledger.memories()
    assert known.source is not None
    assert (known.text, known.source.quote) == ("The user lives in Lyon.", "live in Lyon")
    assert [r.memory for r in ledger.revisions("m-1")] == [known]
    assert ledger.memories(Filter(as_of=day(0))) == [known]
    assert [(r.subject, r.object) for r in ledger.relations()] == [("user", "lyon")]
    for collection in ("memories", "turns"):
        found = search_text(ledger, collection, ["lyon"], 9, Filter())
        assert [number for number, _ in found] == [1]
    nearest = ExactVectorIndex(1 << 20).search(
        ledger, "memories", MODEL, np.array([1, 0], np.float32), 9
    )
    assert nearest == [(1, 1.0)]
    changed = restore(ledger, known)
    assert ledger.memory("m-1") == changed
    ledger.close()
    fresh = tmp_path / "fresh.db"
    SqliteLedger(fresh, "ana", busy_timeout=1).close()
    assert schema_of(path) == schema_of(fresh)


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ana.db"
    path.touch()
    ledger = SqliteLedger(path, "ana", busy_timeout=1)
    assert ledger.memories() == []
    ledger.close()


def test_every_migration_is_recorded_once(tmp_path: Path) -> None:
    path = tmp_path / "ana.db"
    make(path, 1)
    for _ in range(2):
        SqliteLedger(path, "ana", busy_timeout=1).close()
    connection = apsw.Connection(str(path))
    rows = connection.execute("SELECT number, name, applied_at FROM migrations").fetchall()
    assert [(number, name) for number, name, _ in rows] == STEPS
    assert all(datetime.fromisoformat(str(applied)).tzinfo for *_, applied in rows)
    assert connection.pragma("user_version") == migrations.newest() == STEPS[-1][0]
    connection.close()


def test_migrations_are_numbered_from_one_without_a_gap() -> None:
    assert [number for number, _ in STEPS] == list(range(1, len(STEPS) + 1))


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ana.db"
    make(path, 1)
    before = schema_of(path)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "available", lambda: [*STEPS, (len(STEPS) + 1, "none.sql")])
        with pytest.raises(FileNotFoundError):
            SqliteLedger(path, "ana", busy_timeout=1)
    assert schema_of(path) == before
    ledger = SqliteLedger(path, "ana", busy_timeout=1)
    assert [known.id for known in ledger.memories()] == ["m-1"]
    ledger.close()


def test_a_ledger_without_its_first_tables_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "ana.db"
    make(path, len(STEPS))
    connection = apsw.Connection(str(path))
    connection.execute("DROP TABLE meta")
    connection.close()
    with pytest.raises(LedgerDamaged):
        SqliteLedger(path, "ana", busy_timeout=1)


def test_the_number_of_a_vector_is_never_given_twice(tmp_path: Path) -> None:
    path = tmp_path / "ana.db"
    make(path, 1)
    ledger = SqliteLedger(path, "ana", busy_timeout=1)
    with ledger.reading() as connection:
        connection.execute("DELETE FROM vectors")
        new = add(ledger, "The user is tall.")
        ledger.commit([], vectors=[vector_of(new, [0, 1])])
        assert connection.execute("SELECT number FROM vectors").fetchall() == [(8,)]
    ledger.close()
