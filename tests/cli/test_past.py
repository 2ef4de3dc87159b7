import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.running import ESCAPE, CommandLine, on_terminal


@pytest.fixture
def moved(ana: CommandLine) -> CommandLine:
    """Ana, who said that she lives in Lisbon, that she loves sushi, and that she moved to Porto."""
    ana.json("add", "I live in Lisbon.", "--at", "2025-01-01")
    ana.json("add", "I love sushi.", "--at", "2025-02-01")
    ana.json("add", "I moved to Porto.", "--at", "2026-01-01")
    return ana


def id_of(of: CommandLine, word: str) -> str:
    [found] = [m["id"] for m in of.json("list", "--status", "all") if word in m["text"]]
    memory_id: str = found
    return memory_id


def texts(of: CommandLine) -> set[str]:
    return {memory["text"] for memory in of.json("list")}


def test_log_tells_every_revision_of_every_memory(moved: CommandLine) -> None:
    revisions = moved.json("log")
    assert [revision["number"] for revision in revisions] == list(range(1, len(revisions) + 1))
    assert {"add", "supersede"} <= {revision["op"] for revision in revisions}
    lines = [line.split("\t") for line in moved.lines("log")]
    assert [(line[0], line[2], line[3]) for line in lines] == [
        (str(revision["number"]), revision["op"], revision["memory_id"]) for revision in revisions
    ]
    assert {len(line) for line in lines} == {7}


def test_log_can_be_kept_to_a_turn_a_time_and_a_number(moved: CommandLine) -> None:
    revisions = moved.json("log")
    newest = revisions[-1]
    assert moved.json("log", "--limit", "1") == [newest]
    caused = moved.json("log", "--turn", newest["turn_id"])
    assert caused == [r for r in revisions if r["turn_id"] == newest["turn_id"]]
    assert moved.json("log", "--since", newest["recorded_at"])[-1] == newest
    assert moved.json("log", "--until", revisions[0]["recorded_at"])[0] == revisions[0]
    assert moved.json("log", "--until", "2020-01-01") == []
    nothing = moved.run("log", "--until", "2020-01-01")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "no such revisions" in nothing.stderr


def test_log_of_a_turn_that_is_not_known_is_refused(known: CommandLine) -> None:
    assert "t-nowhere" in known.refused("log", "--turn", "t-nowhere")


def test_history_quotes_the_words_that_a_revision_came_from(moved: CommandLine) -> None:
    revisions = moved.json("history", id_of(moved, "Lisbon"))
    assert [revision["source"]["quote"] for revision in revisions] == [
        "I live in Lisbon",
        "I moved to Porto",
    ]
    lines = moved.lines("history", id_of(moved, "Lisbon"))
    assert [line.split("\t")[6] for line in lines] == ["I live in Lisbon", "I moved to Porto"]


def test_history_of_what_is_erased_tells_that_it_was(moved: CommandLine) -> None:
    memory_id = id_of(moved, "sushi")
    moved.json("erase", memory_id, "--yes")
    revisions = moved.json("history", memory_id)
    assert [revision["op"] for revision in revisions] == ["add", "erase"]
    assert {revision["text"] for revision in revisions} == {None}
    lines = moved.lines("history", memory_id[:8])
    assert {line.split("\t")[3] for line in lines} == {"(erased)"}


def test_diff_tells_what_became_of_what_was_known(moved: CommandLine) -> None:
    before = moved.json("log")[1]["recorded_at"]
    differences = moved.json("diff", before)
    assert [(one["change"], one["memory_id"]) for one in differences] == [
        ("added", id_of(moved, "Porto")),
        ("superseded", id_of(moved, "Lisbon")),
    ]
    added, superseded = differences
    assert added["before"] is None
    assert superseded["before"]["status"] == "current"
    assert superseded["after"]["status"] == "superseded"
    lines = [line.split("\t") for line in moved.lines("diff", before)]
    assert [line[0] for line in lines] == ["added", "superseded"]
    assert "status current -> superseded" in lines[1][3]


def test_diff_without_moments_is_about_the_last_day(moved: CommandLine) -> None:
    assert {one["change"] for one in moved.json("diff")} == {"added"}
    assert len(moved.json("diff")) == 2


def test_diff_takes_whole_days(moved: CommandLine) -> None:
    today = datetime.now(UTC).date()
    yesterday = today - timedelta(days=1)
    assert len(moved.json("diff", str(yesterday), str(today))) == 2
    assert moved.json("diff", "2020-01-01", "2020-01-01") == []
    nothing = moved.run("diff", "2020-01-01", "2020-01-01")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "no difference" in nothing.stderr


def test_diff_of_versions_marks_the_words(ana: CommandLine) -> None:
    [change] = ana.json("add", "I live in Lisbon.")
    memory_id, text = change["memory"]["id"], change["memory"]["text"]
    for city in ("Porto", "Faro"):
        ana.json("edit", memory_id, text.replace("Lisbon", city))
    marked = text.replace("Lisbon", "[-Lisbon-]{+Faro+}")
    assert [one["words"] for one in ana.json("diff", memory_id, "1")] == [marked]
    [line] = ana.lines("diff", memory_id[:7], "1", "3")
    assert line.split("\t")[:3] == ["changed", memory_id, marked]
    assert "[-Porto-]{+Faro+}" in ana.lines("diff", memory_id)[0]
    assert "[-Lisbon-]{+Porto+}" in ana.lines("diff", memory_id, "1", "2")[0]
    seen = on_terminal(ana, "diff", memory_id, "1")
    assert "[-" not in seen
    assert re.search(r"\x1b\[[0-9;]*31[0-9;]*mLisbon", seen)
    assert re.search(r"\x1b\[[0-9;]*32[0-9;]*mFaro", seen)


def test_diff_of_one_version_is_none(known: CommandLine) -> None:
    assert known.json("diff", id_of(known, "sushi")) == []


@pytest.mark.parametrize(
    "words",
    [
        ("2026-01-01", "2026-01-02", "2026-01-03"),
        ("2026-02-01", "2026-01-01"),
        ("2026-02-30",),
        ("2026-01-01", "m-1"),
        ("m-1", "one"),
        ("m-1", "0"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_compared_is_wrong_usage(known: CommandLine, words: tuple[str, ...]) -> None:
    assert "Error: " in known.refused("diff", *words, status=2)


def test_a_version_that_is_not_there_is_not_found(known: CommandLine) -> None:
    assert "version" in known.refused("diff", id_of(known, "sushi"), "7")
    assert "m-nowhere" in known.refused("diff", "m-nowhere")


def test_undoing_a_revision_brings_back_what_it_superseded(moved: CommandLine) -> None:
    porto = id_of(moved, "Porto")
    [number] = [r["number"] for r in moved.json("log") if r["memory_id"] == porto]
    revisions = moved.json("revert", str(number), "--yes")
    assert {revision["number"] for revision in revisions} <= {
        revision["number"] for revision in moved.json("log")
    }
    assert len(texts(moved)) == 2
    assert not any("Porto" in text for text in texts(moved))
    assert any("Lisbon" in text for text in texts(moved))


def test_undoing_a_turn_undoes_what_it_caused_and_can_be_undone(moved: CommandLine) -> None:
    known = moved.json("list")
    newest = moved.json("log")[-1]
    lines = moved.lines("revert", "--turn", newest["turn_id"], "--yes")
    assert {line.split("\t")[1] for line in lines} == {
        id_of(moved, "Porto"),
        id_of(moved, "Lisbon"),
    }
    assert not any("Porto" in text for text in texts(moved))
    moved.json("revert", "--to", newest["recorded_at"], "--yes")
    assert texts(moved) == {memory["text"] for memory in known}


def test_going_back_to_where_one_is_changes_nothing(known: CommandLine) -> None:
    now = datetime.now(UTC).isoformat()
    assert known.json("revert", "--to", now, "--yes") == []
    assert "nothing to undo" in known.run("revert", "--to", now).stderr


def test_revert_shows_what_would_change_and_asks(moved: CommandLine) -> None:
    turn = moved.json("log")[-1]["turn_id"]
    seen = on_terminal(moved, "revert", "--turn", turn, typed=[("[y/N]: ", "n\n")], status=1)
    assert "Porto" in seen
    assert "Lisbon" in seen
    assert "nothing was done" in seen
    assert any("Porto" in text for text in texts(moved))
    on_terminal(moved, "revert", "--turn", turn, typed=[("[y/N]: ", "y\n")])
    assert not any("Porto" in text for text in texts(moved))


def test_revert_without_a_terminal_to_ask_on_needs_yes(moved: CommandLine) -> None:
    turn = moved.json("log")[-1]["turn_id"]
    assert "--yes" in moved.refused("revert", "--turn", turn)
    assert any("Porto" in text for text in texts(moved))


@pytest.mark.parametrize("words", [(), ("1", "--to", "2026-01-01"), ("0",), ("one",)], ids=" ".join)
def test_revert_of_anything_but_one_thing_is_wrong_usage(
    known: CommandLine, words: tuple[str, ...]
) -> None:
    assert "Error: " in known.refused("revert", *words, status=2)


def test_a_revision_or_turn_that_is_not_there_is_not_found(known: CommandLine) -> None:
    assert "999" in known.refused("revert", "999", "--yes")
    assert "t-nowhere" in known.refused("revert", "--turn", "t-nowhere", "--yes")


def test_the_past_fits_into_80_columns(moved: CommandLine) -> None:
    for words in (("log",), ("history", id_of(moved, "Lisbon")), ("diff",)):
        seen = ESCAPE.sub("", on_terminal(moved, *words))
        assert max(map(len, seen.splitlines())) <= 80
