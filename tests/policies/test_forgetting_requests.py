"""Requests to forget: exactly what they name fades, reversibly, and out of reach of recall."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from memory_agent import Memory
from memory_agent.domain import Ignored
from tests.policies.knowing import World, claim

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def ask(world: World, topic: str, **fields: Any) -> object:
    return world.tell(claim("Forget it, please", intent="forget", object=topic, **fields))


def life(world: World) -> None:
    world.tell(claim("The user lives in Porto.", predicate="lives_in", object="Porto"))
    world.tell(
        claim(
            "The user's sister lives in Porto.",
            subject="the user's sister",
            predicate="lives_in",
            object="Porto",
        )
    )
    world.tell(claim("The user hurt their knee in 2023.", kind="event"))
    world.tell(claim("The user's birthday is on 3 May.", predicate="birthday", object="3 May"))
    world.tell(claim("The user has an ex called Nina.", predicate="ex", object="Nina"))
    world.tell(claim("Nina works at Acme.", subject="Nina", predicate="works_at", object="Acme"))
    world.tell(claim("The user was treated for depression.", kind="event"))
    world.tell(claim("The user plays the piano.", predicate="plays", object="the piano"))
    world.tell(claim("The user has a part-time job.", predicate="has", object="a part-time job"))


TOPICS = [
    ("Porto", {"subject": "user", "predicate": "live"}, {"The user lives in Porto."}),
    ("address", {"subject": "user"}, {"The user lives in Porto."}),
    ("knee", {"subject": None}, {"The user hurt their knee in 2023."}),
    ("birthday", {"subject": "user"}, {"The user's birthday is on 3 May."}),
    ("date birth", {"subject": "user"}, {"The user's birthday is on 3 May."}),
    ("ex name", {"subject": None}, {"The user has an ex called Nina."}),
    ("ex", {"subject": None}, {"The user has an ex called Nina.", "Nina works at Acme."}),
    ("depressed", {"subject": None}, {"The user was treated for depression."}),
    ("piano", {"subject": None}, {"The user plays the piano."}),
    ("illness", {"subject": "user"}, set()),
    ("party", {"subject": None}, set()),
    ("golf", {"subject": None}, set()),
]


@pytest.mark.parametrize(("topic", "fields", "gone"), TOPICS)
def test_exactly_what_is_named_fades(
    world: World, topic: str, fields: dict[str, Any], gone: set[str]
) -> None:
    life(world)
    before = world.texts()
    decided = ask(world, topic, **fields)
    assert before - world.texts() == gone
    if not gone:
        assert isinstance(decided, Ignored)
        assert topic in decided.reason
    else:
        assert isinstance(decided, list)
        assert {change.op for change in decided} == {"fade"}
        assert all("the user asked to forget" in change.reason for change in decided)


def test_a_topic_is_found_in_other_words(world: World) -> None:
    world.tell(claim("The user is training for a marathon.", kind="event"))
    world.tell(claim("The user lives in Porto.", predicate="lives_in", object="Porto"))
    ask(world, "marathon running plans", subject=None)
    assert world.texts() == {"The user lives in Porto."}


def test_a_topic_is_found_by_the_words_that_go_with_it(world: World) -> None:
    world.tell(claim("The user has been sober for eight months.", kind="event"))
    world.tell(claim("The user loves coffee.", kind="preference"))
    ask(world, "drinking", subject=None)
    assert world.texts() == {"The user loves coffee."}


def test_everything_is_not_forgotten_in_passing(world: World) -> None:
    life(world)
    before = world.texts()
    decided = ask(world, "everything", subject=None)
    assert isinstance(decided, Ignored)
    assert "memory-agent erase --all" in decided.reason
    assert world.texts() == before


def test_the_words_are_out_of_reach_and_can_be_brought_back(tmp_path: Path) -> None:
    with Memory.open(tmp_path) as memory:
        memory.add("I'm allergic to peanuts.", user_id="ana", at=AT)
        memory.add("I hurt my knee in 2023.", user_id="ana", at=AT)
        [change] = memory.add("Forget what I said about my knee.", user_id="ana", at=AT)
        assert (change.op, change.memory.status) == ("fade", "faded")
        assert [m.text for m in memory.list(user_id="ana")] == ["The user is allergic to peanuts."]
        hits = memory.search("what happened to my knee", user_id="ana")
        assert [hit.text for hit in hits if "knee" in hit.text] == []
        memory.restore(change.memory.id, user_id="ana")
        assert "knee" in " ".join(m.text for m in memory.list(user_id="ana"))


def test_what_is_put_right_was_never_so(world: World) -> None:
    [added] = list(world.tell(claim("The user has two cats.", predicate="pet", object="two cats")))  # type: ignore[arg-type]
    right = claim(
        "The user has three cats.",
        "t2",
        predicate="pet",
        object="three cats",
        corrects=added.memory.text,
    )
    assert [change.op for change in world.tell(right)] == ["add", "retract"]  # type: ignore[union-attr]
    assert world.texts() == {"The user has three cats."}


def test_words_of_another_language_are_one_memory_only_if_they_are_the_same(world: World) -> None:
    said = {"predicate": "said_in", "object": "ja", "subject": None}
    world.tell(claim("私は大阪に住んでいます。", "t1", **said))
    world.tell(claim("私は猫が好きです。", "t2", **said))
    [again] = list(world.tell(claim("私は猫が好きです。", "t3", **said)))  # type: ignore[arg-type]
    assert again.op == "reinforce"
    assert len(world.current()) == 2


def test_what_is_taken_back_was_never_so(world: World) -> None:
    life(world)
    decided = world.tell(claim("I lied about the piano", intent="unsay", object="piano"))
    assert [change.op for change in decided] == ["retract"]  # type: ignore[union-attr]
    unsaid = claim("Just kidding", intent="unsay", corrects="The user lives in Porto.")
    assert [change.op for change in world.tell(unsaid)] == ["retract"]  # type: ignore[union-attr]
    assert not {"The user lives in Porto.", "The user plays the piano."} & world.texts()
    assert "The user's sister lives in Porto." in world.texts()
