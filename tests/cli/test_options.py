from datetime import UTC, datetime, timedelta, timezone

import pytest
from typer import BadParameter

from memory_agent.cli.options import end_of, start_of, wanted


def test_a_moment_is_taken_as_it_is() -> None:
    moment = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=2)))
    assert start_of("2026-03-01T09:30:00+02:00") == moment
    assert end_of("2026-03-01T09:30:00+02:00") == moment


def test_a_plain_date_is_the_first_or_the_last_moment_of_its_day() -> None:
    assert start_of("2026-03-01") == datetime(2026, 3, 1, tzinfo=UTC)
    assert end_of("2026-03-01") == datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "2026-3-1", "", "2026-03-01T09:30:00"])
def test_anything_else_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(BadParameter, match="accepted is"):
        start_of(text)


@pytest.mark.parametrize("query", ["", "  \n"])
def test_a_blank_query_is_refused(query: str) -> None:
    with pytest.raises(BadParameter, match="empty"):
        wanted(query)


def test_a_query_that_is_not_text_is_refused() -> None:
    with pytest.raises(BadParameter, match="not text"):
        wanted("caf\udce9")
