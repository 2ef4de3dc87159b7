"""What a person sees on a terminal of 80 columns."""

import re
from pathlib import Path

import pytest

from tests.cli.running import ESCAPE, CommandLine, on_terminal, write_jsonl


@pytest.mark.parametrize(
    "words",
    [
        *(("list",), ("search", "food"), ("profile",), ("context", "food"), ("stats",)),
        *(("log",), ("diff",), ("graph",), ("replay",), ("verify",), ("doctor",), ("--help",)),
    ],
    ids=lambda words: words[0],
)
def test_everything_fits_into_80_columns(known: CommandLine, words: tuple[str, ...]) -> None:
    seen = ESCAPE.sub("", on_terminal(known, *words))
    assert max(map(len, seen.splitlines())) <= 80


def test_a_table_has_headings_and_colours(known: CommandLine) -> None:
    seen = on_terminal(known, "list")
    assert ESCAPE.search(seen)
    assert ESCAPE.sub("", seen).split()[:2] == ["id", "kind"]


def test_a_status_is_shown_where_it_may_differ(known: CommandLine) -> None:
    assert "status" not in on_terminal(known, "list")
    assert "status" in on_terminal(known, "list", "--status", "all")


def test_no_color_is_respected(known: CommandLine) -> None:
    seen = on_terminal(known, "list", NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", seen)


def test_ids_are_never_broken(known: CommandLine) -> None:
    seen = on_terminal(known, "search", "food")
    for hit in known.json("search", "food"):
        assert hit["id"] in seen


def test_show_highlights_the_quote(known: CommandLine) -> None:
    [lisbon] = [memory for memory in known.json("list") if "Lisbon" in memory["text"]]
    seen = on_terminal(known, "show", lisbon["id"])
    assert re.search(rf"\x1b\[[0-9;]*7[0-9;]*m{re.escape(lisbon['source']['quote'])}\x1b", seen)


def test_stored_control_characters_do_not_reach_the_terminal(ana: CommandLine) -> None:
    ana.json("add", "I live in \x1b]0;owned\x07Lisbon.")
    seen = on_terminal(ana, "search", "Lisbon")
    assert "\x1b]0" not in seen
    assert "\\x1b]0;owned\\x07" in "".join(ESCAPE.sub("", seen).split())


def test_ingest_shows_a_bar_on_the_terminal_only(ana: CommandLine, tmp_path: Path) -> None:
    chats = write_jsonl(tmp_path / "a.jsonl", "I live in Lisbon.", "I love sushi.")
    seen = on_terminal(ana, "ingest", str(chats))
    assert "turns" in seen
    assert "2/2" in seen
    assert ana.process("ingest", str(chats)).stderr == b""
