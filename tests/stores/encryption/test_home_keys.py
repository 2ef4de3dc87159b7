"""The users' keys of a home: made once, each user's own, guarded, and changed without a gap."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from memory_agent.domain.errors import (
    HomeNotUsable,
    InvalidInput,
    KeyUnavailable,
    LedgerBusy,
    LedgerDamaged,
    StoreError,
    WrongKey,
)
from memory_stores.encryption import KeyFile, Passphrase, create, files, is_encrypted, open_keys
from tests.stores.encryption.making import USERS, all_bytes, digest, every_death, new_home, opened

ANA = digest("ana")


def test_each_user_has_a_key_of_their_own_that_stays(tmp_path: Path) -> None:
    home, known = new_home(tmp_path)
    assert len(set(known.values())) == len(USERS)
    assert {len(key) for key in known.values()} == {32}
    for keys in (opened(home), opened(home)):
        for user in USERS:
            assert keys.user_key(digest(user), make=True) == known[user]
            assert keys.keys_to_try(digest(user)) == [known[user]]


def test_no_key_lies_in_the_home_as_it_is(tmp_path: Path) -> None:
    home, known = new_home(tmp_path)
    master = bytes.fromhex((tmp_path / "old.key").read_text())
    content = all_bytes(home)
    for key in (master, *known.values()):
        assert key not in content
        assert key.hex().encode() not in content.lower()


def test_a_key_that_was_never_made_is_not_there(tmp_path: Path) -> None:
    home, _ = new_home(tmp_path)
    keys, nobody = opened(home), digest("nobody")
    for ask in (keys.keys_to_try, keys.begin_rekey, keys.finish_rekey, keys.shred):
        with pytest.raises(KeyUnavailable, match=f"{nobody}.key does not exist"):
            ask(nobody)
    with pytest.raises(KeyUnavailable):
        keys.user_key(nobody, make=False)


def test_a_database_without_its_key_is_not_given_a_new_one(tmp_path: Path) -> None:
    home, _ = new_home(tmp_path)
    (home / "users").mkdir()
    (home / "users" / f"{ANA}.db").touch()
    (home / "keys" / "1" / f"{ANA}.key").unlink()
    with pytest.raises(KeyUnavailable, match="restore a copy"):
        opened(home).user_key(ANA, make=True)


@pytest.mark.parametrize("name", ["ana", "../" + "0" * 61, "A" * 64, "0" * 64 + "\n", ""])
def test_what_is_no_digest_is_refused(tmp_path: Path, name: str) -> None:
    home, _ = new_home(tmp_path)
    with pytest.raises(InvalidInput, match="64 hexadecimal digits"):
        opened(home).user_key(name, make=True)


def test_many_that_ask_first_get_one_key(tmp_path: Path) -> None:
    home, _ = new_home(tmp_path)
    nobody = digest("nobody")
    homes = [opened(home) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda n: homes[n % 4].user_key(nobody, make=True), range(16)))
    assert len(found) == 1


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_everything_is_for_its_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        home, _ = new_home(tmp_path)
        opened(home).shred(ANA)
    finally:
        os.umask(before)
    paths = [home, tmp_path / "old.key", *home.rglob("*")]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in paths}
    assert modes == {path: 0o700 if path.is_dir() else 0o600 for path in paths}


def test_a_plain_home_has_no_keys(tmp_path: Path) -> None:
    assert open_keys(tmp_path / "nowhere") is None
    assert not is_encrypted(tmp_path)


def test_only_an_empty_home_is_encrypted(tmp_path: Path) -> None:
    home, _ = new_home(tmp_path)
    with pytest.raises(InvalidInput, match="encrypted already"):
        create(home, Passphrase("another"))
    plain = tmp_path / "plain"
    (plain / "users").mkdir(parents=True)
    (plain / "users" / f"{ANA}.db").touch()
    with pytest.raises(InvalidInput, match="export each user, then import"):
        create(plain, KeyFile(tmp_path / "other.key"))
    assert not (tmp_path / "other.key").exists()


def test_keys_without_the_file_that_opens_them_are_not_taken_for_a_plain_home(
    tmp_path: Path,
) -> None:
    home, _ = new_home(tmp_path)
    (home / "encryption.toml").unlink()
    with pytest.raises(LedgerDamaged, match=r"encryption\.toml is gone"):
        open_keys(home)
    with pytest.raises(LedgerDamaged, match=r"encryption\.toml is gone"):
        create(home, KeyFile(tmp_path / "old.key"))


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HomeNotUsable, match="file"):
        create(tmp_path / "file" / "home", KeyFile(tmp_path / "old.key"))


def test_no_key_is_shown(tmp_path: Path) -> None:
    home, known = new_home(tmp_path)
    keys = opened(home)
    shown = repr(keys) + str(keys) + repr(Passphrase("correct horse"))
    assert str(home) in shown
    assert "horse" not in shown
    for key in (bytes.fromhex((tmp_path / "old.key").read_text()), *known.values()):
        assert key.hex() not in shown
        assert repr(key) not in shown


def test_a_user_key_is_changed_in_two_steps(tmp_path: Path) -> None:
    home, known = new_home(tmp_path)
    old, new = opened(home).begin_rekey(ANA)
    assert old == known["ana"] != new
    for keys in (opened(home), opened(home)):
        assert keys.begin_rekey(ANA) == (old, new)
        assert keys.keys_to_try(ANA) == [old, new]
        assert keys.user_key(ANA, make=True) == old
    for keys in (opened(home), opened(home)):
        keys.finish_rekey(ANA)
        assert keys.keys_to_try(ANA) == [new]
    assert opened(home).keys_to_try(digest("chen")) == [known["chen"]]


def test_a_change_that_began_goes_on_under_a_new_master_key(tmp_path: Path) -> None:
    home, _ = new_home(tmp_path)
    both = opened(home).begin_rekey(ANA)
    opened(home).rewrap(KeyFile(tmp_path / "new.key"))
    assert opened(home).begin_rekey(ANA) == both


def test_another_process_is_told_that_the_master_key_changed(tmp_path: Path) -> None:
    home, known = new_home(tmp_path)
    stale, keys = opened(home), opened(home)
    keys.rewrap(KeyFile(tmp_path / "new.key"))
    for ask in (stale.keys_to_try, stale.begin_rekey, stale.finish_rekey, stale.shred):
        with pytest.raises(WrongKey, match="open the home again"):
            ask(ANA)
    with pytest.raises(WrongKey, match="open the home again"):
        stale.user_key(digest("nobody"), make=True)
    with pytest.raises(WrongKey, match="open the home again"):
        stale.rewrap(KeyFile(tmp_path / "newer.key"))
    assert keys.user_key(ANA, make=False) == known["ana"]


def test_a_kill_while_a_home_is_encrypted_leaves_one_that_can_be(tmp_path: Path) -> None:
    homes, source = [tmp_path / "home 0"], KeyFile(tmp_path / "old.key")
    for step in every_death(lambda: create(homes[-1], source)):
        keys = open_keys(homes[-1]) or create(homes[-1], source)
        assert keys.user_key(ANA, make=True) == opened(homes[-1]).user_key(ANA, make=False)
        (tmp_path / "old.key").unlink()
        homes.append(tmp_path / f"home {step}")


def test_a_kill_while_a_key_is_made_leaves_none_or_one(tmp_path: Path) -> None:
    home, _ = new_home(tmp_path)
    keys, users = opened(home), [digest("user 0")]
    for step in every_death(lambda: keys.user_key(users[-1], make=True)):
        made = opened(home).user_key(users[-1], make=True)
        assert opened(home).keys_to_try(users[-1]) == [made]
        users.append(digest(f"user {step}"))


def test_a_kill_while_a_user_key_is_changed_leaves_the_one_in_use(tmp_path: Path) -> None:
    home, known = new_home(tmp_path)
    used, keys = known["ana"], opened(home)
    for _ in every_death(lambda: keys.begin_rekey(ANA)):
        assert used in opened(home).keys_to_try(ANA)
        assert opened(home).begin_rekey(ANA)[0] == used
        used = opened(home).begin_rekey(ANA)[1]
        opened(home).finish_rekey(ANA)

    used = opened(home).begin_rekey(ANA)[1]
    for _ in every_death(lambda: keys.finish_rekey(ANA)):
        assert used in opened(home).keys_to_try(ANA)
        if len(opened(home).keys_to_try(ANA)) == 1:
            used = opened(home).begin_rekey(ANA)[1]
    assert opened(home).keys_to_try(ANA) == [used]


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, known = new_home(tmp_path)
    keys, before = opened(home), all_bytes(home)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match=f"no room left on the disk of .*{ANA}"):
            keys.begin_rekey(ANA)
    assert all_bytes(home) == before
    assert keys.begin_rekey(ANA)[0] == known["ana"]


def test_while_another_process_changes_keys_they_are_read_and_not_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, known = new_home(tmp_path)
    keys, nobody = opened(home), digest("nobody")
    changes: list[Callable[[], object]] = [
        lambda: keys.user_key(nobody, make=True),
        lambda: keys.begin_rekey(ANA),
        lambda: keys.finish_rekey(ANA),
        lambda: keys.shred(ANA),
        lambda: keys.rewrap(KeyFile(tmp_path / "new.key")),
    ]
    monkeypatch.setattr(files, "LOCK_WAIT_MS", 1)
    before = all_bytes(home)
    with files.exclusive(home / "keys" / "lock"):
        for change in changes:
            with pytest.raises(LedgerBusy, match="another process changes the keys"):
                change()
        assert opened(home).user_key(ANA, make=True) == known["ana"]
    assert all_bytes(home) == before
    for change in changes:
        change()


def test_of_two_that_encrypt_a_home_at_once_the_second_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, exclusive = tmp_path / "home", files.exclusive

    @contextmanager
    def overtaken(lock: Path) -> Iterator[None]:
        monkeypatch.undo()
        create(home, KeyFile(tmp_path / "first.key"))
        with exclusive(lock):
            yield

    monkeypatch.setattr(files, "exclusive", overtaken)
    with pytest.raises(InvalidInput, match="encrypted already"):
        create(home, KeyFile(tmp_path / "second.key"))
    assert opened(home).user_key(ANA, make=True)
    assert not (tmp_path / "second.key").exists()
