from pathlib import Path

import pytest

from tests.cli.running import CommandLine, on_terminal

SECRET = "correct horse battery"  # noqa: S105
OTHER = "staple"


def plaintext(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file() and b"Lisbon" in path.read_bytes()]


def test_init_makes_a_home_and_twice_is_as_good_as_once(ana: CommandLine) -> None:
    for _ in range(2):
        assert ana.json("init") == {"home": str(ana.home), "encrypted": False, "method": None}
    assert ana.home.stat().st_mode & 0o077 == 0
    assert "known users: none yet" in ana.refused("list")


def test_a_home_with_a_key_file_needs_that_file_and_nothing_else(
    ana: CommandLine, tmp_path: Path
) -> None:
    key = tmp_path / "key"
    made = ana.json("init", "--encrypt", "--key-file", str(key))
    assert made == {"home": str(ana.home), "encrypted": True, "method": "file"}
    assert key.stat().st_mode & 0o077 == 0
    ana.json("add", "I live in Lisbon.")
    assert len(ana.json("list")) == 1
    assert plaintext(ana.home) == []
    key.rename(tmp_path / "elsewhere")
    assert str(key) in ana.refused("list")
    assert len(ana.json("list", MEMORY_AGENT_KEY_FILE=str(tmp_path / "elsewhere"))) == 1


def test_a_passphrase_is_taken_from_the_environment(ana: CommandLine) -> None:
    made = ana.json("init", "--encrypt", MEMORY_AGENT_PASSPHRASE=SECRET)
    assert made["method"] == "passphrase"
    ana.json("add", "I live in Lisbon.", MEMORY_AGENT_PASSPHRASE=SECRET)
    assert len(ana.json("list", MEMORY_AGENT_PASSPHRASE=SECRET)) == 1
    assert "does not open" in ana.refused("list", MEMORY_AGENT_PASSPHRASE=OTHER)
    assert "MEMORY_AGENT_PASSPHRASE" in ana.refused("list")


def test_a_passphrase_is_asked_for_twice_when_it_is_new_and_once_later(ana: CommandLine) -> None:
    twice = [("New passphrase: ", f"{SECRET}\n"), ("The same again: ", f"{SECRET}\n")]
    seen = on_terminal(ana, "init", "--encrypt", "--passphrase", typed=twice)
    assert SECRET not in seen
    once = [("Passphrase: ", f"{SECRET}\n")]
    seen = on_terminal(ana, "add", "I live in Lisbon.", typed=once)
    assert seen.count("Passphrase: ") == 1
    assert SECRET not in seen
    wrong = [("Passphrase: ", f"{OTHER}\n")]
    assert "does not open" in on_terminal(ana, "list", typed=wrong, status=1)


def test_two_passphrases_that_differ_make_no_home(ana: CommandLine) -> None:
    twice = [("New passphrase: ", f"{SECRET}\n"), ("The same again: ", f"{OTHER}\n")]
    assert "not the same" in on_terminal(ana, "init", "--encrypt", typed=twice, status=1)
    assert not ana.home.exists()


def test_a_new_passphrase_with_nobody_to_ask_is_refused(ana: CommandLine) -> None:
    assert "MEMORY_AGENT_PASSPHRASE" in ana.refused("init", "--encrypt")
    assert not ana.home.exists()
    assert "empty" in ana.refused("init", "--encrypt", MEMORY_AGENT_PASSPHRASE="")


def test_rekey_changes_the_passphrase(ana: CommandLine) -> None:
    ana.json("init", "--encrypt", MEMORY_AGENT_PASSPHRASE=SECRET)
    ana.json("add", "I live in Lisbon.", MEMORY_AGENT_PASSPHRASE=SECRET)
    both = {"MEMORY_AGENT_PASSPHRASE": SECRET, "MEMORY_AGENT_NEW_PASSPHRASE": OTHER}
    assert ana.json("rekey", **both)["method"] == "passphrase"
    assert "does not open" in ana.refused("list", MEMORY_AGENT_PASSPHRASE=SECRET)
    assert len(ana.json("list", MEMORY_AGENT_PASSPHRASE=OTHER)) == 1


def test_rekey_changes_how_the_key_is_kept(ana: CommandLine, tmp_path: Path) -> None:
    ana.json("init", "--encrypt", MEMORY_AGENT_PASSPHRASE=SECRET)
    ana.json("add", "I live in Lisbon.", MEMORY_AGENT_PASSPHRASE=SECRET)
    key = ("--key-file", str(tmp_path / "key"))
    assert "does not open" in ana.refused("rekey", *key, MEMORY_AGENT_PASSPHRASE=OTHER)
    assert ana.json("rekey", *key, MEMORY_AGENT_PASSPHRASE=SECRET)["method"] == "file"
    assert len(ana.json("list")) == 1


def test_a_home_in_plain_text_has_no_key_to_change_and_stays_so(
    known: CommandLine, tmp_path: Path
) -> None:
    assert "init --encrypt" in known.refused("rekey", "--key-file", str(tmp_path / "key"))
    assert "plain text" in known.refused("init", "--encrypt", "--key-file", str(tmp_path / "key"))
    assert not (tmp_path / "key").exists()


def test_a_home_is_encrypted_once(ana: CommandLine, tmp_path: Path) -> None:
    key = ("--encrypt", "--key-file", str(tmp_path / "key"))
    ana.json("init", *key)
    assert "rekey" in ana.refused("init", *key)


@pytest.mark.parametrize(
    "words",
    [
        ("init", "--keyring"),
        ("init", "--key-file", "key"),
        ("init", "--encrypt", "--keyring", "--passphrase"),
        ("rekey", "--keyring", "--key-file", "key"),
    ],
    ids=" ".join,
)
def test_keys_that_do_not_go_together_are_wrong_usage(
    ana: CommandLine, words: tuple[str, ...]
) -> None:
    assert "Error: " in ana.refused(*words, status=2)
    assert not ana.home.exists()
