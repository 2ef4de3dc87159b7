import json
from pathlib import Path

import pytest

from tests.cli.running import CommandLine, on_terminal

RECEIPT = {
    *("id", "at", "erased", "turns", "revisions", "scanned", "residue", "commitment", "salt"),
    "kept",
}


@pytest.fixture
def lives(ana: CommandLine) -> CommandLine:
    """Ana, who said where she lives in one session, and what she likes in another."""
    ana.json("add", "I live in Lisbon.", "--session", "home")
    ana.json("add", "I love sushi.", "--session", "food")
    return ana


def memory_of(of: CommandLine, word: str) -> dict[str, str]:
    [found] = [m for m in of.json("list", "--status", "all") if word in m["text"]]
    memory: dict[str, str] = found
    return memory


def holding(home: Path, word: str) -> list[Path]:
    files = [path for path in home.rglob("*") if path.is_file()]
    return [path for path in files if word.encode() in path.read_bytes()]


def test_an_erased_memory_is_gone_and_a_receipt_says_so(lives: CommandLine) -> None:
    memory_id = memory_of(lives, "Lisbon")["id"]
    assert holding(lives.home, "Lisbon")
    receipt = lives.json("erase", memory_id[:8], "--yes")
    assert set(receipt) == RECEIPT
    assert (receipt["erased"], receipt["residue"]) == (1, 0)
    assert receipt["scanned"]
    assert "Lisbon" not in json.dumps(receipt)
    assert holding(lives.home, "Lisbon") == []
    assert ["sushi" in memory["text"] for memory in lives.json("list")] == [True]
    assert lives.json("search", "Lisbon", "--memories-only", "--limit", "1") != []
    assert "m-" in lives.refused("show", memory_id)


def test_the_receipt_is_kept_without_its_salt(lives: CommandLine) -> None:
    memory_id = memory_of(lives, "Lisbon")["id"]
    receipt = lives.json("erase", memory_id, "--yes")
    assert lives.json("receipts") == [{**receipt, "salt": None}]
    [line] = lives.lines("receipts")
    assert line.split("\t")[0] == receipt["id"]
    assert line.split("\t")[2:] == [
        *(str(receipt[name]) for name in ("erased", "turns", "revisions")),
        str(len(receipt["scanned"])),
        "0",
    ]


def test_the_receipt_in_lines_says_the_same(lives: CommandLine) -> None:
    memory_id = memory_of(lives, "Lisbon")["id"]
    fields = dict(line.split("\t", 1) for line in lives.lines("erase", memory_id, "--yes"))
    assert (fields["memories"], fields["residue"]) == ("1", "0")
    assert fields["receipt"] == lives.json("receipts")[0]["id"]
    assert len(fields["salt"]) == 32


def test_several_memories_are_erased_together(lives: CommandLine) -> None:
    ids = [memory["id"] for memory in lives.json("list")]
    assert lives.json("erase", *ids, "--yes")["erased"] == 2
    assert lives.json("list", "--status", "all") == []
    assert lives.json("verify")["problems"] == []


def test_a_turn_goes_with_what_it_says(lives: CommandLine) -> None:
    source = lives.json("show", memory_of(lives, "Lisbon")["id"])["source"]
    receipt = lives.json("erase", "--turn", source["turn_id"], "--yes")
    assert (receipt["erased"], receipt["turns"]) == (1, 1)
    assert lives.json("stats")["turns"] == 1
    assert holding(lives.home, "Lisbon") == []


def test_a_session_goes_with_what_it_says(lives: CommandLine) -> None:
    lives.json("erase", "--session", "food", "--yes")
    assert ["Lisbon" in memory["text"] for memory in lives.json("list")] == [True]
    assert holding(lives.home, "sushi") == []


def test_a_whole_life_goes_and_only_the_receipt_stays(lives: CommandLine) -> None:
    bo = CommandLine(lives.home, user="bo")
    bo.json("add", "I live in Porto.")
    receipt = lives.json("erase", "--all", "--yes")
    assert receipt["residue"] == 0
    assert holding(lives.home, "Lisbon") == holding(lives.home, "sushi") == []
    assert "no user 'ana'" in lives.refused("list")
    assert [one["id"] for one in lives.json("receipts")] == [receipt["id"]]
    assert len(bo.json("list")) == 1


def test_erase_says_what_will_be_destroyed_and_asks(lives: CommandLine) -> None:
    memory = memory_of(lives, "Lisbon")
    refused = [("[y/N]: ", "n\n")]
    seen = on_terminal(lives, "erase", memory["id"], typed=refused, status=1)
    assert memory["id"] in seen
    assert memory["text"] in seen
    assert "sushi" not in seen
    assert "nothing was done" in seen
    seen = on_terminal(lives, "erase", "--session", "food", typed=refused, status=1)
    assert "sushi" in seen
    assert "Lisbon" not in seen
    seen = on_terminal(lives, "erase", "--all", typed=refused, status=1)
    assert "sushi" in seen
    assert "turns: 2" in seen
    assert len(lives.json("list")) == 2
    on_terminal(lives, "erase", memory["id"], typed=[("[y/N]: ", "y\n")])
    assert len(lives.json("list")) == 1


def test_erase_without_a_terminal_to_ask_on_needs_yes(lives: CommandLine) -> None:
    for words in (("m-",), ("--all",)):
        lives.refused("erase", *words, stdin="y\n")
    assert "--yes" in lives.refused("erase", "--all", stdin="y\n")
    assert len(lives.json("list")) == 2


def test_what_is_not_there_cannot_be_erased(known: CommandLine) -> None:
    assert "m-nowhere" in known.refused("erase", "m-nowhere", "--yes")
    assert "t-nowhere" in known.refused("erase", "--turn", "t-nowhere", "--yes")
    assert "nowhere" in known.refused("erase", "--session", "nowhere", "--yes")
    assert len(known.json("list")) == 3


@pytest.mark.parametrize(
    "words",
    [(), ("m-1", "--all"), ("--turn", "t", "--session", "s"), ("m-1", "--shred-key")],
    ids=" ".join,
)
def test_erasing_anything_but_one_kind_of_thing_is_wrong_usage(
    known: CommandLine, words: tuple[str, ...]
) -> None:
    assert "Error: " in known.refused("erase", *words, "--yes", status=2)


def test_no_receipts_is_said_so(known: CommandLine) -> None:
    assert known.json("receipts") == []
    assert "nothing was ever erased" in known.run("receipts").stderr
    assert "no user 'bo'" in CommandLine(known.home, user="bo").refused("receipts")


def test_the_key_goes_with_the_life(ana: CommandLine, tmp_path: Path) -> None:
    ana.json("init", "--encrypt", "--key-file", str(tmp_path / "key"))
    ana.json("add", "I live in Lisbon.")
    [database] = ana.home.glob("users/*.db")
    copy = database.read_bytes()
    assert ana.json("erase", "--all", "--shred-key", "--yes")["residue"] == 0
    database.write_bytes(copy)
    assert "destroyed" in ana.refused("list")
