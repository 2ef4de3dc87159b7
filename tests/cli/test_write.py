import json

import pytest

from tests.cli.running import CommandLine


def test_add_prints_what_changed(ana: CommandLine) -> None:
    [line] = ana.lines("add", "I live in Lisbon.")
    op, memory_id, text, reason = line.split("\t")
    assert op == "add"
    assert "Lisbon" in text
    assert reason
    assert ana.json("show", memory_id)["text"] == text


def test_add_as_json_is_a_list_of_changes(ana: CommandLine) -> None:
    [change] = ana.json("add", "I live in Lisbon.")
    assert set(change) == {"op", "memory"}
    assert change["memory"] in ana.json("list")


def test_add_says_so_if_nothing_was_worth_keeping(ana: CommandLine) -> None:
    result = ana.run("add", "Hm, okay.")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing worth keeping" in result.stderr
    assert ana.json("add", "Well, hm.") == []


def test_add_reads_stdin_for_a_dash(ana: CommandLine) -> None:
    ana.lines("add", "-", stdin="I live in Málaga.\n")
    [hit] = ana.json("search", "live", "--turns-only")
    assert hit["text"] == "I live in Málaga."


def test_add_takes_role_time_and_session(ana: CommandLine) -> None:
    words = ("--role", "assistant", "--at", "2026-03-01", "--session", "trip")
    ana.json("add", "Porto is north of Lisbon.", *words)
    [hit] = ana.json("search", "Porto", "--turns-only")
    assert (hit["said_at"], hit["session_id"]) == ("2026-03-01T00:00:00Z", "trip")


def test_what_an_assistant_says_is_not_a_fact_about_the_user(ana: CommandLine) -> None:
    ana.json("add", "I live in Lisbon.", "--role", "assistant")
    assert ana.json("list") == []


@pytest.mark.parametrize("stdin", ["", "\n", b"caf\xe9", b"nul \x00 byte"])
def test_a_text_that_cannot_be_stored_is_refused(ana: CommandLine, stdin: str | bytes) -> None:
    assert ana.refused("add", "-", stdin=stdin).startswith("memory-agent: ")


def test_a_time_in_the_future_is_refused(ana: CommandLine) -> None:
    assert ana.refused("add", "I live in Lisbon.", "--at", "2999-01-01")


@pytest.mark.parametrize("option", [("--role", "robot"), ("--at", "soon")])
def test_an_option_of_no_known_value_is_wrong_usage(
    ana: CommandLine, option: tuple[str, str]
) -> None:
    assert "Error: Invalid value" in ana.refused("add", "I live in Lisbon.", *option, status=2)


def test_an_empty_user_is_refused(ana: CommandLine) -> None:
    assert "user" in CommandLine(ana.home, user="").refused("add", "I live in Lisbon.")


def test_a_forgotten_memory_is_out_of_reach_until_it_is_restored(ana: CommandLine) -> None:
    [change] = ana.json("add", "I live in Lisbon.")
    memory_id = change["memory"]["id"]
    faded = ana.json("forget", memory_id)
    assert (faded["id"], faded["status"]) == (memory_id, "faded")
    assert ana.json("list") == []
    assert [m["id"] for m in ana.json("list", "--status", "faded")] == [memory_id]
    assert "Lisbon" not in json.dumps(ana.json("search", "Lisbon", "--memories-only"))
    restored = ana.json("restore", memory_id)
    assert (restored["status"], restored["version"]) == ("current", 3)
    assert [revision["op"] for revision in ana.json("history", memory_id)] == [
        "add",
        "fade",
        "restore",
    ]


def test_forget_and_restore_print_what_they_did(ana: CommandLine) -> None:
    ana.lines("add", "I live in Lisbon.")
    [faded] = ana.lines("forget", "m-")
    [restored] = ana.lines("restore", "m-")
    assert faded.startswith("fade\tm-")
    assert restored.startswith("restore\tm-")


def test_restoring_what_is_current_is_refused(ana: CommandLine) -> None:
    ana.lines("add", "I live in Lisbon.")
    assert ana.refused("restore", "m-")


def test_list_shows_a_superseded_memory_only_when_asked(ana: CommandLine) -> None:
    ana.json("add", "I live in Lisbon.", "--at", "2025-01-01")
    ops = [change["op"] for change in ana.json("add", "I moved to Porto.", "--at", "2026-01-01")]
    assert "supersede" in ops
    assert ["Porto" in line for line in ana.lines("list")] == [True]
    every = ana.json("list", "--status", "all")
    assert sorted(memory["status"] for memory in every) == ["current", "superseded"]
    [then] = ana.json("list", "--status", "all", "--valid-at", "2025-06-01")
    assert "Lisbon" in then["text"]
