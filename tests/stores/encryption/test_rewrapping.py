"""Changing the master key: all users' keys stay, the old master key opens nothing any more."""

import shutil
from pathlib import Path

import pytest

from memory_agent.domain.errors import InvalidInput, LedgerDamaged, WrongKey
from memory_stores.encryption import KeyFile, Passphrase, open_keys
from tests.stores.encryption.making import USERS, all_bytes, digest, every_death, new_home, opened


def keys_of(home: Path) -> dict[str, bytes]:
    keys = opened(home)
    return {user: keys.user_key(digest(user), make=False) for user in USERS}


def test_users_keep_their_keys_under_a_new_master_key(tmp_path: Path) -> None:
    home, known = new_home(tmp_path)
    keys = opened(home)
    keys.rewrap(KeyFile(tmp_path / "new.key"))
    assert {user: keys.user_key(digest(user), make=False) for user in USERS} == known
    assert keys_of(home) == known
    keys.rewrap(Passphrase("correct horse"))
    reopened = open_keys(home, "correct horse")
    assert reopened is not None
    assert reopened.user_key(digest("chen"), make=False) == known["chen"]


def test_the_old_master_key_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, _ = new_home(tmp_path)
    sealed = [path.read_bytes()[-60:] for path in (home / "keys").rglob("*.key")]
    opened(home).rewrap(KeyFile(tmp_path / "new.key"))
    assert len(sealed) == len(USERS)
    assert [key for key in sealed if key in all_bytes(home)] == []
    monkeypatch.setenv("MEMORY_AGENT_KEY_FILE", str(tmp_path / "old.key"))
    with pytest.raises(WrongKey):
        open_keys(home)


def test_a_source_that_is_refused_changes_nothing(tmp_path: Path) -> None:
    home, known = new_home(tmp_path)
    before = all_bytes(home)
    with pytest.raises(InvalidInput):
        opened(home).rewrap(KeyFile(home / "new.key"))
    assert all_bytes(home) == before
    assert keys_of(home) == known


def test_a_damaged_key_stops_it_and_the_others_stay_readable(tmp_path: Path) -> None:
    home, known = new_home(tmp_path)
    (home / "keys" / "1" / f"{digest('ana')}.key").write_bytes(b"damaged")
    with pytest.raises(LedgerDamaged, match=digest("ana")):
        opened(home).rewrap(KeyFile(tmp_path / "new.key"))
    for user in USERS[1:]:
        assert opened(home).user_key(digest(user), make=False) == known[user]


def test_a_kill_at_any_step_leaves_a_home_that_opens(tmp_path: Path) -> None:
    home, known = new_home(tmp_path)
    whole = tmp_path / "whole"
    shutil.copytree(home, whole)
    copies = [home]
    seen = set()

    def rewrap() -> None:
        opened(copies[-1]).rewrap(KeyFile(tmp_path / "new.key"))

    for step in every_death(rewrap):
        home = copies[-1]
        assert keys_of(home) == known
        assert len([path for path in (home / "keys").iterdir() if path.is_dir()]) == 1
        seen.add((home / "encryption.toml").read_text().count("new.key"))
        opened(home).rewrap(KeyFile(tmp_path / "newer.key"))
        assert keys_of(home) == known
        copies.append(tmp_path / f"copy {step}")
        shutil.copytree(whole, copies[-1])
    assert seen == {0, 1}
    assert keys_of(copies[-1]) == known
