"""Damaged files: every call says which, what is wrong and what helps; other users go on."""

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import copytree

import apsw
import pytest

from evals.faults.state import State, state_of
from memory_agent import Memory
from memory_agent.domain.errors import (
    LedgerDamaged,
    LedgerTooNew,
    NotFound,
    StoreError,
    WrongKey,
)
from memory_stores.encryption import Passphrase, create
from memory_stores.ledger.naming import user_file
from tests.faults.calls import CALLS, Ids, live, opened

PAGE = 4096
Harm = Callable[[Path], None]


def file_of(home: Path, user_id: str = "ana") -> Path:
    return user_file(home / "users", user_id)


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A home with two lives in it, closed in good order."""
    home = tmp_path_factory.mktemp("lived") / "home"
    return home, live(home)


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[State]]:
    """A home as a killed process leaves it, all in the log; its states after each commit."""
    folder = tmp_path_factory.mktemp("logged")
    states: list[State] = [(None,)]
    with opened(folder / "home") as memory:
        for number in range(12):
            memory.add(f"Note {number}", user_id="ana", infer=False)
            states.append(state_of(memory, ("ana",)))
        copytree(folder / "home", folder / "killed")
    return folder / "killed", states


def into_text(path: Path) -> None:
    path.write_bytes(b"This was a database once. " * 1000)


def lose_the_header(path: Path) -> None:
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


def make_newer(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.pragma("user_version", 99)
    connection.close()


def empty_beside_a_log(path: Path) -> None:
    log_of(path).write_bytes(bytes.fromhex("377f0682") + bytes(4000))
    path.write_bytes(b"")


def garbage_log(path: Path) -> None:
    log_of(path).write_bytes(random.Random(1).randbytes(9000))  # noqa: S311


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def told_of(memory: Memory, ids: Ids, name: str, error: type[StoreError]) -> str:
    with pytest.raises(error) as told:
        CALLS[name](memory, ids)
    return str(told.value)


@pytest.mark.parametrize(
    ("harm", "error", "helps"),
    [
        (into_text, LedgerDamaged, "`memory-agent export --salvage FILE`"),
        (lose_the_header, LedgerDamaged, "`memory-agent export --salvage FILE`"),
        (make_newer, LedgerTooNew, "upgrade memory-agent"),
        (empty_beside_a_log, LedgerDamaged, "`memory-agent verify`"),
        (garbage_log, LedgerDamaged, "`memory-agent verify`"),
    ],
)
def test_a_file_that_is_refused_is_named_by_every_call_and_left_byte_for_byte(
    lived: tuple[Path, Ids], tmp_path: Path, harm: Harm, error: type[StoreError], helps: str
) -> None:
    home, ids = Path(copytree(lived[0], tmp_path / "home")), lived[1]
    path = file_of(home)
    harm(path)
    files = [file for file in (path, log_of(path)) if file.exists()]
    before = [file.read_bytes() for file in files]
    with opened(home) as memory:
        for name in CALLS:
            said = told_of(memory, ids, name, error)
            assert str(path) in said and helps in said, name
        assert memory.add("I love ramen.", user_id="ben")
        assert memory.verify(user_id="ben").problems == ()
        assert "ben" in memory.users()
    assert [file.read_bytes() for file in files] == before


def test_a_file_that_is_cut_in_half_is_told_by_every_call(
    lived: tuple[Path, Ids], tmp_path: Path
) -> None:
    for name in CALLS:
        home = Path(copytree(lived[0], tmp_path / name))
        cut_in_half(file_of(home))
        with opened(home) as memory:
            said = told_of(memory, lived[1], name, LedgerDamaged)
            assert str(file_of(home)) in said and "export --salvage" in said
            assert memory.list(user_id="ben")


@pytest.mark.parametrize("seed", range(4))
def test_pages_overwritten_at_random_give_an_answer_or_an_error_of_the_tree(
    lived: tuple[Path, Ids], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    content = bytearray(file_of(lived[0]).read_bytes())
    for page in chance.sample(range(1, len(content) // PAGE), 12):
        start = page * PAGE + chance.randrange(PAGE // 2)
        content[start : start + 64] = chance.randbytes(64)
    told = 0
    for name, call in CALLS.items():
        home = Path(copytree(lived[0], tmp_path / name))
        file_of(home).write_bytes(content)
        with opened(home) as memory:
            try:
                with suppress(NotFound):  # What it asks for may be what was overwritten
                    call(memory, lived[1])
            except LedgerDamaged as error:
                assert str(file_of(home)) in str(error)
                told += 1
            except StoreError:
                told += 1
            assert memory.list(user_id="ben")
    home = Path(copytree(lived[0], tmp_path / "verified"))
    file_of(home).write_bytes(content)
    with opened(home) as memory:
        try:
            problems = memory.verify(user_id="ana").problems
        except LedgerDamaged:
            problems = ("it cannot be read at all",)
    assert problems and told


def test_a_log_that_is_cut_off_anywhere_opens_with_the_last_whole_commit(
    logged: tuple[Path, list[State]], tmp_path: Path
) -> None:
    killed, states = logged
    log = log_of(file_of(killed)).read_bytes()
    chance = random.Random(5)  # noqa: S311
    cuts = sorted([0, 3, 31, len(log), *(chance.randrange(len(log)) for _ in range(20))])
    reached = []
    for number, cut in enumerate(cuts):
        home = Path(copytree(killed, tmp_path / str(number)))
        log_of(file_of(home)).write_bytes(log[:cut])
        with opened(home) as memory:
            memory.flush()  # What was accepted only is digested
            found = state_of(memory, ("ana",))
            assert found in states
            reached.append(states.index(found))
            memory.add("It goes on", user_id="ana", infer=False)
            assert memory.verify(user_id="ana").problems == ()
    assert reached == sorted(reached)
    assert reached[0] == 0 and reached[-1] == len(states) - 1 and len(set(reached)) > 5


def test_a_file_under_another_key_is_told_by_every_call_and_other_users_go_on(
    tmp_path: Path,
) -> None:
    for name in ("home", "other"):
        create(tmp_path / name, Passphrase("open sesame"))
        ids = live(tmp_path / name, passphrase="open sesame")  # noqa: S106
    path = file_of(tmp_path / "home")
    path.write_bytes(file_of(tmp_path / "other").read_bytes())
    with opened(tmp_path / "home", passphrase="open sesame") as memory:  # noqa: S106
        for name in CALLS:
            said = told_of(memory, ids, name, WrongKey)
            assert str(path) in said and "restore the copy of `keys`" in said, name
        assert memory.list(user_id="ben")
    with pytest.raises(WrongKey, match=str(tmp_path / "home")):
        opened(tmp_path / "home", passphrase="open says me")  # noqa: S106


def test_an_encrypted_log_that_is_cut_off_or_garbage_is_treated_as_one_in_plain_text(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    create(home, Passphrase("open sesame"))
    with opened(home, passphrase="open sesame") as memory:  # noqa: S106
        memory.add(["Note 1", "Note 2"], user_id="ana", infer=False)
        killed = Path(copytree(home, tmp_path / "killed"))
    with opened(killed, passphrase="open sesame") as memory:  # noqa: S106
        assert [m.text for m in memory.list(user_id="ana")] == ["Note 1", "Note 2"]
    garbage_log(file_of(killed))
    with (
        opened(killed, passphrase="open sesame") as memory,  # noqa: S106
        pytest.raises(LedgerDamaged, match=log_of(file_of(killed)).name),
    ):
        memory.list(user_id="ana")
