"""Dates in words: what they mean depends on when, and where, they were said."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent.extraction.dates import find_dates

SAID = datetime(2026, 5, 13, 18, 30, tzinfo=UTC)  # a Wednesday

PAST = [
    ("I went yesterday", "on 12 May 2026", date(2026, 5, 12), 1),
    ("I went the day before yesterday", "on 11 May 2026", date(2026, 5, 11), 1),
    ("I slept badly last night", "on 12 May 2026", date(2026, 5, 12), 1),
    ("I woke up this morning", "on 13 May 2026", date(2026, 5, 13), 1),
    ("I ran last Sunday", "on 10 May 2026", date(2026, 5, 10), 1),
    ("I ran last Wednesday", "on 6 May 2026", date(2026, 5, 6), 1),
    ("I ran on Monday", "on 11 May 2026", date(2026, 5, 11), 1),
    ("I went last week", "in the week of 4 May 2026", date(2026, 5, 4), 7),
    ("I went the week before last", "in the week of 27 April 2026", date(2026, 4, 27), 7),
    ("I went last weekend", "on the weekend of 9 May 2026", date(2026, 5, 9), 2),
    ("I went two weeks ago", "in the week of 27 April 2026", date(2026, 4, 27), 7),
    ("I went about a month ago", "in April 2026", date(2026, 4, 1), 30),
    ("I went 3 days ago", "on 10 May 2026", date(2026, 5, 10), 1),
    ("I moved last month", "in April 2026", date(2026, 4, 1), 30),
    ("I moved last year", "in 2025", date(2025, 1, 1), 365),
    ("I moved last summer", "in summer 2025", date(2025, 6, 1), 92),
    ("I moved last October", "in October 2025", date(2025, 10, 1), 31),
    ("I moved in October", "in October 2025", date(2025, 10, 1), 31),
    ("I moved in March 2019", "in March 2019", date(2019, 3, 1), 31),
    ("I moved at the end of March", "at the end of March 2026", date(2026, 3, 1), 31),
    ("I have lived here since 2019", "since 2019", date(2019, 1, 1), 365),
    ("I met him on the 3rd of May", "on 3 May 2026", date(2026, 5, 3), 1),
    ("I met him on 3 June", "on 3 June 2025", date(2025, 6, 3), 1),
    ("I met him on June 3rd, 2021", "on 3 June 2021", date(2021, 6, 3), 1),
    ("I met him on 2024-02-29", "on 29 February 2024", date(2024, 2, 29), 1),
    ("I met him on the 10th", "on 10 May 2026", date(2026, 5, 10), 1),
    ("I met him on the 15th", "on 15 April 2026", date(2026, 4, 15), 1),
    ("I was away from 3 to 9 May", "from 3 to 9 May 2026", date(2026, 5, 3), 7),
]
FUTURE = [
    ("I'm going tomorrow", "on 14 May 2026", date(2026, 5, 14), 1),
    ("I'm going next Friday", "on 15 May 2026", date(2026, 5, 15), 1),
    ("I'm going this Friday", "on 15 May 2026", date(2026, 5, 15), 1),
    ("I'm going on Friday", "on 15 May 2026", date(2026, 5, 15), 1),
    ("I'm going next week", "in the week of 18 May 2026", date(2026, 5, 18), 7),
    ("I'm going this weekend", "on the weekend of 16 May 2026", date(2026, 5, 16), 2),
    ("I'm going in two weeks", "in the week of 25 May 2026", date(2026, 5, 25), 7),
    ("I'm going a week from now", "in the week of 18 May 2026", date(2026, 5, 18), 7),
    ("I'm going in August", "in August 2026", date(2026, 8, 1), 31),
    ("I'm going in March", "in March 2027", date(2027, 3, 1), 31),
    ("I'm going on the 3rd of May", "on 3 May 2027", date(2027, 5, 3), 1),
    ("I'm going from 8 to 13 June", "from 8 to 13 June 2026", date(2026, 6, 8), 6),
    ("I'm going June 8-13", "from 8 to 13 June 2026", date(2026, 6, 8), 6),
    ("I'm going the month after next", "in July 2026", date(2026, 7, 1), 31),
]


@pytest.mark.parametrize(
    ("said", "meaning", "first", "days", "future"),
    [(*case, False) for case in PAST] + [(*case, True) for case in FUTURE],
)
def test_a_date_is_spelled_out(
    said: str, meaning: str, first: date, days: int, future: bool
) -> None:
    [found] = find_dates(said, SAID, future=future)
    assert found.meaning == meaning
    assert found.words in said
    assert said[found.start : found.end].strip() == found.words
    assert found.first == datetime.combine(first, time(), UTC)
    assert found.last == found.first + timedelta(days=days)


NO_DATES = [
    "I may go, and we march on",
    "it was a second or two",
    "I finished it in two days",
    "I got a present for June from April",
    "over the last year I changed",
    "I walk on Monday mornings",
    "he met me on the 15th floor",
    "on 31 June",
    "room 2024",
    "it took five weeks",
]


@pytest.mark.parametrize("said", NO_DATES)
def test_what_is_no_date_is_none(said: str) -> None:
    assert find_dates(said, SAID, future=False) == []


def test_a_day_that_no_year_near_has_is_none() -> None:
    assert find_dates("I was there on 29 February", SAID, future=False) == []
    [found] = find_dates("on 29 February", SAID.replace(year=2025), future=False)
    assert found.meaning == "on 29 February 2024"


ZONES = [
    (datetime(2026, 5, 14, 0, 30, tzinfo=timezone(timedelta(hours=9))), date(2026, 5, 13)),
    (datetime(2026, 5, 13, 15, 30, tzinfo=UTC), date(2026, 5, 12)),
    (datetime(2026, 5, 13, 23, 30, tzinfo=timezone(timedelta(hours=-7))), date(2026, 5, 12)),
    (datetime(2026, 5, 14, 6, 30, tzinfo=UTC), date(2026, 5, 13)),
]


@pytest.mark.parametrize(("said_at", "yesterday"), ZONES)
def test_yesterday_is_the_day_before_where_it_was_said(said_at: datetime, yesterday: date) -> None:
    [found] = find_dates("I went yesterday", said_at, future=False)
    assert found.first == datetime.combine(yesterday, time(), said_at.tzinfo)
    assert found.last - found.first == timedelta(days=1)


WORDS = [
    "last",
    "next",
    "week",
    "3 June",
    "999 years ago",
    "in 999 years",
    "the",
    "on",
    "31",
    "may",
]
WORDS += ["friday", "2024-13-45", "29 feb", "yesterday", "the year before last", "1-99 May", "30th"]


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=80) | st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join),
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)),
    st.sampled_from([True, False, None]),
)
def test_no_words_at_any_time_raise(said: str, when: datetime, future: bool | None) -> None:
    found = find_dates(said, when.replace(tzinfo=UTC), future=future)
    ends = 0
    for mention in found:
        assert ends <= mention.start < mention.end <= len(said)
        assert mention.first < mention.last
        ends = mention.end
