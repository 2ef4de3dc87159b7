"""What can be read of a damaged database is saved, and can be imported."""

import json
import random
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from memory_agent.domain import Message
from memory_agent.domain.errors import LedgerDamaged
from memory_stores.encryption import KeyFile, create, open_keys
from memory_stores.ledger import Filter, LedgerHome, SqliteLedger
from memory_stores.ledger.naming import user_file
from memory_stores.lives import export_life, import_life, salvage_life
from tests.stores.lives.living import exported, home, live
from tests.stores.making import adding, citing, memory, revise, vector_of

PAGE = 4096
MANY = 400


def live_long(ledger: SqliteLedger) -> None:
    """Live a full life, then one of many turns, memories and vectors."""
    live(ledger)
    said = [Message("user", f"I bought {n} red apples in Lisbon.") for n in range(MANY)]
    for turn in ledger.accept(said):
        new = memory(f"The user bought {turn.text[9:-1]}.", source=citing(turn, "red apples"))
        vectors = [vector_of(owner, [1.0] + [0.0] * 191, "long") for owner in (turn, new)]
        ledger.commit([adding(new)], digested=turn, vectors=vectors)
    for known in ledger.memories()[:50]:
        revise(ledger, known, "reinforce", confidence=1.0)


@pytest.fixture(scope="module")
def long_life(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a database of a long life."""
    folder = tmp_path_factory.mktemp("long")
    with home(folder) as ledgers:
        with ledgers.ledger("ana") as ledger:
            live_long(ledger)
            ledger.wipe()
        return user_file(ledgers.users_folder, "ana").read_bytes()


def put(folder: Path, content: bytes) -> None:
    """Make a home of one database."""
    with home(folder) as ledgers:
        user_file(ledgers.users_folder, "ana").write_bytes(content)


def schema_pages(content: bytes, folder: Path) -> set[int]:
    """The pages, from 0, that say what is where."""
    path = folder / "look.db"
    path.write_bytes(content)
    with closing(apsw.Connection(str(path))) as connection:
        rows = connection.execute("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'")
        return {row[0] - 1 for row in rows}


def salvaged(folder: Path, file: Path) -> dict[str, int]:
    with home(folder) as ledgers:
        return salvage_life(ledgers, "ana", file)


def taken_in(folder: Path, file: Path) -> tuple[int, int]:
    """Import a file; return how many turns and memories there are."""
    with home(folder) as ledgers:
        import_life(ledgers, file)
        with ledgers.ledger("ana") as ledger:
            assert ledger.verify().problems == ()
            counts = ledger.counts()
            known = ledger.memories(Filter(status=None))
            assert [ledger.revisions(m.id)[-1].memory for m in known] == known
    again = file.with_suffix(".again")
    assert exported(folder, again) == file.read_bytes()
    return counts["turns"], len(known)


def test_of_a_whole_database_it_is_the_export(long_life: bytes, tmp_path: Path) -> None:
    put(tmp_path / "home", long_life)
    counts = salvaged(tmp_path / "home", tmp_path / "saved.jsonl")
    assert exported(tmp_path / "home", tmp_path / "ana.jsonl") == (
        (tmp_path / "saved.jsonl").read_bytes()
    )
    assert {name: n for name, n in counts.items() if name.startswith("lost") and n} == {}


@pytest.mark.parametrize("seed", range(8))
def test_what_random_pages_do_not_hold_is_saved(
    seed: int, long_life: bytes, tmp_path: Path
) -> None:
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    pages = sorted(set(range(len(long_life) // PAGE)) - schema_pages(long_life, tmp_path))
    damaged = bytearray(long_life)
    hit = chance.sample(pages, 1 + seed)
    for page in hit:
        damaged[page * PAGE : (page + 1) * PAGE] = chance.randbytes(PAGE)
    put(tmp_path / "home", bytes(damaged))
    counts = salvaged(tmp_path / "home", tmp_path / "saved.jsonl")
    database = next((tmp_path / "home" / "users").glob("*.db"))
    assert database.read_bytes() == bytes(damaged)
    assert [path.name for path in database.parent.glob("*.importing")] == []
    turns, memories = taken_in(tmp_path / "other", tmp_path / "saved.jsonl")
    assert turns >= MANY - counts["lost_turns"]
    assert memories >= MANY - counts["lost_revisions"]
    assert turns + memories > MANY  # A root page may take one table with it, never both


def test_links_that_are_gone_are_made_anew_and_the_file_says_so(
    long_life: bytes, tmp_path: Path
) -> None:
    put(tmp_path / "home", long_life)
    with home(tmp_path / "home") as ledgers:
        path = user_file(ledgers.users_folder, "ana")
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("DROP TRIGGER revisions_are_kept; DROP TRIGGER turn_links_are_kept")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM revisions WHERE number BETWEEN 100 AND 120")
        connection.execute("DELETE FROM turn_links WHERE position BETWEEN 50 AND 60")
        connection.execute("DELETE FROM turns WHERE position BETWEEN 58 AND 70")
        connection.execute("DELETE FROM memories WHERE changed BETWEEN 118 AND 120")
    counts = salvaged(tmp_path / "home", tmp_path / "saved.jsonl")
    assert json.loads((tmp_path / "saved.jsonl").read_bytes().splitlines()[0])["salvaged"] is True
    assert (counts["lost_turns"], counts["lost_revisions"]) == (13, 3 + 13)
    turns, memories = taken_in(tmp_path / "other", tmp_path / "saved.jsonl")
    assert turns == 4 + MANY - 13
    assert memories == 3 + MANY - 3


def test_what_was_altered_in_the_file_is_not_saved_as_true(
    long_life: bytes, tmp_path: Path
) -> None:
    altered = long_life.replace(b"I bought 77 red apples", b"I bought 99 red apples")
    assert altered != long_life
    put(tmp_path / "home", altered)
    assert salvaged(tmp_path / "home", tmp_path / "saved.jsonl")["lost_turns"] == 1
    assert (tmp_path / "saved.jsonl").read_bytes().count(b"I bought 99 red apples") == 1
    taken_in(tmp_path / "other", tmp_path / "saved.jsonl")


def test_of_an_encrypted_database_the_good_part_is_saved(tmp_path: Path) -> None:
    create(tmp_path / "home", KeyFile(tmp_path / "secret"))

    def opened() -> LedgerHome:
        return LedgerHome(
            tmp_path / "home", max_open=1, busy_timeout=1, keys=open_keys(tmp_path / "home")
        )

    with closing(opened()) as ledgers:
        with ledgers.ledger("ana") as ledger:
            live_long(ledger)
            ledger.wipe()
        path = user_file(ledgers.users_folder, "ana")
    damaged = bytearray(path.read_bytes())
    middle = len(damaged) // 2 // PAGE * PAGE
    damaged[middle : middle + 3 * PAGE] = bytes(3 * PAGE)
    path.write_bytes(damaged)
    with closing(opened()) as ledgers:
        salvage_life(ledgers, "ana", tmp_path / "saved.jsonl")
    taken_in(tmp_path / "other", tmp_path / "saved.jsonl")


@pytest.mark.parametrize("length", [0, 50, PAGE, 3 * PAGE])
def test_what_cannot_be_read_at_all_is_an_error(
    length: int, long_life: bytes, tmp_path: Path
) -> None:
    put(tmp_path / "home", bytes(length) + long_life[length:] if length > 50 else b"x" * length)
    with pytest.raises(LedgerDamaged, match="restore a copy"):
        salvaged(tmp_path / "home", tmp_path / "saved.jsonl")
    assert not (tmp_path / "saved.jsonl").exists()


def test_a_plain_export_of_a_damaged_database_says_what_helps(
    long_life: bytes, tmp_path: Path
) -> None:
    pages = sorted(set(range(len(long_life) // PAGE)) - schema_pages(long_life, tmp_path))
    damaged = bytearray(long_life)
    for page in pages[::2]:
        damaged[page * PAGE : (page + 1) * PAGE] = b"\xa5" * PAGE
    put(tmp_path / "home", bytes(damaged))
    with home(tmp_path / "home") as ledgers, pytest.raises(LedgerDamaged, match="--salvage"):
        export_life(ledgers, "ana", tmp_path / "ana.jsonl")
    assert not (tmp_path / "ana.jsonl").exists()
