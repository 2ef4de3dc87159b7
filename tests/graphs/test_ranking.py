"""The ranking functions: pure, so plain numbers say all about them."""

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory_graphs.ranking import (
    MAX_WORDS,
    REACH,
    WEIGHTS,
    beside,
    best,
    joined,
    lifted,
    phrases,
    query_words,
    smoothed,
)

NUMBERS = st.integers(min_value=1, max_value=40)
SCORES = st.dictionaries(NUMBERS, st.floats(min_value=-1, max_value=3), max_size=12)
SESSIONS = {number: f"s{number // 7}" for number in range(-5, 50)}


@given(SCORES, SCORES)
def test_joining_loses_nobody_and_changes_nothing_it_was_given(
    dense: dict[int, float], lexical: dict[int, float]
) -> None:
    given_dense, given_lexical = tuple(dense.items()), tuple(lexical.items())
    once = joined(given_dense, given_lexical)
    assert once.keys() == dense.keys() | lexical.keys()
    assert once == joined(given_dense, given_lexical)


def test_a_match_by_words_counts_as_its_share_of_the_best_one() -> None:
    scores = joined([(1, 0.8), (2, 0.2)], [(1, 4.0), (3, 2.0)])
    assert scores[1] == pytest.approx(0.8 + WEIGHTS.lexical)
    assert scores[2] == 0.2
    assert scores[3] == pytest.approx(0.2 + WEIGHTS.lexical / 2)


def test_joining_nothing_gives_nothing() -> None:
    assert joined([], []) == {}


@given(SCORES)
def test_smoothing_keeps_whom_it_scores_and_never_takes_away(scores: dict[int, float]) -> None:
    frozen = MappingProxyType(dict(scores))
    result = smoothed(frozen, SESSIONS)
    assert result.keys() == scores.keys()
    assert all(result[number] >= scores[number] for number in scores)
    assert dict(frozen) == scores


def test_a_turn_is_lifted_by_a_neighbour_of_its_own_session_only() -> None:
    scores = {10: 1.0, 11: 0.2, 12: 0.2, 20: 0.2}
    sessions = {10: "a", 11: "a", 12: "b", 20: "a"}
    result = smoothed(scores, sessions)
    assert result[11] == pytest.approx(0.2 + WEIGHTS.neighbour * 0.8)
    assert result[12] == 0.2
    assert result[20] == 0.2


@given(SCORES, st.dictionaries(NUMBERS, st.integers(min_value=1, max_value=2), max_size=8))
def test_lifting_raises_what_is_near_and_leaves_the_rest(
    scores: dict[int, float], near: dict[int, int]
) -> None:
    result = lifted(MappingProxyType(scores), MappingProxyType(near))
    assert result.keys() == scores.keys() | near.keys()
    for number, score in scores.items():
        expected = WEIGHTS.graph / near[number] if number in near else 0.0
        assert result[number] == pytest.approx(score + expected)


def test_what_is_two_relations_away_is_lifted_less_than_what_is_one_away() -> None:
    result = lifted({}, {1: 1, 2: 2})
    assert result[1] > result[2] > 0


@given(SCORES, st.integers(min_value=1, max_value=10))
def test_the_best_come_first_and_no_more_than_wanted(scores: dict[int, float], limit: int) -> None:
    ranked = best(scores, limit)
    assert len(ranked) == min(limit, len(scores))
    assert [score for _, score in ranked] == sorted(scores.values(), reverse=True)[:limit]


def test_of_equal_scores_the_newest_comes_first() -> None:
    assert best({3: 0.5, 7: 0.5, 5: 0.5}, 2) == [(7, 0.5), (5, 0.5)]


def test_positions_stand_beside_each_other_within_reach_and_no_further() -> None:
    assert beside([1, 1 + REACH, 2 + 2 * REACH]) == [1, 1 + REACH]
    assert beside([]) == []


@given(SCORES)
def test_smoothing_asks_for_the_sessions_of_those_beside_others_only(
    scores: dict[int, float],
) -> None:
    sessions = {position: SESSIONS[position] for position in beside(scores)}
    assert smoothed(scores, sessions) == smoothed(scores, SESSIONS)


def test_the_words_of_a_query_are_those_that_tell() -> None:
    assert query_words("Where does my BROTHER live, and who is he?") == ["brother", "live"]


def test_a_query_of_stop_words_alone_is_looked_up_as_it_is() -> None:
    assert query_words("who is he") == ["who", "is", "he"]


@given(st.text(max_size=200))
def test_any_text_gives_words_and_phrases_that_stand_in_it(text: str) -> None:
    assert all(word in text.casefold() for word in query_words(text))
    assert all(1 <= len(phrase.split(" ")) <= 4 for phrase in phrases(text))


def test_a_pasted_text_is_looked_up_by_its_first_words() -> None:
    assert len(query_words(" ".join(f"word{n}" for n in range(1000)))) == MAX_WORDS


def test_phrases_drop_the_possessive() -> None:
    assert {"owen", "uncle bob"} <= phrases("Owen's flat, and Uncle Bob’s")
