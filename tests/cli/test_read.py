import re

import pytest

from tests.cli.running import CommandLine

ID = r"m-[0-9a-z]{12}"
READING = [
    ("list",),
    ("show", "m-1"),
    ("search", "home"),
    ("context", "home"),
    ("history", "m-1"),
    ("profile",),
    ("stats",),
    ("forget", "m-1"),
    ("restore", "m-1"),
    ("edit", "m-1", "I live in Porto."),
    ("pin", "m-1"),
    ("unpin", "m-1"),
    ("log",),
    ("diff",),
    ("diff", "m-1"),
    ("revert", "1", "--yes"),
    ("replay",),
    ("graph",),
    ("erase", "--all", "--yes"),
    ("export", "-"),
    ("maintain",),
    ("verify",),
    ("rebuild",),
    ("reembed",),
]


def id_of(known: CommandLine, word: str) -> str:
    [found] = [line for line in known.lines("list", "--status", "all") if word in line]
    return found.split("\t")[0]


def test_list_prints_one_line_a_memory_of_tab_separated_cells(known: CommandLine) -> None:
    lines = known.lines("list")
    row = rf"{ID}\t(fact|preference|event|instruction)\tcurrent\t[-0-9]{{10}}T[:0-9]{{8}}Z\t.+\."
    assert len(lines) == 3
    assert all(re.fullmatch(row, line) for line in lines)
    assert any("Lisbon" in line for line in lines)


def test_list_as_json_gives_the_same_memories(known: CommandLine) -> None:
    assert [m["id"] for m in known.json("list")] == [x.split("\t")[0] for x in known.lines("list")]


def test_list_filters_by_kind_and_limit(known: CommandLine) -> None:
    assert {m["kind"] for m in known.json("list", "--kind", "preference")} == {"preference"}
    assert len(known.json("list", "--limit", "2")) == 2


def test_list_as_of_a_day_before_anything_was_known_is_empty(known: CommandLine) -> None:
    assert known.json("list", "--as-of", "2020-01-01") == []
    nothing = known.run("list", "--as-of", "2020-01-01")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "no such memories" in nothing.stderr


def test_show_quotes_the_words_that_a_memory_came_from(known: CommandLine) -> None:
    fields = dict(line.split("\t", 1) for line in known.lines("show", id_of(known, "Lisbon")))
    assert "Lisbon" in fields["memory"]
    assert fields["said by"] == "user"
    assert fields["said at"] == "2026-01-05T10:00:00Z"
    assert fields["session"] == "talk"
    assert fields["turn"].startswith("t-")
    quoted = re.fullmatch(r"(.*)>>(.+)<<(.*)", fields["words"])
    assert quoted
    assert "".join(quoted.groups()) == "I live in Lisbon."


def test_show_as_json_is_the_memory(known: CommandLine) -> None:
    shown = known.json("show", id_of(known, "Lisbon"))
    assert shown in known.json("list")
    assert shown["source"]["quote"] in "I live in Lisbon."


def test_an_id_may_be_shortened_to_where_it_is_the_only_one(known: CommandLine) -> None:
    ids = [memory["id"] for memory in known.json("list")]
    length = next(n for n in range(3, 15) if len({one[:n] for one in ids}) == len(ids))
    assert [known.json("show", one[:length])["id"] for one in ids] == ids


def test_a_shortened_id_of_several_memories_is_refused_with_all_of_them(known: CommandLine) -> None:
    message = known.refused("show", "m-")
    assert "begins the ids of 3 memories" in message
    assert all(memory["id"] in message for memory in known.json("list"))


@pytest.mark.parametrize("command", ["show", "history", "forget", "restore", "pin", "unpin"])
def test_an_unknown_id_is_not_found(known: CommandLine, command: str) -> None:
    assert "no memory 'm-nowhere'" in known.refused(command, "m-nowhere")


def test_an_empty_id_is_refused(known: CommandLine) -> None:
    assert "an empty id" in known.refused("forget", "")


def test_search_ranks_what_answers_first(known: CommandLine) -> None:
    hits = known.json("search", "where does Ana live?")
    assert "Lisbon" in hits[0]["text"]
    assert set(hits[0]) == {"id", "type", "text", "score", "session_id", "turn_id", "said_at"}
    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert {hit["type"] for hit in hits} == {"memory", "turn"}


def test_search_prints_one_line_a_result(known: CommandLine) -> None:
    lines = known.lines("search", "peanuts")
    assert re.fullmatch(r"-?\d+\.\d{3}\t(memory|turn)\t[mt]-\w+\t[-0-9]{10}T\S+Z\t.*", lines[0])
    assert "peanuts" in lines[0]


def test_search_can_be_kept_to_memories_or_turns_and_to_a_number(known: CommandLine) -> None:
    assert {h["type"] for h in known.json("search", "food", "--memories-only")} == {"memory"}
    assert {h["type"] for h in known.json("search", "food", "--turns-only")} == {"turn"}
    assert len(known.json("search", "food", "--limit", "2")) == 2


def test_search_as_of_a_day_before_anything_was_known_finds_no_memory(known: CommandLine) -> None:
    hits = known.json("search", "Lisbon", "--as-of", "2020-01-01", "--memories-only")
    assert hits == []


def test_search_and_context_can_be_of_what_held_at_a_time(ana: CommandLine) -> None:
    ana.json("add", "I live in Lisbon.", "--at", "2025-01-01")
    ana.json("add", "I moved to Porto.", "--at", "2026-01-01")
    hits = ana.json("search", "home", "--valid-at", "2025-06-01")
    assert ["Lisbon" in hit["text"] for hit in hits] == [True]
    block = ana.json("context", "home", "--valid-at", "2025-06-01")
    assert "Lisbon" in block["text"]
    assert "Porto" not in block["text"]
    assert ana.json("context", "home", "--as-of", "2020-01-01")["memories"] == []


def test_context_prints_the_block_of_a_prompt(known: CommandLine) -> None:
    block = known.json("context", "ideas for dinner")
    assert set(block) == {"text", "tokens", "memories", "turns"}
    assert "peanuts" in block["text"]
    assert set(block["memories"]) <= {memory["id"] for memory in known.json("list")}
    assert known.run("context", "ideas for dinner").stdout == block["text"] + "\n"


def test_context_keeps_to_its_budget(known: CommandLine) -> None:
    assert known.json("context", "ideas for dinner", "--budget", "60")["tokens"] <= 60


def test_a_context_without_room_says_so_on_stderr(known: CommandLine) -> None:
    nothing = known.run("context", "ideas for dinner", "--budget", "1")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "within a budget of 1" in nothing.stderr


def test_history_tells_every_revision(known: CommandLine) -> None:
    one = id_of(known, "Lisbon")
    [revision] = known.json("history", one)
    assert (revision["memory_id"], revision["version"], revision["op"]) == (one, 1, "add")
    [line] = known.lines("history", one)
    version, recorded_at, op, text, actor, reason, words = line.split("\t")
    assert (version, op, text) == ("1", "add", revision["text"])
    assert (actor, reason) == (revision["actor"], revision["reason"])
    assert words == revision["source"]["quote"]
    assert recorded_at[:19] == revision["recorded_at"][:19]


def test_profile_prints_the_summary(known: CommandLine) -> None:
    summary = known.json("profile")
    assert set(summary) == {"text", "tokens"}
    assert "Lisbon" in summary["text"]
    assert known.run("profile").stdout == summary["text"] + "\n"


def test_stats_counts_what_is_stored(known: CommandLine) -> None:
    counts = known.json("stats")
    assert counts["turns"] == 3
    assert f"turns\t{counts['turns']}" in known.lines("stats")


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_an_unknown_user_is_not_found_and_not_made(
    known: CommandLine, command: tuple[str, ...]
) -> None:
    bo = CommandLine(known.home, user="bo")
    message = bo.refused(*command)
    assert f"no user 'bo' in {known.home}; known users: ana;" in message
    assert "memory-agent --user bo add" in message
    assert "known users: ana;" in bo.refused("stats")


def test_an_unknown_user_of_an_empty_home_is_not_found(ana: CommandLine) -> None:
    assert "known users: none yet" in ana.refused("list")


@pytest.mark.parametrize(
    "words",
    [
        ("search", ""),
        ("context", "   "),
        ("search", "home", "--limit", "0"),
        ("search", "home", "--limit", "many"),
        ("search", "home", "--memories-only", "--turns-only"),
        ("context", "home", "--budget", "0"),
        ("list", "--kind", "thought"),
        ("list", "--status", "gone"),
        ("list", "--as-of", "yesterday"),
        ("list", "--limit", "-1"),
        ("show",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_from_refusal(known: CommandLine, words: tuple[str, ...]) -> None:
    message = known.refused(*words, status=2)
    assert "Usage: " in message
    assert "Error: " in message
