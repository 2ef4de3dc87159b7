import json
from pathlib import Path

import pytest

from memory_agent.importers import FORMATS
from tests.cli.running import CommandLine, write_jsonl

KEYS = ["turns", "added", "updated", "superseded", "retracted", "ignored", "seconds"]


def locomo(path: Path, *speakers: tuple[str, str]) -> Path:
    """A LoCoMo file of one conversation for each pair of speakers."""
    conversations = []
    for number, (one, other) in enumerate(speakers):
        said = [
            {"speaker": one, "dia_id": "D1:1", "text": "I live in Lisbon."},
            {"speaker": other, "dia_id": "D1:2", "text": "I live in Porto."},
        ]
        conversation = {
            "speaker_a": one,
            "speaker_b": other,
            "session_1_date_time": "1:56 pm on 8 May, 2023",
            "session_1": said,
        }
        conversations.append(
            {"sample_id": f"conv-{number}", "conversation": conversation, "qa": []}
        )
    path.write_text(json.dumps(conversations), encoding="utf-8")
    return path


def test_ingest_counts_what_it_did_and_twice_is_as_good_as_once(
    ana: CommandLine, tmp_path: Path
) -> None:
    chats = write_jsonl(tmp_path / "a.jsonl", "I live in Lisbon.", "I love sushi.", "Hm.")
    counts = ana.json("ingest", str(chats))
    assert list(counts) == KEYS
    assert (counts["turns"], counts["added"]) == (3, 2)
    assert counts["seconds"] > 0
    memories = ana.json("list")
    again = ana.json("ingest", str(chats))
    assert [again[key] for key in KEYS[:-1]] == [0, 0, 0, 0, 0, 0]
    assert ana.json("list") == memories


def test_what_is_said_again_is_counted_as_updated(ana: CommandLine, tmp_path: Path) -> None:
    chats = write_jsonl(tmp_path / "a.jsonl", "I live in Lisbon.", "I live in Lisbon.")
    counts = ana.json("ingest", str(chats))
    assert (counts["added"], counts["updated"]) == (1, 1)


def test_the_summary_tells_new_turns_from_known_ones(ana: CommandLine, tmp_path: Path) -> None:
    ana.lines("ingest", str(write_jsonl(tmp_path / "a.jsonl", "I live in Lisbon.")))
    more = write_jsonl(tmp_path / "a.jsonl", "I live in Lisbon.", "I love sushi.")
    [line] = ana.lines("ingest", str(more))
    assert line.startswith("ana: turns: 1 new, 1 known already; memories: 1 added, 0 updated, ")


def test_a_bad_line_is_passed_over_and_told(ana: CommandLine, tmp_path: Path) -> None:
    chats = write_jsonl(tmp_path / "a.jsonl", "I live in Lisbon.")
    chats.write_text(chats.read_text() + '{"role": "robot", "content": "x"}\n' * 23)
    result = ana.run("ingest", str(chats), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["turns"] == 1
    told = [line for line in result.stderr.splitlines() if line.startswith("passed over")]
    assert told[0].startswith("passed over a.jsonl:2: ")
    assert len(told) == 21
    assert told[-1] == f"passed over 3 more of {chats}"


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    ana: CommandLine, tmp_path: Path
) -> None:
    good = write_jsonl(tmp_path / "good.jsonl", "I live in Lisbon.")
    bad = tmp_path / "bad.json"
    bad.write_text("[1, 2")
    missing = tmp_path / "missing.jsonl"
    result = ana.run("ingest", str(bad), str(missing), str(good), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["turns"] == 1
    assert "bad.json" in result.stderr
    assert "missing.jsonl" in result.stderr


def test_a_file_with_nothing_good_in_it_is_refused(ana: CommandLine, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    assert "empty.jsonl" in ana.refused("ingest", str(empty))
    assert "no user 'ana'" in ana.refused("list")


def test_a_format_that_is_not_known_is_wrong_usage(ana: CommandLine, tmp_path: Path) -> None:
    chats = write_jsonl(tmp_path / "a.jsonl", "I live in Lisbon.")
    message = ana.refused("ingest", str(chats), "--format", "mbox", status=2)
    assert "accepted are jsonl, chatgpt" in message


def test_the_help_names_every_format(ana: CommandLine) -> None:
    shown = " ".join(ana.run("ingest", "--help").stdout.split())
    assert f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}." in shown


def test_a_format_that_the_file_is_not_of_is_refused(ana: CommandLine, tmp_path: Path) -> None:
    chats = write_jsonl(tmp_path / "a.jsonl", "I live in Lisbon.")
    assert ana.run("ingest", str(chats), "--format", "locomo").exit_code == 1
    assert ana.json("ingest", str(chats), "--format", "jsonl")["turns"] == 1


def test_named_lives_become_users_of_their_own(ana: CommandLine, tmp_path: Path) -> None:
    file = locomo(tmp_path / "l.json", ("Ana", "Bo"))
    nobody = CommandLine(ana.home, user=None)
    lines = nobody.lines("ingest", str(file))
    assert [line.split(":")[0] for line in lines] == ["conv-0/Ana", "conv-0/Bo", "2 users"]
    [memory] = CommandLine(ana.home, user="conv-0/Bo").json("list")
    assert "Porto" in memory["text"]


def test_several_lives_for_one_user_are_wrong_usage_and_store_nothing(
    ana: CommandLine, tmp_path: Path
) -> None:
    file = locomo(tmp_path / "l.json", ("Ana", "Bo"))
    message = ana.refused("ingest", str(file), status=2)
    assert "conv-0/Ana, conv-0/Bo" in message
    assert "no user 'ana'" in ana.refused("list")


def test_a_user_of_the_environment_counts_as_given(
    ana: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = locomo(tmp_path / "l.json", ("Ana", "Bo"))
    done = CommandLine(ana.home, user=None).process("ingest", str(file), MEMORY_AGENT_USER="ana")
    assert done.returncode == 2
    assert b"--life" in done.stderr


def test_one_life_can_be_picked(ana: CommandLine, tmp_path: Path) -> None:
    file = locomo(tmp_path / "l.json", ("Ana", "Bo"))
    ana.json("ingest", str(file), "--life", "conv-0/Bo")
    [memory] = ana.json("list")
    assert "Porto" in memory["text"]
    CommandLine(ana.home, user=None).json("ingest", str(file), "--life", "conv-0/Ana")
    [other] = CommandLine(ana.home, user="conv-0/Ana").json("list")
    assert "Lisbon" in other["text"]
    assert "no life" in ana.refused("ingest", str(file), "--life", "conv-1/Cy", status=2)
