"""What is storable as a message."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent.domain.checking import (
    MAX_FUTURE,
    MAX_TEXT_BYTES,
    check_role,
    check_said_at,
    check_text,
)
from memory_agent.domain.errors import InvalidTurn

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", ["I live in Lyon.", "  padded ", "日本語 🙂", "\u200b", "0"])
def test_good_text_comes_back_as_it_is(text: str) -> None:
    assert check_text(text) == text


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u2003\xa0"])
def test_text_of_nothing_but_white_space_is_refused(text: str) -> None:
    with pytest.raises(InvalidTurn, match="text is empty"):
        check_text(text)


@pytest.mark.parametrize(
    ("value", "said"), [(None, "missing"), (7, "7"), (b"bytes", "bytes"), (["a"], r"\['a'\]")]
)
def test_what_is_no_str_is_refused(value: object, said: str) -> None:
    with pytest.raises(InvalidTurn, match=said):
        check_text(value)


def test_a_nul_is_refused_with_its_position() -> None:
    with pytest.raises(InvalidTurn, match="NUL at offset 3"):
        check_text("abc\0def\0")


@pytest.mark.parametrize("half", ["\ud83d", "\ude00"])
def test_a_lone_surrogate_is_refused_with_its_position(half: str) -> None:
    with pytest.raises(InvalidTurn, match="lone surrogate at offset 2"):
        check_text(f"é {half} x")


def test_the_limit_counts_bytes_of_utf8_and_is_itself_taken() -> None:
    assert check_text("é" * (MAX_TEXT_BYTES // 2))
    with pytest.raises(InvalidTurn, match=f"{MAX_TEXT_BYTES + 1} bytes long"):
        check_text("é" * (MAX_TEXT_BYTES // 2) + "x")


def test_the_message_calls_the_text_what_it_is_told_to_and_stays_short() -> None:
    with pytest.raises(InvalidTurn, match=r"^session_id is ") as refused:
        check_text(list(range(100_000)), "session_id")
    assert len(str(refused.value)) < 200


@settings(deadline=None)
@given(st.text())
def test_any_text_is_refused_or_can_be_written_as_utf8(text: str) -> None:
    try:
        assert "\0" not in check_text(text)
    except InvalidTurn:
        return
    assert text.encode().decode() == text


@pytest.mark.parametrize("role", ["user", "assistant", "tool", "system"])
def test_the_four_roles_are_taken(role: str) -> None:
    assert check_role(role) == role


@pytest.mark.parametrize("role", [None, "", "User", "human", 1, ["user"], {"user": 1}])
def test_any_other_role_is_refused_and_told_what_there_is(role: object) -> None:
    with pytest.raises(InvalidTurn, match="accepted are user, assistant, tool, system"):
        check_role(role)


def test_a_moment_comes_back_with_its_own_zone() -> None:
    moment = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=2)))
    assert check_said_at(moment, NOW).isoformat() == moment.isoformat()


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(InvalidTurn, match=r"no zone; accepted is .*2026-03-01T12:00:00Z"):
        check_said_at(NOW.replace(tzinfo=None), NOW)


def test_a_day_ahead_is_taken_and_more_is_not() -> None:
    check_said_at(NOW + MAX_FUTURE, NOW)
    with pytest.raises(InvalidTurn, match="in the future"):
        check_said_at(NOW + MAX_FUTURE + timedelta(seconds=1), NOW)


def test_a_day_ahead_is_measured_between_moments_not_clocks() -> None:
    east = timezone(timedelta(hours=14))
    check_said_at((NOW + MAX_FUTURE).astimezone(east), NOW)


@pytest.mark.parametrize("hours", [14, -14])
def test_moments_that_utc_cannot_tell_are_refused(hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    edge = datetime.min if hours > 0 else datetime.max
    with pytest.raises(InvalidTurn, match=r"before the year 1|in the future"):
        check_said_at(edge.replace(tzinfo=zone), NOW)
