"""Destroying a user's key: no byte of it stays, nobody gets another for the old database."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from memory_agent.domain.errors import KeyUnavailable
from memory_stores.encryption import KeyFile
from tests.stores.encryption.making import (
    all_bytes,
    digest,
    every_death,
    new_home,
    opened,
)

ANA = digest("ana")


def sealed_parts(home: Path) -> list[bytes]:
    """Return every 16 bytes in a row of Ana's sealed keys."""
    parts = []
    for path in (home / "keys").glob(f"*/{ANA}.key*"):
        content = path.read_bytes().partition(b"\n")[2]
        parts += [content[at : at + 16] for at in range(len(content) - 15)]
    assert parts
    return parts


def residue(home: Path, parts: list[bytes]) -> list[bytes]:
    content = all_bytes(home)
    return [part for part in parts if part in content]


def with_database(home: Path) -> Path:
    (home / "users").mkdir(exist_ok=True)
    database = home / "users" / f"{ANA}.db"
    database.touch()
    return database


def test_no_byte_of_the_key_stays(tmp_path: Path) -> None:
    home, known = new_home(tmp_path)
    opened(home).begin_rekey(ANA)
    parts = sealed_parts(home)
    assert residue(home, parts)
    opened(home).shred(ANA)
    assert residue(home, parts) == []
    assert opened(home).user_key(digest("chen"), make=False) == known["chen"]


def test_the_file_is_overwritten_before_it_goes(tmp_path: Path) -> None:
    home, _ = new_home(tmp_path)
    parts = sealed_parts(home)
    (home / "again").hardlink_to(home / "keys" / "1" / f"{ANA}.key")
    opened(home).shred(ANA)
    assert (home / "again").stat().st_size > 0
    assert residue(home, parts) == []


def test_what_a_change_of_the_key_replaces_is_overwritten_too(tmp_path: Path) -> None:
    home, _ = new_home(tmp_path)
    parts = sealed_parts(home)
    (home / "again").hardlink_to(home / "keys" / "1" / f"{ANA}.key")
    opened(home).begin_rekey(ANA)
    assert (home / "again").stat().st_size > 0
    assert residue(home, parts) == []


def test_it_is_said_when_the_key_was_destroyed(tmp_path: Path) -> None:
    home, _ = new_home(tmp_path)
    with_database(home)
    before = datetime.now(UTC).replace(microsecond=0)
    opened(home).shred(ANA)
    keys, after = opened(home), datetime.now(UTC)
    for make in (True, False):
        with pytest.raises(KeyUnavailable, match="remove the database to begin anew") as refused:
            keys.user_key(ANA, make=make)
        date = str(refused.value).partition("destroyed on ")[2].partition(";")[0]
        assert before <= datetime.fromisoformat(date) <= after
    for ask in (keys.keys_to_try, keys.begin_rekey, keys.finish_rekey):
        with pytest.raises(KeyUnavailable, match="destroyed on"):
            ask(ANA)


def test_shredding_again_keeps_the_date(tmp_path: Path) -> None:
    home, _ = new_home(tmp_path)
    keys = opened(home)
    keys.shred(ANA)
    marker = home / "keys" / f"{ANA}.shredded"
    marker.write_text("2020-01-01T00:00:00+00:00\n")
    keys.shred(ANA)
    with pytest.raises(KeyUnavailable, match="destroyed on 2020-01-01"):
        keys.keys_to_try(ANA)


def test_a_new_life_begins_when_the_database_is_gone(tmp_path: Path) -> None:
    home, known = new_home(tmp_path)
    database = with_database(home)
    opened(home).shred(ANA)
    database.unlink()
    with pytest.raises(KeyUnavailable, match="destroyed"):
        opened(home).user_key(ANA, make=False)
    new = opened(home).user_key(ANA, make=True)
    assert new != known["ana"]
    assert opened(home).keys_to_try(ANA) == [new]


def test_a_new_master_key_brings_no_destroyed_key_back(tmp_path: Path) -> None:
    home, _ = new_home(tmp_path)
    opened(home).shred(ANA)
    opened(home).rewrap(KeyFile(tmp_path / "new.key"))
    with pytest.raises(KeyUnavailable, match="destroyed on"):
        opened(home).keys_to_try(ANA)


def test_what_an_interrupted_change_of_the_master_key_left_is_shredded_too(tmp_path: Path) -> None:
    home, _ = new_home(tmp_path)
    whole = tmp_path / "whole"
    shutil.copytree(home, whole)
    copies, keys, twice = [home], [opened(home)], 0
    for step in every_death(lambda: opened(copies[-1]).rewrap(KeyFile(tmp_path / "new.key"))):
        home = copies[-1]
        began = len(list((home / "keys").glob(f"*/{ANA}.key"))) == 2
        if began and "new.key" not in (home / "encryption.toml").read_text():
            twice += 1
            parts = sealed_parts(home)
            keys[-1].shred(ANA)
            assert residue(home, parts) == []
        copies.append(tmp_path / f"copy {step}")
        shutil.copytree(whole, copies[-1])
        keys.append(opened(copies[-1]))
    assert twice > 0


def test_a_kill_at_any_step_leaves_the_key_or_its_end(tmp_path: Path) -> None:
    home, known = new_home(tmp_path)
    with_database(home)
    whole, outcomes = tmp_path / "whole", set()
    shutil.copytree(home, whole)
    copies = [home]
    parts = sealed_parts(home)
    for step in every_death(lambda: opened(copies[-1]).shred(ANA)):
        keys = opened(copies[-1])
        try:
            assert keys.user_key(ANA, make=True) == known["ana"]
            outcomes.add("kept")
        except KeyUnavailable:
            assert residue(copies[-1], parts) == []
            outcomes.add("gone")
        keys.shred(ANA)
        assert residue(copies[-1], parts) == []
        copies.append(tmp_path / f"copy {step}")
        shutil.copytree(whole, copies[-1])
    assert outcomes == {"kept", "gone"}
