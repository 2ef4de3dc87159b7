"""Reading one message a line."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from memory_agent.domain import Message
from memory_agent.importers import Archive, read_archive

Write = Callable[..., Path]

GOOD = {"role": "user", "content": "I live in Lyon."}
ALSO_GOOD = {"role": "assistant", "content": "Nice!"}


def messages(archive: Archive) -> tuple[Message, ...]:
    (life,) = archive.lives
    assert life.name is None
    return life.messages


def test_every_field_is_read(write_lines: Write) -> None:
    line = {
        "role": "tool",
        "content": "21 °C",
        "name": "weather",
        "session_id": "s1",
        "timestamp": "2026-03-01T09:30:00+01:00",
        "unknown": [1, 2],
    }
    archive = read_archive(write_lines(line))
    (message,) = messages(archive)
    assert archive.format == "jsonl"
    assert archive.passed_over == ()
    assert (message.role, message.text, message.name) == ("tool", "21 °C", "weather")
    assert message.session_id == "s1"
    assert message.said_at is not None
    assert message.said_at.isoformat() == "2026-03-01T09:30:00+01:00"


@pytest.mark.parametrize("nothing", [{}, {"name": None, "session_id": None, "timestamp": None}])
def test_name_session_and_timestamp_may_be_left_out(
    write_lines: Write, nothing: dict[str, None]
) -> None:
    (message,) = messages(read_archive(write_lines({**GOOD, **nothing})))
    assert message.name is None
    assert message.said_at is None
    assert message.session_id is not None
    assert message.session_id.startswith("import-")
    assert len(message.session_id) == len("import-") + 16


BAD = {
    "not JSON": (b"hello", "not complete JSON: .* \\(line 2, column 1\\)"),
    "cut off": (b'{"role": "user", "cont', "not complete JSON: .* \\(line 2, column 18\\)"),
    "not UTF-8": (b'{"role": "user", "content": "caf\xe9"}', "not UTF-8: byte 0xe9 at line 2"),
    "nested": (b"[" * 100_000, "nested too deeply"),
    "digits": (b'{"role": "user", "content": ' + b"9" * 5000 + b"}", "too many digits"),
    "no object": ([1, 2], "the line is a list; accepted is an object"),
    "null": (None, "the line is null"),
    "no role": ({"content": "x"}, "role is missing; accepted are user, assistant, tool, system"),
    "role": ({**GOOD, "role": "human"}, "role is 'human'"),
    "no content": ({"role": "user"}, "content is missing"),
    "empty": ({**GOOD, "content": ""}, "content is empty"),
    "blank": ({**GOOD, "content": " \n"}, "content is empty"),
    "parts": ({**GOOD, "content": [{"text": "x"}]}, "content is not text"),
    "nul": ({**GOOD, "content": "a\0b"}, "content has a NUL at offset 1"),
    "surrogate": (
        rb'{"role": "user", "content": "ab\ud83d"}',
        "content has a lone surrogate at offset 2",
    ),
    "long": ({**GOOD, "content": "x" * ((1 << 20) + 1)}, "1048577 bytes long"),
    "name": ({**GOOD, "name": 7}, "name is not text"),
    "session": ({**GOOD, "session_id": {"a": 1}}, "session_id is not text"),
    "session nul": ({**GOOD, "session_id": "a\0"}, "session_id has a NUL"),
    "no time": ({**GOOD, "timestamp": "yesterday"}, "not a time: 'yesterday'; accepted is ISO"),
    "no zone": ({**GOOD, "timestamp": "2026-03-01T09:30:00"}, "without a zone"),
    "day": ({**GOOD, "timestamp": "2026-03-01"}, "without a zone"),
    "number": ({**GOOD, "timestamp": 1700000000}, "timestamp is 1700000000; accepted is ISO"),
    "long time": ({**GOOD, "timestamp": "9" * 100_000}, "accepted is ISO 8601"),
    "future": (
        {**GOOD, "timestamp": (datetime.now(UTC) + timedelta(days=2)).isoformat()},
        "in the future",
    ),
    "year 1": ({**GOOD, "timestamp": "0001-01-01T00:00:00+14:00"}, "before the year 1"),
}


@pytest.mark.parametrize(("line", "why"), BAD.values(), ids=BAD.keys())
def test_a_bad_line_is_passed_over_and_the_good_ones_are_kept(
    write_lines: Write, line: object, why: str
) -> None:
    archive = read_archive(write_lines(GOOD, line, ALSO_GOOD))
    assert [message.text for message in messages(archive)] == ["I live in Lyon.", "Nice!"]
    (passed,) = archive.passed_over
    assert passed.where == "chat.jsonl:2"
    assert re.search(why, passed.why)
    assert "accepted" in passed.why
    assert len(passed.why) < 400


# A first line that opens a list and never closes it is a broken document.
@pytest.mark.parametrize("line", [line for name, (line, _) in BAD.items() if name != "nested"])
def test_a_bad_first_line_does_not_hide_the_format(write_lines: Write, line: object) -> None:
    archive = read_archive(write_lines(line, GOOD))
    assert archive.format == "jsonl"
    assert [passed.where for passed in archive.passed_over] == ["chat.jsonl:1"]


def test_blank_lines_are_nothing_but_are_counted(write_lines: Write) -> None:
    archive = read_archive(write_lines(b"", GOOD, b"  \t", b"\r", b"oops", ALSO_GOOD))
    assert len(messages(archive)) == 2
    assert [passed.where for passed in archive.passed_over] == ["chat.jsonl:5"]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(write: Write) -> None:
    lines = [json.dumps(GOOD), json.dumps(ALSO_GOOD)]
    plain = read_archive(write("\n".join(lines), "a.jsonl"))
    windows = read_archive(write("\ufeff" + "\r\n".join(lines) + "\r\n", "b.jsonl"))
    assert plain.lives == windows.lives


def test_a_last_line_without_line_end_is_read(write: Write) -> None:
    assert len(messages(read_archive(write(json.dumps(GOOD))))) == 1


def test_the_same_file_with_lines_appended_keeps_session_and_keys(write_lines: Write) -> None:
    before = messages(read_archive(write_lines(b"oops", GOOD, ALSO_GOOD)))
    after = messages(read_archive(write_lines(b"oops", GOOD, ALSO_GOOD, GOOD, name="b.jsonl")))
    assert after[:2] == before
    assert after[2].session_id == before[0].session_id


def test_files_that_begin_otherwise_are_other_sessions(write_lines: Write) -> None:
    one = messages(read_archive(write_lines(GOOD)))
    other = messages(read_archive(write_lines(ALSO_GOOD)))
    assert one[0].session_id != other[0].session_id


def test_what_is_said_twice_is_kept_twice(write_lines: Write) -> None:
    said = messages(read_archive(write_lines(GOOD, GOOD, GOOD)))
    assert len({message.key for message in said}) == 3


def test_the_same_words_in_another_session_or_at_another_time_have_another_key(
    write_lines: Write,
) -> None:
    times = [{"timestamp": f"2026-03-0{day}T09:30:00Z"} for day in (1, 2)]
    lines = [{**GOOD, "session_id": session, **time} for session in "ab" for time in times]
    assert len({m.key for m in messages(read_archive(write_lines(*lines)))}) == 4


def test_one_moment_written_in_two_ways_gives_one_key(write_lines: Write) -> None:
    keys = [
        messages(read_archive(write_lines({**GOOD, "session_id": "s", "timestamp": time})))[0].key
        for time in ("2026-03-01T09:30:00Z", "2026-03-01T10:30:00+01:00")
    ]
    assert keys[0] == keys[1]


def test_sessions_come_in_order_of_time_and_stay_together(write_lines: Write) -> None:
    lines = [
        {**GOOD, "content": "b1", "session_id": "b", "timestamp": "2026-03-02T09:00:00Z"},
        {**GOOD, "content": "none", "session_id": "c"},
        {**GOOD, "content": "a1", "session_id": "a"},
        {**GOOD, "content": "a2", "session_id": "a", "timestamp": "2026-03-01T10:00:00+02:00"},
        {**GOOD, "content": "b2", "session_id": "b", "timestamp": "2026-02-01T09:00:00Z"},
    ]
    said = messages(read_archive(write_lines(*lines)))
    assert [message.text for message in said] == ["a1", "a2", "b1", "b2", "none"]
