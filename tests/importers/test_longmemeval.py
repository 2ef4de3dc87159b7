"""Reading the LongMemEval schema."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from memory_agent.importers import read_archive

Write = Callable[..., Path]
Json = dict[str, Any]

FIRST = datetime(2023, 4, 25, 4, 7, tzinfo=UTC)


def turn(text: str, role: str = "user", **more: object) -> Json:
    return {"role": role, "content": text, **more}


def question(**fields: object) -> Json:
    return {
        "question_id": "q1",
        "question": "Where?",
        "question_date": "2023/06/06 (Tue) 08:19",
        "haystack_session_ids": ["late", "early"],
        "haystack_dates": ["2023/05/01 (Mon) 13:35", "2023/04/25 (Tue) 04:07"],
        "haystack_sessions": [
            [turn("c"), turn("d", "assistant", has_answer=True)],
            [turn("a"), turn("b", "assistant")],
        ],
        **fields,
    }


def test_a_question_is_a_life_of_sessions_in_order_of_time(write: Write) -> None:
    archive = read_archive(write([question()]))
    assert archive.format == "longmemeval"
    assert archive.passed_over == ()
    (life,) = archive.lives
    assert life.name == "q1"
    assert [m.text for m in life.messages] == ["a", "b", "c", "d"]
    assert [m.role for m in life.messages] == ["user", "assistant"] * 2
    assert [m.session_id for m in life.messages] == ["early", "early", "late", "late"]
    assert [m.said_at for m in life.messages[:2]] == [FIRST, FIRST + timedelta(seconds=1)]


def test_every_question_is_a_life_of_its_own(write: Write) -> None:
    archive = read_archive(write([question(), question(question_id="q2"), question()]))
    assert [life.name for life in archive.lives] == ["q1", "q2", "q1#2"]


def test_a_session_that_stands_twice_is_two_sessions(write: Write) -> None:
    archive = read_archive(
        write([question(haystack_session_ids=["s", "s"], haystack_sessions=[[turn("x")]] * 2)])
    )
    said = archive.lives[0].messages
    assert [m.session_id for m in said] == ["s#2", "s"]
    assert len({message.key for message in said}) == 2


def test_an_empty_session_is_nothing_even_without_a_date(write: Write) -> None:
    archive = read_archive(
        write(
            [
                question(
                    haystack_sessions=[[], [turn("a")]],
                    haystack_dates=["", "2023/04/25 (Tue) 04:07"],
                )
            ]
        )
    )
    assert archive.passed_over == ()
    assert len(archive.lives[0].messages) == 1


@pytest.mark.parametrize(
    "date",
    [
        *(None, 3, "", "2023-04-25", "2023/04/31 (Sun) 04:07", "2023/04/25 (Tue) 24:07"),
        *("0000/04/25 (Tue) 04:07", "9999/12/31 (Fri) 23:59"),
    ],
)
def test_a_session_without_a_good_date_is_passed_over(write: Write, date: object) -> None:
    dates = [date, "2023/04/25 (Tue) 04:07"]
    archive = read_archive(write([question(haystack_dates=dates)]))
    assert [m.text for m in archive.lives[0].messages] == ["a", "b"]
    (passed,) = archive.passed_over
    assert passed.where == "chats.json: question 1, session 1"
    assert "accepted is" in passed.why


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (None, "turn is null"),
        ({"role": "user"}, "content is missing"),
        ({"role": "human", "content": "x"}, "role is 'human'"),
        (turn("a\0"), "NUL at offset 1"),
    ],
)
def test_a_bad_turn_is_passed_over(write: Write, wrong: object, why: str) -> None:
    archive = read_archive(write([question(haystack_sessions=[[turn("c"), wrong], [turn("a")]])]))
    assert [m.text for m in archive.lives[0].messages] == ["a", "c"]
    (passed,) = archive.passed_over
    assert passed.where == "chats.json: question 1, session 1, message 2"
    assert why in passed.why


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("text", "the question is a string"),
        (question(question_id=None), "question_id is missing"),
        (question(haystack_dates=None), "haystack_dates is null or missing; accepted is a list"),
        (question(haystack_session_ids=["a"]), "1 haystack_session_ids and 2 haystack_dates"),
    ],
)
def test_a_broken_question_is_passed_over(write: Write, wrong: object, why: str) -> None:
    archive = read_archive(write([question(question_id="good"), wrong]))
    assert [life.name for life in archive.lives] == ["good"]
    (passed,) = archive.passed_over
    assert passed.where == "chats.json: question 2"
    assert why in passed.why


def test_a_broken_session_is_passed_over(write: Write) -> None:
    archive = read_archive(write([question(haystack_sessions=["text", [turn("a")]])]))
    (passed,) = archive.passed_over
    assert passed.where == "chats.json: question 1, session 1"
    assert "the session is a string; accepted is a list" in passed.why
