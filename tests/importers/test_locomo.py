"""Reading the LoCoMo schema."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from memory_agent.importers import Archive, Life, read_archive

Write = Callable[..., Path]
Json = dict[str, Any]

FIRST = datetime(2023, 5, 8, 13, 56, tzinfo=UTC)


def sample(**conversation: object) -> Json:
    talk: Json = {
        "speaker_a": "Ana",
        "speaker_b": "Ben",
        "session_2_date_time": "12:05 am on 1 June, 2023",
        "session_2": [{"speaker": "Ben", "dia_id": "D2:1", "text": "Back again."}],
        "session_1_date_time": "1:56 pm on 8 May, 2023",
        "session_1": [
            {"speaker": "Ana", "dia_id": "D1:1", "text": "Hey!", "blip_caption": "a photo of x"},
            {"speaker": "Ben", "dia_id": "D1:2", "text": "Hi Ana.", "img_url": ["http://x"]},
        ],
        "session_3_date_time": "1:00 pm on 3 June, 2023",
        **conversation,
    }
    return {"sample_id": "conv-1", "conversation": talk, "qa": []}


def lives(archive: Archive) -> dict[str | None, Life]:
    return {life.name: life for life in archive.lives}


def test_each_speaker_is_the_user_of_a_life_of_their_own(write: Write) -> None:
    archive = read_archive(write([sample()]))
    assert archive.format == "locomo"
    assert archive.passed_over == ()
    assert list(lives(archive)) == ["conv-1/Ana", "conv-1/Ben"]
    ana, ben = archive.lives
    assert [m.role for m in ana.messages] == ["user", "assistant", "assistant"]
    assert [m.role for m in ben.messages] == ["assistant", "user", "user"]
    for life in archive.lives:
        assert [m.name for m in life.messages] == ["Ana", "Ben", "Ben"]
        assert [m.text for m in life.messages] == ["Hey!", "Hi Ana.", "Back again."]
        assert [m.key for m in life.messages] == ["D1:1", "D1:2", "D2:1"]
        assert [m.session_id for m in life.messages] == ["session_1", "session_1", "session_2"]


def test_turns_are_a_second_apart_from_the_time_of_their_session(write: Write) -> None:
    said = read_archive(write([sample()])).lives[0].messages
    assert [m.said_at for m in said] == [
        FIRST,
        FIRST + timedelta(seconds=1),
        datetime(2023, 6, 1, 0, 5, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("12:56 pm on 8 May, 2023", 12),
        ("12:56 am on 8 May, 2023", 0),
        (" 9:56 PM on 08 may, 2023", 21),
    ],
)
def test_times_are_read_by_the_twelve_hour_clock(write: Write, text: str, hour: int) -> None:
    said = read_archive(write([sample(session_1_date_time=text)])).lives[0].messages
    assert said[0].said_at == FIRST.replace(hour=hour)


@pytest.mark.parametrize(
    "time",
    [
        *(None, 7, "", "noon", "13:56 pm on 8 May, 2023", "0:10 am on 8 May, 2023"),
        *("1:56 pm on 31 June, 2023", "1:56 pm on 8 Mai, 2023", "1:56 pm on 8 May, 9999"),
        *("1:66 pm on 8 May, 2023", "1:56 pm on 8 May, 0000"),
    ],
)
def test_a_session_without_a_good_time_is_passed_over(write: Write, time: object) -> None:
    archive = read_archive(write([sample(session_1_date_time=time)]))
    assert [m.text for m in archive.lives[0].messages] == ["Back again."]
    (passed,) = archive.passed_over
    assert passed.where == "chats.json: conversation 1, session_1"
    assert "accepted is" in passed.why


BAD_TURNS: list[tuple[object, str]] = [
    ("words", "turn is a string; accepted is an object"),
    ({"speaker": "Ana", "dia_id": "D1:3"}, "text is missing"),
    ({"speaker": "Eve", "text": "x"}, "speaker is 'Eve'; accepted are Ana and Ben"),
    ({"text": "x"}, "speaker is missing"),
    ({"speaker": ["Ana"], "text": "x"}, "speaker is ['Ana']"),
    ({"speaker": "Ana", "text": "x", "dia_id": 3}, "id is not text"),
]


@pytest.mark.parametrize(("turn", "why"), BAD_TURNS)
def test_a_bad_turn_is_passed_over_once(write: Write, turn: object, why: str) -> None:
    good = {"speaker": "Ana", "dia_id": "D1:2", "text": "Hey!"}
    archive = read_archive(write([sample(session_1=[turn, good])]))
    (passed,) = archive.passed_over
    assert passed.where == "chats.json: conversation 1, session_1, message 1"
    assert why in passed.why
    assert archive.lives[0].messages[0].said_at == FIRST + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (None, "the sample is null"),
        ({"conversation": {}}, "sample_id is missing"),
        ({"sample_id": "x"}, "conversation is null or missing"),
        ({"sample_id": "x", "conversation": {"speaker_a": "A"}}, "speaker_b is missing"),
        (
            {"sample_id": "x", "conversation": {"speaker_a": "A", "speaker_b": "A"}},
            "both speakers are 'A'; accepted are two names",
        ),
    ],
)
def test_a_broken_conversation_is_passed_over(write: Write, wrong: object, why: str) -> None:
    archive = read_archive(write([sample(), wrong]))
    assert len(archive.lives) == 2
    (passed,) = archive.passed_over
    assert passed.where == "chats.json: conversation 2"
    assert why in passed.why


def test_two_conversations_of_one_id_are_different_lives(write: Write) -> None:
    archive = read_archive(write([sample(), sample()]))
    assert list(lives(archive)) == ["conv-1/Ana", "conv-1/Ben", "conv-1/Ana#2", "conv-1/Ben#2"]


def test_one_id_in_two_sessions_loses_nothing_and_keeps_keys_unique(write: Write) -> None:
    turn = {"speaker": "Ana", "dia_id": "D1:1", "text": "Something else."}
    said = read_archive(write([sample(session_2=[turn])])).lives[0].messages
    assert len(said) == 3
    assert len({message.key for message in said}) == 3


@pytest.mark.parametrize("key", ["session_01", "session_x", f"session_{'9' * 5000}"])
def test_what_is_not_called_like_a_session_is_none(write: Write, key: str) -> None:
    turn = {"speaker": "Ana", "text": "Not said."}
    archive = read_archive(write([sample(**{key: [turn]})]))
    assert len(archive.lives[0].messages) == 3
    assert archive.passed_over == ()


def test_a_sample_by_itself_is_read(write: Write) -> None:
    assert len(read_archive(write(sample())).lives) == 2
