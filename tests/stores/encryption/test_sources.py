"""Where a master key comes from, how it is got again, and what is said when it is not there."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.core import load_keyring

from memory_agent.domain.errors import InvalidInput, KeyUnavailable, WrongKey
from memory_stores.encryption import KeyFile, Keyring, Passphrase, create, open_keys
from memory_stores.encryption.header import Header, read_header
from memory_stores.encryption.kept import KeptByPassphrase, KeptInFile
from tests.stores.encryption.making import MemoryKeyring, digest, opened

ANA = digest("ana")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEMORY_AGENT_PASSPHRASE", raising=False)
    monkeypatch.delenv("MEMORY_AGENT_KEY_FILE", raising=False)


@pytest.fixture
def in_memory() -> Iterator[MemoryKeyring]:
    before, ours = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(ours)
    yield ours
    keyring.set_keyring(before)


def quick(passphrase: str) -> tuple[KeptByPassphrase, bytes]:
    """Derive a key at a cost that is good for tests only."""
    kept = KeptByPassphrase(bytes(16), n=2)
    return kept, kept.derive(passphrase)


def test_a_passphrase_opens_its_home_and_another_does_not(tmp_path: Path) -> None:
    key = create(tmp_path, Passphrase("correct horse")).user_key(ANA, make=True)
    keys = open_keys(tmp_path, "correct horse")
    assert keys is not None
    assert keys.method == "passphrase"
    assert keys.user_key(ANA, make=False) == key
    with pytest.raises(WrongKey, match=r"passphrase does not open .*encryption\.toml"):
        open_keys(tmp_path, "correct house")


def test_the_cost_of_guessing_a_passphrase_is_written_down(tmp_path: Path) -> None:
    create(tmp_path, Passphrase("correct horse"))
    header = read_header(tmp_path)
    assert header is not None
    assert isinstance(header.kept, KeptByPassphrase)
    assert (header.kept.n, header.kept.r, header.kept.p) == (2**17, 8, 1)
    assert len(set(header.kept.salt)) > 1


def test_the_text_given_goes_before_the_environment_and_that_before_asking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, _ = quick("")
    with pytest.raises(KeyUnavailable, match="MEMORY_AGENT_PASSPHRASE"):
        kept.master(None)
    assert kept.master(lambda: "asked") == quick("asked")[1]
    monkeypatch.setenv("MEMORY_AGENT_PASSPHRASE", "environment")
    assert kept.master(lambda: pytest.fail("asked")) == quick("environment")[1]
    assert kept.master(None) == quick("environment")[1]
    assert kept.master("given") == quick("given")[1]


def test_a_passphrase_is_the_same_however_its_accents_were_typed() -> None:
    assert quick("Zo\u00eb")[1] == quick("Zoe\u0308")[1]
    assert quick("Zo\u00eb")[1] != quick("Zoe")[1]


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_passphrase_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInput, match="empty"):
        create(tmp_path / "home", Passphrase(text))
    assert open_keys(tmp_path / "home") is None


def test_a_key_file_is_made_and_opens_its_home(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "my.key"
    key = create(home, KeyFile(path)).user_key(ANA, make=True)
    assert len(bytes.fromhex(path.read_text())) == 32
    assert opened(home).user_key(ANA, make=False) == key


def test_a_key_file_that_is_there_is_used_and_may_lock_two_homes(tmp_path: Path) -> None:
    path = tmp_path / "my.key"
    path.write_text("  " + "A0" * 32 + "\n\n")
    for home in (tmp_path / "one", tmp_path / "two"):
        create(home, KeyFile(path))
        assert opened(home).method == "file"
    assert path.read_text() == "  " + "A0" * 32 + "\n\n"


def test_a_key_file_that_moved_is_named_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, path, moved = tmp_path / "home", tmp_path / "my.key", tmp_path / "moved.key"
    create(home, KeyFile(path))
    path.rename(moved)
    with pytest.raises(KeyUnavailable, match=r"my\.key does not exist.*MEMORY_AGENT_KEY_FILE"):
        open_keys(home)
    monkeypatch.setenv("MEMORY_AGENT_KEY_FILE", str(moved))
    assert opened(home).method == "file"


def test_another_key_does_not_open_a_home(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "my.key"
    create(home, KeyFile(path))
    path.write_text("00" * 32)
    with pytest.raises(WrongKey, match="file does not open"):
        open_keys(home)


@pytest.mark.parametrize("content", [b"", b"00" * 31, b"00" * 33, b"\xff" * 32, b"secret" * 12])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    home, path = tmp_path / "home", tmp_path / "my.key"
    create(home, KeyFile(path))
    path.write_bytes(content)
    with pytest.raises(WrongKey, match="64 hexadecimal digits") as opening:
        open_keys(home)
    with pytest.raises(WrongKey, match="64 hexadecimal digits"):
        create(tmp_path / "other", KeyFile(path))
    assert "secret" not in str(opening.value)


def test_a_key_file_inside_the_home_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "link").symlink_to(home)
    for path in (home / "my.key", home / "a" / ".." / "my.key", tmp_path / "link" / "my.key"):
        with pytest.raises(InvalidInput, match="inside the home"):
            create(home, KeyFile(path))
    assert open_keys(home) is None


def test_a_key_file_in_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyUnavailable, match="does not exist; make it"):
        create(tmp_path / "home", KeyFile(tmp_path / "nowhere" / "my.key"))


def test_a_relative_key_file_is_remembered_from_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    create(tmp_path / "home", KeyFile(Path("my.key")))
    monkeypatch.chdir("/")
    assert opened(tmp_path / "home").method == "file"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_path_is_written_and_read_alike(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    home = tmp_path_factory.mktemp("home")
    header = Header(1, KeptInFile(f"/{name}"), b"check")
    header.write(home)
    assert read_header(home) == header


def test_a_keyring_opens_its_home(tmp_path: Path, in_memory: MemoryKeyring) -> None:
    key = create(tmp_path, Keyring()).user_key(ANA, make=True)
    assert opened(tmp_path).user_key(ANA, make=False) == key
    assert [service for service, _ in in_memory.entries] == ["memory-agent"]


def test_each_home_has_its_own_entry(tmp_path: Path, in_memory: MemoryKeyring) -> None:
    for name in ("one", "two"):
        create(tmp_path / name, Keyring())
    assert len(set(in_memory.entries.values())) == 2


def test_a_missing_or_wrong_entry_is_told(tmp_path: Path, in_memory: MemoryKeyring) -> None:
    create(tmp_path, Keyring())
    (entry,) = in_memory.entries
    in_memory.entries[entry] = "00" * 32
    with pytest.raises(WrongKey, match="keyring does not open"):
        open_keys(tmp_path)
    in_memory.entries[entry] = "something else"
    with pytest.raises(WrongKey, match="holds no key"):
        open_keys(tmp_path)
    del in_memory.entries[entry]
    with pytest.raises(KeyUnavailable, match="no entry"):
        open_keys(tmp_path)


def test_without_a_keyring_what_to_do_is_said(tmp_path: Path, in_memory: MemoryKeyring) -> None:
    create(tmp_path / "home", Keyring())
    keyring.set_keyring(load_keyring("keyring.backends.fail.Keyring"))
    with pytest.raises(KeyUnavailable, match="use a key file or a passphrase"):
        open_keys(tmp_path / "home")
    with pytest.raises(KeyUnavailable, match="use a key file or a passphrase"):
        create(tmp_path / "other", Keyring())
    assert open_keys(tmp_path / "other") is None


def test_a_keyring_that_keeps_nothing_is_found_out(
    tmp_path: Path, in_memory: MemoryKeyring
) -> None:
    keyring.set_keyring(load_keyring("keyring.backends.null.Keyring"))
    with pytest.raises(KeyUnavailable, match="did not keep"):
        create(tmp_path, Keyring())
    assert open_keys(tmp_path) is None


def test_changing_the_master_key_takes_the_old_entry_away(
    tmp_path: Path, in_memory: MemoryKeyring
) -> None:
    keys = create(tmp_path / "home", Keyring())
    (first,) = in_memory.entries
    keys.rewrap(Keyring())
    (second,) = in_memory.entries
    assert first != second
    keys.rewrap(KeyFile(tmp_path / "my.key"))
    assert in_memory.entries == {}
    assert opened(tmp_path / "home").method == "file"
