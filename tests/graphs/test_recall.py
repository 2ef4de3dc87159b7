"""The recall graph, end to end and node by node, on a real store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory_agent.domain import Memory, Profile
from memory_agent.domain.times import now
from memory_agent.models import MiniLM
from memory_graphs import Reading, Writing
from memory_graphs.recall import DEPTH, analyse, candidates, fuse, render_context, select
from memory_stores import Filter
from tests.graphs.working import asking, know, lent, recall, remember

MEMORIES = frozenset({"memories"})
TURNS = frozenset({"turns"})


def found(reading: Reading, query: str, **more: Any) -> list[str]:
    return [hit.text for hit in recall(reading, query, **more)["hits"]]


@pytest.fixture
def known(writing: Writing) -> Writing:
    remember(
        writing,
        "I live in Rome.",
        "I am allergic to peanuts.",
        "My brother Owen works as a baker.",
        "I love sushi.",
    )
    return writing


def test_what_is_asked_for_comes_first(known: Writing, reading: Reading) -> None:
    assert found(reading, "Where do I live?")[0] == "The user lives in Rome."
    assert found(reading, "peanut allergy", collections=TURNS)[0] == "I am allergic to peanuts."


def test_hits_are_ranked_and_no_more_than_the_limit(known: Writing, reading: Reading) -> None:
    hits = recall(reading, "food that I love", limit=3)["hits"]
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_each_hit_names_the_turn_that_said_it(known: Writing, reading: Reading) -> None:
    hits = recall(reading, "Where do I live?")["hits"]
    assert {hit.type for hit in hits} == {"memory", "turn"}
    for hit in hits:
        source = hit.item.source if isinstance(hit.item, Memory) else None
        assert hit.said is not None
        assert hit.said.id == (source.turn_id if source else hit.id)


def test_turns_that_the_prompt_holds_already_are_left_out(known: Writing, reading: Reading) -> None:
    shown = frozenset({"I live in Rome."})
    texts = found(reading, "Where do I live?", shown=shown)
    assert texts and not any("Rome" in text for text in texts)


def test_a_superseded_memory_is_found_only_as_of_its_time(known: Writing, reading: Reading) -> None:
    before = now()
    remember(replace(known, now=before + timedelta(microseconds=1)), "I moved to Oslo.")
    texts = found(reading, "Where do I live?", collections=MEMORIES)
    assert "The user moved to Oslo." in texts and "The user lives in Rome." not in texts
    wanted = Filter(as_of=before)
    hits = recall(reading, "Where do I live?", collections=MEMORIES, wanted=wanted)["hits"]
    assert hits[0].text == "The user lives in Rome." and hits[0].item.status == "current"
    assert "The user moved to Oslo." not in [hit.text for hit in hits]


def test_filters_let_only_their_own_through(known: Writing, reading: Reading) -> None:
    assert found(reading, "food", collections=MEMORIES, wanted=Filter(kind="preference")) == [
        "The user loves sushi."
    ]
    assert found(reading, "food", wanted=Filter(session_id="another")) == []
    assert found(reading, "food", wanted=Filter(agent_id="another")) == []
    long_ago = Filter(valid_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert found(reading, "food", collections=MEMORIES, wanted=long_ago) == []


def found_in_a_crowd(known: Writing, reading: Reading, query: str) -> list[str]:
    """Search among more memories that answer a query about gifts than any index gives."""
    others = [f"A gift idea that was good in year {year}." for year in range(1900, 1990)]
    assert len(others) > DEPTH
    know(known.store, known.embedder, *others)
    remember(known, "Owen moved to Porto.")
    return found(reading, query, collections=MEMORIES)


def test_an_entity_of_the_query_pulls_in_a_memory_that_shares_no_word_with_it(
    known: Writing, reading: Reading
) -> None:
    texts = found_in_a_crowd(known, reading, "A gift idea that is good for my brother?")
    assert "Owen moved to Porto." in texts


def test_without_the_entity_the_same_memory_is_not_found(known: Writing, reading: Reading) -> None:
    texts = found_in_a_crowd(known, reading, "A gift idea that is good for my neighbour?")
    assert "Owen moved to Porto." not in texts


@pytest.mark.parametrize("query", ["", "   ", "?!", "\ud83d", "a\0b", '") NEAR ( * OR'])
def test_any_query_is_answered(known: Writing, reading: Reading, query: str) -> None:
    assert recall(reading, query, budget=400)["context"].tokens <= 400


def test_a_query_of_fifty_thousand_characters_is_answered_by_its_start(
    known: Writing, reading: Reading
) -> None:
    query = ("Where do I live? " * 3000)[:50_000]
    assert found(reading, query)[0] in {"The user lives in Rome.", "I live in Rome."}


def test_a_user_of_whom_nothing_is_known_gets_nothing(reading: Reading) -> None:
    done = recall(reading, "Where do I live?", budget=400)
    assert done["hits"] == [] and done["context"].text == ""


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(budget=st.integers(min_value=1, max_value=300), query=st.text(max_size=60))
def test_the_block_is_never_over_its_budget(
    known: Writing, reading: Reading, budget: int, query: str
) -> None:
    profile = Profile("Who: lives in Rome.", 6, ())
    with_profile = replace(reading, profile=lambda _: profile)
    context = recall(with_profile, query, budget=budget)["context"]
    assert context.tokens == reading.counter.count(context.text) <= budget


def test_a_budget_of_one_token_gets_nothing(known: Writing, reading: Reading) -> None:
    assert recall(reading, "Where do I live?", budget=1)["context"].text == ""


def test_analyse_finds_words_vector_and_what_is_near(known: Writing, reading: Reading) -> None:
    update = analyse(asking("What does Owen do?"), lent(reading))
    assert update["words"] == ["owen"]
    assert update["vector"].shape == (MiniLM.dimensions,)
    assert 1 in update["near"].values()


def test_analyse_asks_the_graph_only_about_memories(known: Writing, reading: Reading) -> None:
    assert analyse(asking("Owen", collections=TURNS), lent(reading))["near"] == {}


def test_candidates_come_by_meaning_and_by_word(known: Writing, reading: Reading) -> None:
    state = asking("peanuts")
    update = candidates({**state, **analyse(state, lent(reading))}, lent(reading))  # type: ignore[typeddict-item]
    assert update["dense"].keys() == update["lexical"].keys() == {"memories", "turns"}
    assert len(update["lexical"]["memories"]) == 1
    assert len(update["dense"]["turns"]) == 4


def test_fuse_gives_a_memory_at_least_the_score_of_its_turn(
    known: Writing, reading: Reading
) -> None:
    state: Any = asking("I live in Rome.")
    for node in (analyse, candidates, fuse):
        state |= node(state, lent(reading))
    scores = {(hit.type, hit.said.id): hit.score for hit in state["hits"]}
    turns = {turn: score for (type_, turn), score in scores.items() if type_ == "turn"}
    for (type_, turn), score in scores.items():
        assert type_ == "turn" or score >= turns.get(turn, score)


def test_select_puts_memories_first_and_drops_what_is_far_behind(
    known: Writing, reading: Reading
) -> None:
    hits = recall(reading, "peanut allergy")["hits"]
    chosen = select({"hits": hits})["hits"]
    assert [hit.type for hit in chosen] == sorted(hit.type for hit in chosen)
    assert {hit.id for hit in chosen} <= {hit.id for hit in hits}
    assert select({"hits": []}) == {"hits": []}


def test_render_asks_for_the_profile_and_writes_the_block(reading: Reading) -> None:
    asked: list[int] = []

    def profile(budget: int) -> Profile:
        asked.append(budget)
        return Profile("Who: lives in Rome.", 6, ())

    state: Any = {"budget": 200, "hits": [], "words": []}
    context = render_context(state, lent(replace(reading, profile=profile)))["context"]
    assert asked == [200]
    assert "Who: lives in Rome." in context.text
