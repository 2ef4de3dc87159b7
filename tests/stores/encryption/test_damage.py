"""Files that were cut, altered, exchanged or written by a newer version."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory_agent.domain.errors import LedgerDamaged, LedgerTooNew, WrongKey
from memory_stores.encryption import KeyFile, open_keys
from memory_stores.encryption.kept import KeptByPassphrase
from tests.stores.encryption.making import USERS, digest, new_home, opened

Home = tuple[Path, dict[str, bytes]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return new_home(tmp_path_factory.mktemp("made"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return new_home(tmp_path)[0]


def key_path(home: Path, user: str) -> Path:
    return home / "keys" / "1" / f"{digest(user)}.key"


@given(st.data())
def test_an_altered_key_file_never_gives_another_key(made: Home, data: st.DataObject) -> None:
    home, _ = made
    path = key_path(home, "ana")
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]))
    try:
        path.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
        with pytest.raises((LedgerDamaged, LedgerTooNew), match=path.name):
            opened(home).keys_to_try(digest("ana"))
    finally:
        path.write_bytes(whole)


@given(st.data())
def test_a_key_file_that_was_cut_or_went_on_is_damaged(made: Home, data: st.DataObject) -> None:
    home, _ = made
    path = key_path(home, "ana")
    whole = path.read_bytes()
    changed = data.draw(
        st.integers(0, len(whole) - 1).map(lambda end: whole[:end])
        | st.binary(min_size=1, max_size=200).map(lambda more: whole + more)
    )
    try:
        path.write_bytes(changed)
        with pytest.raises(LedgerDamaged, match="restore a copy"):
            opened(home).keys_to_try(digest("ana"))
    finally:
        path.write_bytes(whole)


def test_a_damaged_key_file_is_not_replaced_by_a_new_key(home: Path) -> None:
    key_path(home, "ana").write_bytes(b"")
    with pytest.raises(LedgerDamaged):
        opened(home).user_key(digest("ana"), make=True)
    assert key_path(home, "ana").read_bytes() == b""


def test_users_keys_cannot_be_exchanged(home: Path) -> None:
    ana, chen = (key_path(home, user).read_bytes() for user in (USERS[0], USERS[2]))
    key_path(home, "ana").write_bytes(chen)
    key_path(home, "chen").write_bytes(ana)
    for user in ("ana", "chen"):
        with pytest.raises(LedgerDamaged, match="another user's"):
            opened(home).keys_to_try(digest(user))


def test_a_replaced_key_cannot_be_put_after_the_one_in_use(home: Path) -> None:
    head, sealed = key_path(home, "ana").read_bytes().split(b"\n", 1)
    opened(home).begin_rekey(digest("ana"))
    opened(home).finish_rekey(digest("ana"))
    with key_path(home, "ana").open("ab") as file:
        file.write(sealed)
    assert head == b"memory-agent key 1"
    with pytest.raises(LedgerDamaged):
        opened(home).keys_to_try(digest("ana"))


def test_a_newer_version_is_told_and_left_alone(home: Path) -> None:
    path = key_path(home, "ana")
    newer = path.read_bytes().replace(b"key 1", b"key 12")
    path.write_bytes(newer)
    with pytest.raises(LedgerTooNew, match="upgrade"):
        opened(home).user_key(digest("ana"), make=True)
    assert path.read_bytes() == newer
    toml = home / "encryption.toml"
    toml.write_text(toml.read_text().replace("format = 1", "format = 2\nanything = true"))
    with pytest.raises(LedgerTooNew, match=r"encryption\.toml; upgrade"):
        open_keys(home)


def test_an_encryption_toml_that_was_cut_is_damaged(home: Path) -> None:
    path = home / "encryption.toml"
    whole = path.read_text()
    for end in range(len(whole) - 1):
        path.write_text(whole[:end])
        with pytest.raises(LedgerDamaged, match=r"encryption\.toml is damaged"):
            open_keys(home)


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("format = .*", "format = 0"),
        ("format = .*", 'format = "1"'),
        ("generation = .*", "generation = 0"),
        ("generation = .*", 'generation = "../../elsewhere"'),
        ("method = .*", 'method = "magic"'),
        ("method = .*", 'method = "passphrase"'),
        ("method = .*", "method = 1"),
        ("path = .*", 'path = "relative.key"'),
        ("path = .*", "path = 1"),
        ("check = .*", "check = 1"),
        ("check = .*", 'check = "not hexadecimal"'),
    ],
)
def test_a_value_that_cannot_be_is_damage(home: Path, line: str, instead: str) -> None:
    path = home / "encryption.toml"
    path.write_text(re.sub(line, instead, path.read_text()))
    with pytest.raises(LedgerDamaged, match=r"encryption\.toml is damaged"):
        open_keys(home)


def test_an_altered_check_opens_nothing(home: Path) -> None:
    path = home / "encryption.toml"
    for check in ("", "00" * 40):
        path.write_text(re.sub("check = .*", f'check = "{check}"', path.read_text()))
        with pytest.raises(WrongKey, match="was altered"):
            open_keys(home)


def test_another_generation_cannot_be_named(home: Path) -> None:
    path = home / "encryption.toml"
    path.write_text(path.read_text().replace("generation = 1", "generation = 2"))
    with pytest.raises(WrongKey, match="was altered"):
        open_keys(home)
    assert key_path(home, "ana").exists()


def test_an_older_encryption_toml_put_back_destroys_nothing(home: Path) -> None:
    toml, ana = home / "encryption.toml", digest("ana")
    old, old_keys = toml.read_bytes(), {user: key_path(home, user).read_bytes() for user in USERS}
    opened(home).rewrap(KeyFile(home.parent / "new.key"))
    new, key = toml.read_bytes(), opened(home).user_key(ana, make=False)
    toml.write_bytes(old)
    with pytest.raises(LedgerDamaged, match="from the same copy"):
        open_keys(home)
    (home / "keys" / "1").mkdir()
    for user, content in old_keys.items():
        key_path(home, user).write_bytes(content)
    with pytest.raises(LedgerDamaged, match="from the same copy"):
        open_keys(home)
    toml.write_bytes(new)
    assert opened(home).user_key(ana, make=False) == key


@pytest.mark.parametrize(
    "cost",
    [{"n": 0}, {"n": 1}, {"n": 3}, {"n": 2**40}, {"r": 0}, {"r": 2**20}, {"p": 0}, {"p": 10**9}],
)
def test_a_cost_that_would_stall_the_machine_is_refused(cost: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="scrypt"):
        KeptByPassphrase(bytes(16), **cost)


def test_a_salt_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="salt"):
        KeptByPassphrase(b"")
