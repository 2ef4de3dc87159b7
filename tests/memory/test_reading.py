"""search, list, context and turn: what they find, and what filters let through."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from memory_agent import Memory
from memory_agent.domain import Turn
from memory_agent.domain.errors import NotFound
from memory_agent.domain.times import now
from memory_agent.models import WordPieceCounter
from tests.memory.asking import JANUARY, MARCH, found, learn, texts, turn_of

COUNTER = WordPieceCounter()


@pytest.fixture
def ana(memory: Memory) -> Memory:
    """Two conversations with two assistants."""
    kitchen: dict[str, Any] = {"session_id": "kitchen", "agent_id": "cook", "at": JANUARY}
    office: dict[str, Any] = {"session_id": "office", "agent_id": "planner", "at": MARCH}
    memory.add("I live in Rome.", user_id="ana", **kitchen)
    memory.add({"role": "assistant", "content": "Do you like fish?"}, user_id="ana", **kitchen)
    memory.add("I love sushi. I am allergic to peanuts.", user_id="ana", **kitchen)
    memory.add("I work at Brightwater.", user_id="ana", **office)
    memory.add("Always answer in metric units.", user_id="ana", **office)
    return memory


def test_search_finds_memories_and_turns_best_first(ana: Memory) -> None:
    hits = ana.search("Where do I live?", user_id="ana")
    assert hits[0].text == "The user lives in Rome."
    assert {hit.type for hit in hits} == {"memory", "turn"}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].said is not None and hits[0].said.said_at == JANUARY


def test_search_gives_only_what_is_wanted_and_no_more(ana: Memory) -> None:
    def types(**more: Any) -> list[str]:
        return [hit.type for hit in ana.search("food", user_id="ana", **more)]

    assert set(types(turns=False)) == {"memory"}
    assert set(types(memories=False)) == {"turn"}
    assert types(memories=False, turns=False) == []
    assert len(types(limit=2)) == 2


def test_what_the_assistant_said_is_found_verbatim(ana: Memory) -> None:
    hits = ana.search("Do you like fish?", user_id="ana", memories=False)
    assert any(isinstance(h.item, Turn) and h.item.role == "assistant" for h in hits)


@pytest.mark.parametrize(
    ("filters", "known"),
    [
        ({"kind": "preference"}, {"The user loves sushi."}),
        (
            {"kind": "instruction"},
            {"The user wants the assistant to always answer in metric units."},
        ),
        ({"session_id": "office", "kind": "fact"}, {"The user works at Brightwater."}),
        ({"agent_id": "planner", "kind": "fact"}, {"The user works at Brightwater."}),
        ({"session_id": "kitchen", "agent_id": "planner"}, set()),
        ({"valid_at": JANUARY - timedelta(days=1)}, set()),
        ({"as_of": JANUARY}, set()),
    ],
)
def test_search_list_and_context_filter_alike(
    ana: Memory, filters: dict[str, Any], known: set[str]
) -> None:
    assert set(texts(ana, **filters)) == known
    assert set(found(ana, "what about me", **filters)) == known
    context = ana.context("what about me", user_id="ana", **filters)
    assert {shown.text for shown in context.memories} <= known
    assert "## Profile" not in context.text


def test_turns_are_filtered_by_session_agent_and_time(ana: Memory) -> None:
    def turns(**filters: Any) -> set[str]:
        hits = ana.search("what about me", user_id="ana", memories=False, **filters)
        return {hit.text for hit in hits}

    office = {"I work at Brightwater.", "Always answer in metric units."}
    assert turns(session_id="office") == turns(agent_id="planner") == office
    assert turns(as_of=JANUARY) == set()  # Accepted only now, whenever it was said
    assert turns(kind="fact") == turns(valid_at=MARCH) == set()
    assert ana.context("sushi", user_id="ana", kind="fact").turns == ()
    assert ana.context("sushi", user_id="ana", valid_at=MARCH).turns == ()


def test_list_is_oldest_first_and_limited_to_the_newest(ana: Memory) -> None:
    every = texts(ana)
    assert every[0] == "The user lives in Rome."
    assert texts(ana, limit=2) == every[-2:]
    assert texts(ana, limit=99) == every


def test_list_tells_by_status(ana: Memory) -> None:
    ana.add("I moved to Oslo.", user_id="ana")
    assert texts(ana, status="superseded") == ["The user lives in Rome."]
    assert set(texts(ana, status=None)) == {*texts(ana), "The user lives in Rome."}


def test_invariant_3_any_state_that_ever_was_can_be_read_again(ana: Memory) -> None:
    moments = [(now(), texts(ana))]
    for said in ("I moved to Oslo.", "I am vegetarian.", "I moved to Porto."):
        ana.add(said, user_id="ana")
        moments.append((now(), texts(ana)))
    ana.forget(ana.list(user_id="ana", limit=1)[0].id, user_id="ana")
    for moment, then in moments:
        assert sorted(texts(ana, as_of=moment)) == sorted(then)
    assert texts(ana, as_of=datetime(2020, 1, 1, tzinfo=UTC)) == []


def test_a_superseded_memory_is_found_only_as_of_its_time(ana: Memory) -> None:
    before = now()
    ana.add("I moved to Oslo.", user_id="ana")
    assert "The user lives in Rome." not in found(ana, "Where do I live?")
    assert found(ana, "Where do I live?", as_of=before)[0] == "The user lives in Rome."
    context = ana.context("Where do I live?", user_id="ana", as_of=before)
    assert "lives in Rome" in context.text and "Oslo" not in context.text


def test_what_was_true_when_is_told_by_valid_time(memory: Memory) -> None:
    learn(memory, "I live in Rome.", at=JANUARY)
    memory.add("I moved to Oslo.", user_id="ana", at=MARCH)

    def homes(moment: datetime) -> list[str]:
        return texts(memory, status=None, valid_at=moment)

    assert homes(JANUARY - timedelta(days=1)) == []
    assert homes(JANUARY + timedelta(days=1)) == ["The user lives in Rome."]
    assert homes(MARCH + timedelta(days=1)) == ["The user moved to Oslo."]


@pytest.mark.parametrize("query", ["", "  ", "x" * 50_000, "Rome " * 10_000, "\ud83d", '"* NEAR('])
def test_any_query_is_answered_within_the_budget(ana: Memory, query: str) -> None:
    hits = ana.search(query, user_id="ana")
    assert hits == [] if not query.strip() else len(hits) <= 10
    for budget in (1, 60, 400):
        context = ana.context(query, user_id="ana", budget=budget)
        assert context.tokens == COUNTER.count(context.text) <= budget


def test_an_empty_query_gets_the_profile_alone(ana: Memory) -> None:
    context = ana.context("", user_id="ana")
    profile = ana.profile(user_id="ana")
    assert profile.text in context.text
    assert context.memories == profile.memories and context.turns == ()


def test_shown_turns_are_not_told_again(ana: Memory) -> None:
    context = ana.context("I love sushi.", user_id="ana", shown=["I work at Brightwater."])
    assert "I work at Brightwater" not in context.text.partition("## Said before")[2]


def test_of_somebody_unknown_nothing_is_read_and_nothing_made(ana: Memory) -> None:
    assert ana.search("Rome", user_id="ben") == []
    assert ana.context("Rome", user_id="ben").text == ""
    assert ana.context("", user_id="ben", budget=1).tokens == 0
    assert ana.list(user_id="ben") == [] and ana.list(user_id="ben", as_of=MARCH) == []
    assert ana.profile(user_id="ben").text == ""
    assert not ana.has_user("ben") and ana.users() == ["ana"]


def test_of_a_user_who_only_chatted_nothing_is_known(memory: Memory) -> None:
    memory.add("Thanks!", user_id="ana")
    assert memory.has_user("ana") and texts(memory) == []
    assert memory.profile(user_id="ana").text == ""
    assert memory.context("Rome", user_id="ana", kind="fact").text == ""


def test_a_memory_leads_to_its_turn(ana: Memory) -> None:
    known = ana.list(user_id="ana", kind="preference")[0]
    turn = turn_of(ana, known)
    assert known.source is not None
    assert turn.text[known.source.start : known.source.end] == known.source.quote
    assert ana.get(known.id, user_id="ana") == known
    with pytest.raises(NotFound, match="t-nobody"):
        ana.turn("t-nobody", user_id="ana")


def test_stats_count_what_is_kept(ana: Memory) -> None:
    counts = ana.stats(user_id="ana")
    assert (counts["turns"], counts["sessions"], counts["pending"]) == (5, 2, 0)
    assert counts["memories_current"] == len(texts(ana)) == 5
    assert counts["memories_faded"] == counts["memories_superseded"] == 0
