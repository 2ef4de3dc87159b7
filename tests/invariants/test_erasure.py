"""Erased is gone: random lives with marker words, then byte scans that share no code with ours."""

import hmac
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent import Memory, Settings, domain
from memory_agent.domain.errors import ErasureUnfinished, ResidueFound
from memory_stores.encryption import KeyFile, create
from tests.invariants.living import WordHashing, current, day, one, open_home, say
from tests.stores.scanning.plain_scanner import residue

MARKERS = ["Quixworth", "Zanderly", "Brivoka", "Plimsaat", "Dorvennic", "Yuxemba"]
SAID = ["I live in {}.", "My sister is called {}.", "I work at {}.", "I like {}.", "I moved to {}."]
FOX = "I live in Quixworth."
FOXES = "The user lives in Quixworth."


def verified(receipt: domain.Receipt, texts: list[str]) -> bool:
    """Whether a receipt commits to texts."""
    content = "\0".join(texts).encode()
    made = hmac.digest(bytes.fromhex(receipt.salt), content, "sha256").hex()
    return made == receipt.commitment


def vectors(texts: list[str]) -> list[bytes]:
    return [row.astype("<f4").tobytes() for row in WordHashing().embed(texts)] if texts else []


sentences = st.tuples(st.sampled_from(SAID), st.sampled_from(MARKERS), st.sampled_from("abc"))


@settings(max_examples=12, deadline=None)
@given(st.lists(sentences, min_size=2, max_size=6), st.data())
def test_no_byte_of_what_was_erased_is_left(
    tmp_path_factory: pytest.TempPathFactory,
    said: list[tuple[str, str, str]],
    data: st.DataObject,
) -> None:
    home = tmp_path_factory.mktemp("life") / "home"
    with open_home(home) as memory:
        turns = {}
        for number, (sentence, marker, session) in enumerate(said):
            text = sentence.format(marker)
            turns[say(memory, "ana", text, number, session_id=session)] = (text, session)
            memory.context(f"What of {marker}?", user_id="ana")
        known = memory.list(user_id="ana", status=None)
        had = vectors([text for text, _ in turns.values()] + [m.text for m in known])
        what = data.draw(st.sampled_from(["memory", "turn", "session", "everything"]))
        if what == "memory":
            memory.erase(data.draw(st.sampled_from([m.id for m in known])), user_id="ana")
        elif what == "turn":
            memory.erase(user_id="ana", turn_id=data.draw(st.sampled_from(sorted(turns))))
        elif what == "session":
            memory.erase(user_id="ana", session_id=data.draw(st.sampled_from(said))[2])
        else:
            memory.erase(user_id="ana", everything=True)
        left = everything_said(memory)
        if memory.has_user("ana"):
            assert memory.verify(user_id="ana").problems == ()
            numbers = [r.number for r in memory.log(user_id="ana")]
            assert numbers == list(range(1, len(numbers) + 1))
    gone = [marker for marker in MARKERS if not any(marker in text for text in left)]
    kept = set(vectors(left))
    assert residue(home, gone, [vector for vector in had if vector not in kept]) == []


def everything_said(memory: Memory, user_id: str = "ana") -> list[str]:
    """Every text that any read returns."""
    if not memory.has_user(user_id):
        return []
    revisions = memory.log(user_id=user_id)
    texts = [m.text for m in memory.list(user_id=user_id, status=None)]
    texts += [r.memory.text for r in revisions if r.memory] + [r.reason for r in revisions]
    with memory._stores.user(user_id) as store:
        texts += [turn.text for turn in store.ledger.turns_at(range(100)).values()]
    return texts


def filled(memory: Memory) -> str:
    """Have two things said, one of them with the marker; return its turn."""
    turn = say(memory, "ana", FOX, 0)
    say(memory, "ana", "I like tea.", 1)
    return turn


def test_the_receipt_commits_to_what_was_erased_and_nobody_else_can_tell(tmp_path: Path) -> None:
    with open_home(tmp_path / "home") as memory:
        turn = filled(memory)
        receipt = memory.erase(user_id="ana", turn_id=turn)
        (stored,) = memory.receipts(user_id="ana")
    assert (receipt.erased, receipt.turns, receipt.residue) == (1, 1, 0)
    assert verified(receipt, [FOXES, FOX])
    assert stored.salt == ""
    assert stored.commitment == receipt.commitment
    assert any(path.endswith(".db") for path in receipt.scanned)


def test_with_chroma_embedded_its_files_are_rid_of_it_too(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with open_home(home, Settings(vector_index="chroma")) as memory:
        turn = filled(memory)
        memory.search("Quixworth", user_id="ana")
        assert list(home.glob("chroma/*/*"))
        memory.erase(user_id="ana", turn_id=turn)
        hits = memory.search("tea", user_id="ana")
        assert "I like tea." in [hit.text for hit in hits]
    assert residue(home, ["Quixworth"], vectors([FOX, FOXES])) == []


def test_in_an_encrypted_home_the_pages_are_rid_of_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    create(home, KeyFile(tmp_path / "key"))
    with Memory.open(home, embedder=WordHashing()) as memory:
        turn = filled(memory)
        receipt = memory.erase(user_id="ana", turn_id=turn)
        assert any(path.endswith("(plain)") for path in receipt.scanned)
        assert current(memory, "ana") == ["The user likes tea."]
        (path,) = (home / "users").glob("*.db")
        with memory._stores.user("ana") as store, store.ledger.reading() as connection:
            pages = bytes(connection.serialize("main"))
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / path.name).write_bytes(pages)
    assert residue(tmp_path / "plain", ["Quixworth"], vectors([FOX, FOXES])) == []
    assert residue(home, ["Quixworth", "likes tea"], vectors([FOX, FOXES])) == []


def test_a_context_in_flight_and_those_logged_do_not_outlive_what_they_show(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with open_home(home) as memory:
        turn = filled(memory)
        memory.context("Where is Quixworth?", user_id="ana")
        assert len(memory.contexts(user_id="ana")) == 1
        memory.context("And Quixworth again?", user_id="ana")
        memory.erase(user_id="ana", turn_id=turn)
        assert memory.contexts(user_id="ana") == []
    assert residue(home, ["Quixworth"]) == []


READER = """
import sqlite3, sys
reader = sqlite3.connect(sys.argv[1], isolation_level=None)
reader.execute("BEGIN")
print(reader.execute("SELECT count(*) FROM turns").fetchone(), flush=True)
sys.stdin.read()
"""


@contextmanager
def reading_elsewhere(path: Path) -> Iterator[None]:
    """Have another process read a database, and not end its transaction."""
    command = [sys.executable, "-c", READER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline()
        yield
        reader.communicate()


def test_a_reader_elsewhere_leaves_it_unfinished_and_the_next_open_finishes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    quick = Settings(busy_timeout=0.2)
    with open_home(home, quick) as memory:
        turn = filled(memory)
        (path,) = (home / "users").glob("*.db")
        with reading_elsewhere(path):
            with pytest.raises(ErasureUnfinished):
                memory.erase(user_id="ana", turn_id=turn)
            assert current(memory, "ana") == ["The user likes tea."]
    with open_home(home) as memory:
        assert current(memory, "ana") == ["The user likes tea."]
        assert memory.verify(user_id="ana").problems == ()
    assert residue(home, ["Quixworth"], vectors([FOX, FOXES])) == []


def test_a_planted_copy_makes_it_fail_loudly(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with open_home(home) as memory:
        turn = filled(memory)
        (home / "stray.txt").write_text(f"copied: {FOXES}")
        with pytest.raises(ResidueFound, match=r"stray\.txt"):
            memory.erase(user_id="ana", turn_id=turn)


def test_what_another_memory_says_on_its_own_evidence_stays_and_is_named(tmp_path: Path) -> None:
    with open_home(tmp_path / "home") as memory:
        for number in range(2):
            memory.add("The key is under the mat.", user_id="ana", infer=False, at=day(number))
            memory.add("Quixworth is near.", user_id="ana", infer=False, at=day(number))
        say(memory, "ana", FOX, 3)
        say(memory, "ana", "I moved to Zanderly.", 4)
        turn = say(memory, "ana", FOX, 5)
        ids = [m.id for m in memory.list(user_id="ana", status=None) if m.text == FOXES]
        receipt = memory.erase(ids[0], user_id="ana")
        assert receipt.residue == 0
        assert {ids[1], turn} & set(receipt.kept)
        assert one(memory, "ana", FOXES).id == ids[1]
        assert memory.verify(user_id="ana").problems == ()


def test_two_users_who_say_the_same_do_not_stand_in_each_others_way(tmp_path: Path) -> None:
    with open_home(tmp_path / "home") as memory:
        for user_id in ("ana", "bob"):
            say(memory, user_id, FOX, 0)
        memory.update(one(memory, "bob", FOXES).id, "The user left.", user_id="bob")
        before = [m.text for m in memory.list(user_id="bob", status=None)]
        memory.erase(one(memory, "ana", FOXES).id, user_id="ana")
        memory.erase(user_id="ana", everything=True)
        assert [m.text for m in memory.list(user_id="bob", status=None)] == before


ERASER = """
import sys
from pathlib import Path
from tests.invariants.living import open_home
with open_home(Path(sys.argv[1])) as memory:
    print("ready", flush=True)
    sys.stdin.readline()
    memory.erase(user_id="ana", turn_id=sys.argv[2])
    print("erased", flush=True)
"""


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 150))
def test_killed_in_the_middle_it_is_whole_or_finished_by_the_next_open(
    tmp_path_factory: pytest.TempPathFactory, milliseconds: int
) -> None:
    home = tmp_path_factory.mktemp("killed") / "home"
    with open_home(home) as memory:
        turn = filled(memory)
    command = [sys.executable, "-c", ERASER, str(home), turn]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as eraser:
        assert eraser.stdin is not None
        assert eraser.stdout is not None
        assert eraser.stdout.readline()
        eraser.stdin.write(b"\n")
        eraser.stdin.flush()
        time.sleep(milliseconds / 1000)
        eraser.send_signal(signal.SIGKILL)
    with open_home(home) as memory:
        whole = current(memory, "ana") == ["The user likes tea.", FOXES]
        assert whole or current(memory, "ana") == ["The user likes tea."]
        assert memory.verify(user_id="ana").problems == ()
    if not whole:
        assert residue(home, ["Quixworth"], vectors([FOX, FOXES])) == []
