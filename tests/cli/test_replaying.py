import json

import pytest

from tests.cli.running import ESCAPE, CommandLine, on_terminal


@pytest.fixture
def prompted(ana: CommandLine) -> CommandLine:
    """Ana, of whom a prompt was told where she lives."""
    ana.json("add", "I live in Lisbon.", "--at", "2025-01-01")
    ana.json("context", "where do I live?", "--budget", "200")
    return ana


def test_replay_lists_what_prompts_were_given(prompted: CommandLine) -> None:
    prompted.json("context", "what do I eat?")
    first, second = prompted.json("replay")
    assert (first["query"], first["budget"]) == ("where do I live?", 200)
    assert second["query"] == "what do I eat?"
    assert "Lisbon" in first["text"]
    assert first["memories"] == [memory["id"] for memory in prompted.json("list")]
    lines = [line.split("\t") for line in prompted.lines("replay", "--limit", "1")]
    assert [(line[0], line[2:]) for line in lines] == [
        (second["id"], [str(second["tokens"]), "400", "what do I eat?"])
    ]


def test_a_replay_shows_the_block_as_it_was(prompted: CommandLine) -> None:
    [logged] = prompted.json("replay")
    result = prompted.run("replay", logged["id"][:6])
    assert (result.exit_code, result.stdout) == (0, logged["text"] + "\n")
    assert "where do I live?" in result.stderr
    assert "today it would be the same" in result.stderr
    document = prompted.json("replay", logged["id"])
    assert {key: document[key] for key in logged} == logged
    assert (document["gone"], document["added"]) == ([], [])
    assert document["today"]["text"] == logged["text"]


def test_a_replay_says_what_would_be_another_today(prompted: CommandLine) -> None:
    [logged] = prompted.json("replay")
    prompted.json("add", "I moved to Porto.", "--at", "2026-01-01")
    document = prompted.json("replay", logged["id"])
    assert document["text"] == logged["text"]
    assert "Porto" in document["today"]["text"]
    lines = prompted.lines("replay", logged["id"])
    block = logged["text"].splitlines()
    assert lines[: len(block)] == block
    compared = lines[len(block) :]
    assert any(line.startswith("- ") and "Lisbon" in line for line in compared)
    assert any(line.startswith("+ ") and "Porto" in line for line in compared)
    assert {line[:2] for line in compared} <= {"  ", "- ", "+ "}
    seen = on_terminal(prompted, "replay", logged["id"])
    assert ESCAPE.search(seen)


def test_what_was_erased_is_replayed_no_more(prompted: CommandLine) -> None:
    [logged] = prompted.json("replay")
    prompted.json("erase", *logged["memories"], "--yes")
    assert "Lisbon" not in json.dumps(prompted.json("replay"))


def test_a_context_that_is_not_logged_is_not_found(prompted: CommandLine) -> None:
    assert "c-nowhere" in prompted.refused("replay", "c-nowhere")
    assert prompted.refused("replay", "")
    assert "Error: " in prompted.refused("replay", "c-1", "--limit", "2", status=2)


def test_no_logged_context_is_said_so(ana: CommandLine) -> None:
    ana.json("add", "I live in Lisbon.")
    assert ana.json("replay") == []
    nothing = ana.run("replay")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "no context is logged" in nothing.stderr
