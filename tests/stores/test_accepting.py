"""Accepting turns, and the queue of those that wait to be digested."""

from datetime import UTC, datetime, timedelta, timezone
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent.domain import Message, Role, Turn
from memory_stores.ledger import Filter, SqliteLedger
from tests.stores.conftest import Open
from tests.stores.making import day, said

FULL = Message(
    "user",
    "  I live in Lyon 🏡\n",
    name="Ana",
    session_id="monday",
    agent_id="cook",
    said_at=datetime(2026, 3, 1, 9, 30, 0, 123456, timezone(timedelta(hours=5, minutes=45))),
    metadata={"source": "phone", "ключ": "значение"},
    key="message-1",
)


def texts(turns: list[Turn]) -> list[str]:
    return [turn.text for turn in turns]


def waiting(ledger: SqliteLedger, limit: int = 100) -> list[str]:
    return [turn.text for turn, _ in ledger.pending(limit)]


def test_a_turn_comes_back_as_it_was_accepted(ledger: SqliteLedger, open_ledger: Open) -> None:
    (turn,) = ledger.accept([FULL])
    for reader in (ledger, open_ledger()):
        again = reader.turn(turn.id)
        assert again == turn
        assert again is not None
        assert again.said_at.isoformat() == "2026-03-01T09:30:00.123456+05:45"
        assert again.accepted_at.utcoffset() == timedelta(0)
        assert dict(again.metadata) == dict(FULL.metadata)
        assert again.text == FULL.text


def test_what_is_left_out_gets_a_default(ledger: SqliteLedger) -> None:
    turn = said(ledger, "Hello")
    assert (turn.session_id, turn.name, turn.agent_id, dict(turn.metadata)) == (
        *("default", None, None),
        {},
    )
    assert turn.said_at == turn.accepted_at
    assert ledger.turn(turn.id) == turn


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1890, 1, 1, tzinfo=timezone(timedelta(hours=-12))),
        datetime(1, 1, 2, tzinfo=timezone(timedelta(hours=14))),
        datetime(2026, 7, 1, tzinfo=ZoneInfo("Europe/Lisbon")),
        datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=ZoneInfo("Europe/Lisbon")),
        datetime(1890, 1, 1, tzinfo=ZoneInfo("Europe/Amsterdam")),  # 19 min 32 s, or so
    ],
)
def test_when_it_was_said_keeps_the_moment_and_the_offset(
    ledger: SqliteLedger, moment: datetime
) -> None:
    turn = ledger.turn(said(ledger, "Hello", said_at=moment).id)
    assert turn is not None
    assert turn.said_at.astimezone(UTC) == moment.astimezone(UTC)
    assert turn.said_at.utcoffset() == moment.utcoffset()


def test_turns_keep_the_order_in_which_they_were_accepted(ledger: SqliteLedger) -> None:
    first = ledger.accept([Message("user", "b", said_at=day(9)), Message("user", "a")])
    second = ledger.accept([Message("user", "c", said_at=day(1))])
    assert [turn.position for turn in first + second] == [1, 2, 3]
    assert waiting(ledger) == ["b", "a", "c"]
    assert waiting(ledger, limit=2) == ["b", "a"]


def test_only_what_the_user_says_waits_to_be_digested(ledger: SqliteLedger) -> None:
    turns = ledger.accept([Message(role, f"by {role}") for role in get_args(Role)])
    assert len(turns) == len(get_args(Role))
    assert waiting(ledger) == ["by user"]


def test_the_queue_says_of_each_turn_whether_to_infer(ledger: SqliteLedger) -> None:
    ledger.accept([Message("user", "read me")])
    ledger.accept([Message("user", "keep me")], infer=False)
    assert [(turn.text, infer) for turn, infer in ledger.pending(9)] == [
        ("read me", True),
        ("keep me", False),
    ]


def test_a_digested_turn_waits_no_longer_and_stays(ledger: SqliteLedger) -> None:
    turn = said(ledger, "Hello")
    assert ledger.commit([], digested=turn)
    assert waiting(ledger) == []
    assert ledger.turn(turn.id) == turn


def test_a_message_of_a_known_key_is_passed_over(ledger: SqliteLedger) -> None:
    ledger.accept([Message("user", "a", key="1"), Message("user", "b", key="2")])
    again = [Message("user", "a", key="1"), Message("user", "c", key="3")]
    assert texts(ledger.accept(again)) == ["c"]
    assert waiting(ledger) == ["a", "b", "c"]
    assert ledger.accept(again) == []


def test_one_key_twice_in_one_call_is_one_message(ledger: SqliteLedger) -> None:
    assert texts(ledger.accept([Message("user", "a", key="1"), Message("user", "b", key="1")])) == [
        "a"
    ]


def test_keys_are_known_after_reopening_and_after_digestion(
    ledger: SqliteLedger, open_ledger: Open
) -> None:
    turn = said(ledger, "a", key="1")
    ledger.commit([], digested=turn)
    ledger.close()
    reopened = open_ledger()
    assert reopened.accept([Message("user", "a", key="1")]) == []
    assert waiting(reopened) == []


def test_messages_without_a_key_are_never_taken_for_the_same(ledger: SqliteLedger) -> None:
    turns = ledger.accept([Message("user", "yes"), Message("user", "yes")])
    assert len({turn.id for turn in turns}) == 2


def test_a_key_is_not_written_down_in_plain(ledger: SqliteLedger) -> None:
    said(ledger, "Hello", key="chat-4711-of-ana")
    ledger.close()
    assert b"4711" not in ledger.path.read_bytes()


@pytest.mark.parametrize("wrong", ["narrator", None])
def test_a_refused_message_leaves_nothing_of_its_call(ledger: SqliteLedger, wrong: Role) -> None:
    with pytest.raises(Exception, match=r"constraint failed"):
        ledger.accept([Message("user", "good"), Message(wrong, "bad")])
    assert waiting(ledger) == []
    assert ledger.counts()["turns"] == 0


def test_turns_are_found_by_id_position_and_session(ledger: SqliteLedger) -> None:
    a, b = said(ledger, "a", session_id="x"), said(ledger, "b", session_id="y", agent_id="cook")
    assert ledger.turns_by_id([b.id, "t-none", a.id]) == {a.id: a, b.id: b}
    assert ledger.turns_at([1, 2, 3]) == {1: a, 2: b}
    assert ledger.turns_at([]) == {}
    assert ledger.session_of([2, 3, 1]) == {1: "x", 2: "y"}
    assert ledger.turn("t-none") is None
    assert ledger.numbers("turns", Filter()) is None
    assert ledger.numbers("turns", Filter(session_id="x")) == {1}
    assert ledger.numbers("turns", Filter(agent_id="cook")) == {2}
    assert ledger.numbers("turns", Filter(session_id="x", agent_id="cook")) == set()
    assert ledger.numbers("turns", Filter(as_of=a.accepted_at)) >= {1}  # type: ignore[operator]
    assert ledger.numbers("turns", Filter(as_of=day(-1))) == set()


@settings(max_examples=20, deadline=None)
@given(calls=st.lists(st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=5)))
def test_however_an_archive_is_cut_and_repeated_each_key_is_one_turn(
    calls: list[list[tuple[int, bool]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("keys")
    expected: dict[str, str] = {}
    for call in calls:
        ledger = SqliteLedger(folder / "ana.db", "ana", busy_timeout=1)
        messages = [
            Message("user" if by_user else "assistant", f"{i} {by_user}", key=str(i))
            for i, by_user in call
        ]
        new = ledger.accept(messages)
        before = dict(expected)
        for message in messages:
            expected.setdefault(str(message.key), message.text)
        assert texts(new) == list(expected.values())[len(before) :]
        ledger.close()
    ledger = SqliteLedger(folder / "ana.db", "ana", busy_timeout=1)
    positions = range(1, len(expected) + 1)
    assert [ledger.turns_at(positions)[p].text for p in positions] == list(expected.values())
    assert waiting(ledger) == [text for text in expected.values() if text.endswith("True")]
    ledger.close()
