"""A life that is carried over is the same life."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory_agent.domain import Destruction
from memory_agent.domain.errors import ArchiveError, InvalidInput, StoreError
from memory_stores.encryption import KeyFile, create, open_keys
from memory_stores.ledger import Filter, SqliteLedger
from memory_stores.ledger.leftovers import clear_leftovers
from memory_stores.ledger.naming import user_file
from memory_stores.lexical import search_text
from memory_stores.lives import export_life, import_life
from memory_stores.vectors.exact import ExactVectorIndex
from tests.stores.lives.living import exported, home, imported, live, reads
from tests.stores.making import MODEL, add, citing, fade, said, vector_of


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    """A home where Ana has a full life, and its export, ana.jsonl."""
    with home(tmp_path / "home") as ledgers, ledgers.ledger("ana") as ledger:
        live(ledger)
    exported(tmp_path / "home", tmp_path / "ana.jsonl")
    return tmp_path


def test_an_import_is_exported_byte_for_byte_as_it_was(lived: Path) -> None:
    first = (lived / "ana.jsonl").read_bytes()
    counts = imported(lived / "other", lived / "ana.jsonl")
    assert exported(lived / "other", lived / "again.jsonl") == first
    assert counts == {
        **{"turns": 5, "revisions": 7, "ignored": 1, "queue": 1},
        **{"erasures": 1, "contexts": 1, "vectors": 3},
    }
    assert json.loads(first.splitlines()[-1]) == {"type": "end", **counts}


def test_every_read_gives_the_same_after_it(lived: Path) -> None:
    imported(lived / "other", lived / "ana.jsonl")
    with (
        home(lived / "home") as one,
        home(lived / "other") as two,
        one.ledger("ana") as before,
        two.ledger("ana") as after,
    ):
        assert reads(after) == reads(before)
        assert after.verify().problems == ()
        index = ExactVectorIndex(1 << 20)
        query = np.array([1, 1], np.float32)
        for words in (["mía"], ["lima"], ["oslo"], ["river"], ["12345"], ["lovely"]):
            for collection in ("memories", "turns"):
                found = [
                    search_text(ledger, collection, words, 9, Filter(status=None))
                    for ledger in (before, after)
                ]
                assert found[0] == found[1]
        near = [index.search(ledger, "memories", MODEL, query, 9) for ledger in (before, after)]
        assert near[0] == near[1] != []


def test_life_goes_on_after_it(lived: Path) -> None:
    imported(lived / "other", lived / "ana.jsonl")
    with home(lived / "other") as ledgers, ledgers.ledger("ana") as ledger:
        assert ledgers.unclean() == ["ana"]  # A turn waits: the next start must hear of it
        turn = said(ledger, "My dog is Rex.")
        new = add(ledger, "The user's dog is Rex.", source=citing(turn, "Rex"))
        fade(ledger, new)
        assert turn.position == 6
        assert said_again(ledger) == []
        assert ledger.verify().problems == ()


def said_again(ledger: SqliteLedger) -> list[object]:
    from memory_agent.domain import Message

    return list(ledger.accept([Message("user", "Said before.", key="k1")]))


def test_another_user_id_changes_the_first_line_only(lived: Path) -> None:
    assert imported(lived / "home", lived / "ana.jsonl", "bo")["revisions"] == 7
    bo = exported(lived / "home", lived / "bo.jsonl", "bo").splitlines()
    assert bo[1:] == (lived / "ana.jsonl").read_bytes().splitlines()[1:]
    assert json.loads(bo[0])["user_id"] == "bo"


def test_a_user_who_is_known_is_not_imported_over(lived: Path) -> None:
    with pytest.raises(InvalidInput, match=r"erase --all.*--user"):
        imported(lived / "home", lived / "ana.jsonl")
    assert exported(lived / "home", lived / "b.jsonl") == (lived / "ana.jsonl").read_bytes()


def test_a_user_who_comes_to_be_meanwhile_is_not_imported_over(lived: Path) -> None:
    with home(lived / "other") as ledgers:

        def somebody_writes(_: int) -> None:
            with ledgers.ledger("ana") as ledger:
                if not ledger.counts()["turns"]:
                    said(ledger, "I was here first.")

        with pytest.raises(InvalidInput, match="erase --all"):
            import_life(ledgers, lived / "ana.jsonl", progress=somebody_writes)
        with ledgers.ledger("ana") as ledger:
            assert [turn.text for turn, _ in ledger.pending(9)] == ["I was here first."]
        assert list(ledgers.users_folder.glob("*.importing")) == []


def test_open_files_do_as_well_as_paths(lived: Path) -> None:
    written = io.BytesIO()
    with home(lived / "home") as ledgers:
        export_life(ledgers, "ana", written)
    assert written.getvalue() == (lived / "ana.jsonl").read_bytes()
    written.seek(0)
    with home(lived / "other") as ledgers:
        owner, _ = import_life(ledgers, written)
    assert owner == "ana"
    with home(lived / "third") as ledgers, pytest.raises(InvalidInput, match="binary"):
        import_life(ledgers, io.StringIO("{}"))  # type: ignore[arg-type]


def test_a_path_is_written_whole_for_its_owner_only_or_not_at_all(lived: Path) -> None:
    file = lived / "ana.jsonl"
    assert file.stat().st_mode & 0o777 == 0o600
    with home(lived / "home") as ledgers:
        with pytest.raises(StoreError, match="nowhere"):
            export_life(ledgers, "ana", lived / "nowhere" / "ana.jsonl")
        with pytest.raises(StoreError, match="home"):
            export_life(ledgers, "ana", lived / "home")
        before = file.read_bytes()

        def stop(_: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            export_life(ledgers, "ana", file, stop)
    assert file.read_bytes() == before
    assert sorted(path.name for path in lived.iterdir()) == ["ana.jsonl", "home"]
    with home(lived / "other") as ledgers, pytest.raises(ArchiveError, match="nowhere"):
        import_life(ledgers, lived / "nowhere.jsonl")


def test_others_read_and_write_while_a_life_is_exported(lived: Path) -> None:
    with home(lived / "home") as ledgers, ledgers.ledger("ana") as ledger:

        def another(_: int) -> None:
            said(ledger, "Meanwhile.")

        export_life(ledgers, "ana", lived / "meanwhile.jsonl", another)
        assert ledger.counts()["turns"] > 4
    assert (lived / "meanwhile.jsonl").read_bytes() == (lived / "ana.jsonl").read_bytes()


def test_an_encrypted_home_gives_and_takes_lives_and_shows_nothing(lived: Path) -> None:
    secret = lived / "secret"
    create(lived / "sealed", KeyFile(secret))
    with home(lived / "sealed", keys=open_keys(lived / "sealed")) as ledgers:

        def look(_: int) -> None:
            (unfinished,) = ledgers.users_folder.glob("*.importing")
            assert not unfinished.read_bytes().startswith(b"SQLite format 3")

        import_life(ledgers, lived / "ana.jsonl", progress=look)
        export_life(ledgers, "ana", lived / "again.jsonl")
        assert b"Lima" not in user_file(ledgers.users_folder, "ana").read_bytes()
        assert import_life(ledgers, lived / "again.jsonl", "bo")[0] == "bo"
    assert (lived / "again.jsonl").read_bytes() == (lived / "ana.jsonl").read_bytes()


def test_what_is_unfinished_is_removed_and_what_is_being_built_stays(lived: Path) -> None:
    with home(lived / "other") as ledgers:
        left = ledgers.users_folder / "left.1.importing"
        left.write_bytes(b"half of something")

        def clean(_: int) -> None:
            clear_leftovers(ledgers.users_folder)

        import_life(ledgers, lived / "ana.jsonl", progress=clean)
        assert not left.exists()
    assert exported(lived / "other", lived / "b.jsonl") == (lived / "ana.jsonl").read_bytes()


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12
).filter(str.strip)
STEPS = st.lists(
    st.tuples(st.sampled_from(["say", "add", "fade", "vector", "erase", "forget"]), TEXTS),
    max_size=14,
)


def step(ledger: SqliteLedger, what: str, text: str) -> None:
    known = ledger.memories()
    if what == "say":
        said(ledger, text, name=text, metadata={text: text})
    elif what == "add":
        turn = said(ledger, text)
        ledger.commit([], digested=turn)
        add(ledger, text, source=citing(turn, text), subject=text, predicate="is", object=text)
    elif known and what == "fade":
        fade(ledger, known[0])
    elif known and what == "vector":
        ledger.commit([], vectors=[vector_of(known[-1], [0.6, 0.8], f"model {text}")])
    elif known and what == "erase":
        source = known[0].source
        words = (source,) if source else ()
        ledger.finish_erasure(
            ledger.destroy(Destruction(frozenset({known[0].id}), words=words)).erasure, "{}"
        )
    elif known and what == "forget":
        of = known[0].source
        if of is not None and [
            m.id for m in ledger.memories(Filter(status=None)) if m.source == of
        ]:
            gone = frozenset({known[0].id})
            done = ledger.destroy(Destruction(gone, turns=frozenset({of.turn_id})))
            ledger.finish_erasure(done.erasure, "{}")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_whatever_is_lived_is_carried_over(
    steps: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("life")
    with home(folder / "home") as ledgers, ledgers.ledger("ana") as ledger:
        for what, text in steps:
            step(ledger, what, text)
        before = reads(ledger)
    first = exported(folder / "home", folder / "ana.jsonl")
    imported(folder / "other", folder / "ana.jsonl")
    assert exported(folder / "other", folder / "again.jsonl") == first
    with home(folder / "other") as ledgers, ledgers.ledger("ana") as ledger:
        assert reads(ledger) == before
        assert ledger.verify().problems == ()
