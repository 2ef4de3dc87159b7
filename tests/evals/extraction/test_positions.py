"""Naming turns of published data sets by where they stand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals.extraction.positions import Position, Spoken, read_chats
from memory_agent.domain.errors import ArchiveError
from tests.evals.extraction.conftest import LOCOMO, LONGMEMEVAL, PERSONAMEM

WriteChats = Callable[[Any], Path]


def test_longmemeval_is_read_by_session_one_that_stands_twice_is_two(
    write_chats: WriteChats,
) -> None:
    chats = read_chats(write_chats(LONGMEMEVAL))
    assert chats.data == "longmemeval"
    first = Position("longmemeval", "q1", "s1", 0)
    assert chats.at(first) == Spoken("user", "I live in Porto.")
    (again,) = {session for question, session in chats.sessions if question == "q1"} - {"s1"}
    said = chats.at(Position("longmemeval", "q1", again, 0))
    assert said == Spoken("user", "I'm vegetarian, by the way. What is a monad?")


def test_personamem_is_split_at_the_markers_that_begin_lines(write_chats: WriteChats) -> None:
    chats = read_chats(write_chats(PERSONAMEM))
    assert chats.sessions["d1", "0"] == (
        Spoken("system", "A persona.\n\nOf two parts."),
        Spoken("user", "User: I sail."),
        Spoken("assistant", "Nice"),
        Spoken("user", "not a marker: [USER] here"),
    )


def test_of_locomo_it_is_known_what_the_observations_cite(write_chats: WriteChats) -> None:
    chats = read_chats(write_chats(LOCOMO))
    assert chats.at(Position("locomo", "talk-1", "session_1", 3)) == Spoken(
        "Bo", "I'm allergic to peanuts."
    )
    assert chats.cited == {Position("locomo", "talk-1", "session_1", turn) for turn in (0, 1)}


@pytest.mark.parametrize("place", [("q9", "s1", 0), ("q1", "s9", 0), ("q1", "s1", 9)])
def test_there_is_nothing_where_nothing_stands(
    write_chats: WriteChats, place: tuple[str, str, int]
) -> None:
    assert read_chats(write_chats(LONGMEMEVAL)).at(Position("longmemeval", *place)) is None


@pytest.mark.parametrize("document", [[], {}, [1], [{"role": "user"}], [{"content": 1, "id": 1}]])
def test_other_data_is_refused(write_chats: WriteChats, document: object) -> None:
    with pytest.raises(ArchiveError, match=r"chats\.json"):
        read_chats(write_chats(document))


def test_a_position_is_read_as_it_is_written() -> None:
    position = Position("longmemeval", "q1", "7", 0)
    assert Position.of(position.record()) == position
    assert Position.of(position.record() | {"session": 7}) == position
