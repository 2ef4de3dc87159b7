"""Changing memories by hand: update, forget, restore, and what history says of it."""

from datetime import UTC, datetime

import pytest

from memory_agent import Memory
from memory_agent.domain.errors import InvalidInput, InvalidTurn
from memory_stores import Filter
from tests.memory.asking import MARCH, everything, found, learn, texts


def graph_of(memory: Memory, user_id: str = "ana") -> set[tuple[str, str, str]]:
    """The relations of the user's world."""
    with memory._stores.user(user_id) as store:
        edges = store.graph().graph.edges(data="predicate")
        assert {(r.subject, r.object, r.predicate) for r in store.ledger.relations()} == set(edges)
        return set(edges)


def test_a_forgotten_memory_is_out_of_reach_and_comes_back_when_restored(memory: Memory) -> None:
    known = learn(memory, "I am allergic to peanuts.")
    learn(memory, "I live in Rome.")
    relation = ("user", "peanuts", "allergic_to")

    def reached() -> list[bool]:
        context = memory.context("peanuts", user_id="ana")
        return [
            known.text in found(memory, "peanuts"),
            known.text in texts(memory),
            known.id in [shown.id for shown in context.memories],
            known.id in [shown.id for shown in memory.profile(user_id="ana").memories],
            relation in graph_of(memory),
        ]

    assert reached() == [True] * 5
    change = memory.forget(known.id, user_id="ana")
    assert (change.op, change.actor, change.memory.status) == ("fade", "user", "faded")
    assert reached() == [False] * 5
    assert memory.get(known.id, user_id="ana").status == "faded"
    assert texts(memory, status="faded") == [known.text]
    change = memory.restore(known.id, user_id="ana")
    assert (change.op, change.memory.status) == ("restore", "current")
    assert reached() == [True] * 5


def test_an_updated_memory_is_found_by_its_new_words_only(memory: Memory) -> None:
    for place in range(70):  # More than an index gives, so that being found means something
        learn(memory, f"Locker {place} is in hall {place}.", infer=False)
    known = learn(memory, "The spare key lies under the flowerpot.", infer=False)
    assert known.text in found(memory, "flowerpot")
    change = memory.update(known.id, "The spare key hangs  in the\nwardrobe.", user_id="ana")
    assert (change.op, change.memory.text) == ("update", "The spare key hangs in the wardrobe.")
    assert found(memory, "wardrobe")[0] == change.memory.text
    assert known.text not in found(memory, "flowerpot")
    with memory._stores.user("ana") as store:
        assert store.matching("memories", ["flowerpot"], 5, Filter()) == []
        assert len(store.matching("memories", ["wardrobe"], 5, Filter())) == 1


def test_invariant_3_nothing_is_overwritten_history_keeps_every_step(memory: Memory) -> None:
    known = learn(memory, "I live in Rome.")
    memory.update(known.id, "The user lives in Rome, near the river.", user_id="ana")
    memory.forget(known.id, user_id="ana")
    memory.restore(known.id, user_id="ana")
    history = memory.history(known.id, user_id="ana")
    assert [(r.op, r.version, r.memory.status) for r in history if r.memory] == [
        ("add", 1, "current"),
        ("update", 2, "current"),
        ("fade", 3, "faded"),
        ("restore", 4, "current"),
    ]
    assert history[0].memory and history[0].memory.text == "The user lives in Rome."
    assert {r.memory.text for r in history[1:] if r.memory} == {
        "The user lives in Rome, near the river."
    }
    assert [r.actor for r in history] == ["local", "user", "user", "user"]
    assert all(r.reason for r in history)
    assert [r.recorded_at for r in history] == sorted(r.recorded_at for r in history)
    assert memory.get(known.id, user_id="ana") == history[-1].memory


def test_a_value_that_took_the_place_of_another_names_it(memory: Memory) -> None:
    rome = learn(memory, "I live in Rome.", at=MARCH.replace(year=2025))
    added, superseded = memory.add("I moved to Oslo.", user_id="ana", at=MARCH)
    assert (added.op, added.displaces) == ("add", rome.id)
    assert (superseded.op, superseded.memory.id) == ("supersede", rome.id)
    assert superseded.memory.valid_to == MARCH
    newest = memory.history(added.memory.id, user_id="ana")[-1]
    displaced = memory.history(rome.id, user_id="ana")[0].number
    assert newest.displaced == displaced


def test_a_memory_that_was_edited_by_hand_is_still_superseded(memory: Memory) -> None:
    known = learn(memory, "I live in Rome.")
    memory.update(known.id, "The user lives in Ostia.", user_id="ana")
    memory.add("I moved to Oslo.", user_id="ana")
    assert texts(memory) == ["The user moved to Oslo."]


@pytest.mark.parametrize("text", ["", "  ", "a\0b", "\ud800", "x" * ((1 << 20) + 1)])
def test_a_text_that_cannot_be_kept_changes_nothing(memory: Memory, text: str) -> None:
    known = learn(memory, "I live in Rome.")
    before = everything(memory, "ana")
    with pytest.raises(InvalidTurn):
        memory.update(known.id, text, user_id="ana")
    assert everything(memory, "ana") == before


def test_what_is_not_current_is_not_forgotten_nor_updated_and_what_is_not_faded_not_restored(
    memory: Memory,
) -> None:
    known = learn(memory, "I live in Rome.")
    with pytest.raises(InvalidInput, match="only a faded one can be restored"):
        memory.restore(known.id, user_id="ana")
    memory.forget(known.id, user_id="ana")
    before = everything(memory, "ana")
    with pytest.raises(InvalidInput, match="is faded"):
        memory.forget(known.id, user_id="ana")
    with pytest.raises(InvalidInput, match="is faded"):
        memory.update(known.id, "The user lives in Oslo.", user_id="ana")
    assert everything(memory, "ana") == before


def test_what_is_forgotten_is_out_of_reach_in_the_words_that_said_it(memory: Memory) -> None:
    memory.add("I'm allergic to peanuts.", user_id="ana")
    [known] = [m for m in memory.list(user_id="ana") if "peanuts" in m.text]
    memory.forget(known.id, user_id="ana")
    assert "peanuts" not in memory.context("any peanuts in this?", user_id="ana").text
    assert not [h for h in memory.search("peanuts", user_id="ana") if "peanuts" in h.text]
    memory.restore(known.id, user_id="ana")
    assert "peanuts" in memory.context("any peanuts in this?", user_id="ana").text


def test_what_was_true_at_a_moment_is_told_though_it_was_superseded(memory: Memory) -> None:
    then, later = datetime(2025, 1, 10, tzinfo=UTC), datetime(2025, 6, 10, tzinfo=UTC)
    memory.add("I live in Porto.", user_id="bo", at=then)
    memory.add("I moved to Lisbon yesterday.", user_id="bo", at=later)
    between = datetime(2025, 3, 1, tzinfo=UTC)
    assert [m.object for m in memory.list(user_id="bo", valid_at=between)] == ["Porto"]
    assert [m.object for m in memory.list(user_id="bo", valid_at=later)] == ["Lisbon"]
    [found] = memory.search("where do I live", user_id="bo", valid_at=between)
    assert found.text == "The user lives in Porto."


def test_what_is_brought_back_stands_alone_where_there_is_room_for_one(memory: Memory) -> None:
    memory.add("I live in Lisbon.", user_id="ana")
    (lisbon,) = memory.list(user_id="ana")
    memory.forget(lisbon.id, user_id="ana")
    memory.add("I live in Rome.", user_id="ana")
    memory.restore(lisbon.id, user_id="ana")
    assert [m.text for m in memory.list(user_id="ana")] == ["The user lives in Lisbon."]


def test_what_was_over_when_it_was_told_comes_back_with_the_turn_that_said_so_undone(
    memory: Memory,
) -> None:
    later, earlier = datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    (said, *_) = memory.add("I live in Lisbon.", user_id="ana", at=later)
    memory.add("I live in Rome.", user_id="ana", at=earlier)
    assert [m.text for m in memory.list(user_id="ana")] == ["The user lives in Lisbon."]
    assert said.source is not None
    memory.erase(user_id="ana", turn_id=said.source.turn_id)
    assert [m.text for m in memory.list(user_id="ana")] == ["The user lives in Rome."]


@pytest.mark.parametrize("text", ["The user loves Nordic food.", "The user hates Thai food."])
def test_the_profile_says_what_was_written_by_hand(memory: Memory, text: str) -> None:
    memory.add("I love Thai food. I love chess.", user_id="ana")
    thai = next(m for m in memory.list(user_id="ana") if "Thai" in m.text)
    memory.update(thai.id, text, user_id="ana")
    profile = memory.profile(user_id="ana").text
    assert text.removeprefix("The user ").rstrip(".") in profile
    assert "None" not in profile
    assert "likes Thai" not in profile
