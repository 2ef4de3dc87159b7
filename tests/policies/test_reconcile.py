"""Reconciling against a real store: what a statement does to what is known, and to no more."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from memory_agent import Memory
from memory_agent.domain import Change

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)

Say = Callable[..., list[Change]]


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def say(memory: Memory) -> Say:
    """Say something on a day of March 2026; return what changed."""

    def run(text: str, day: int = 0) -> list[Change]:
        return memory.add(text, user_id="ana", at=DAY + timedelta(days=day))

    return run


def ops(changes: list[Change]) -> list[tuple[str, str]]:
    return [(change.op, change.memory.text) for change in changes]


def current(memory: Memory) -> set[str]:
    return {m.text for m in memory.list(user_id="ana")}


def test_what_is_new_is_added_with_its_reason(say: Say) -> None:
    [change] = say("I live in Porto.")
    assert (change.op, change.memory.version) == ("add", 1)
    assert change.reason.startswith("new:")
    assert change.source is not None
    assert change.source.quote == "I live in Porto"


def test_said_again_is_reinforced_and_surer(say: Say, memory: Memory) -> None:
    [first] = say("I'm allergic to peanuts.")
    [again] = say("As I said, I'm allergic to peanuts!", 3)
    assert (again.op, again.memory.id, again.memory.version) == ("reinforce", first.memory.id, 2)
    assert again.memory.confidence > first.memory.confidence
    assert len(current(memory)) == 1


def test_a_paraphrase_is_said_again(say: Say) -> None:
    say("I went on a hike with my friends yesterday.")
    [again] = say("I went for a hike with my friends on 28 February.", 1)
    assert again.op == "reinforce"


def test_a_single_slot_gets_its_new_value(say: Say, memory: Memory) -> None:
    say("I live in Porto.")
    added, superseded = say("I moved to Lisbon yesterday.", 30)
    assert ops([added, superseded]) == [
        ("add", "The user moved to Lisbon on 30 March 2026."),
        ("supersede", "The user lives in Porto."),
    ]
    assert added.displaces == superseded.memory.id
    assert superseded.memory.valid_to == datetime(2026, 3, 30, tzinfo=UTC)
    assert current(memory) == {added.memory.text}


def test_older_news_does_not_displace_newer(say: Say, memory: Memory) -> None:
    say("I live in Lisbon.", 30)
    [late, over] = say("I live in Porto.", 0)
    assert (late.op, over.op, over.memory.status) == ("add", "supersede", "superseded")
    assert "older" in late.reason
    assert current(memory) == {"The user lives in Lisbon."}


def test_what_is_more_precise_updates(say: Say) -> None:
    [first] = say("I work at Bosch.")
    [change] = say("I work at Bosch Braga.", 1)
    assert (change.op, change.memory.id, change.memory.object) == (
        "update",
        first.memory.id,
        "Bosch Braga",
    )


def test_a_fixed_slot_that_changes_was_never_so(say: Say, memory: Memory) -> None:
    say("My birthday is on the 4th of March.")
    changes = say("Actually my birthday is on the 14th of March, you had the 4th.", 5)
    assert [change.op for change in changes] == ["add", "retract"]
    assert current(memory) == {"The user's birthday is on the 14th of March."}


def test_who_comes_to_dislike_it_no_longer_likes_it(say: Say, memory: Memory) -> None:
    say("I love Chinese food.")
    changes = say("I hate Chinese food.", 9)
    assert [change.op for change in changes] == ["add", "supersede"]
    assert current(memory) == {"The user hates Chinese food."}


def test_what_was_never_so_is_retracted(say: Say, memory: Memory) -> None:
    say("I'm vegetarian.")
    changes = say("That was a mistake, I'm not vegetarian.", 1)
    assert [change.op for change in changes] == ["retract", "add"]
    assert current(memory) == {"The user is not vegetarian."}


ENDED = [
    ("I work at Acme.", "I quit my job yesterday.", "The user works at Acme."),
    ("I take propranolol for migraines.", "I stopped taking propranolol in March.", None),
    ("I'm going to Lisbon with Priya on 8 May.", "We've cancelled the Lisbon trip.", None),
    ("I'm vegetarian.", "I was vegetarian for nine years but I eat fish now.", None),
    ("I live in Leeds.", "I don't live in Leeds anymore.", None),
]


@pytest.mark.parametrize(("before", "after", "gone"), ENDED)
def test_what_is_over_is_superseded_by_its_ending(
    say: Say, memory: Memory, before: str, after: str, gone: str | None
) -> None:
    [known] = say(before)
    changes = say(after, 20)
    assert ("supersede", gone or known.memory.text) in ops(changes)
    assert known.memory.text not in current(memory)


BYSTANDERS = [
    ("I like Rome.", "I like Romania."),
    ("My sister Ana lives in Rome.", "My sister Eva lives in Oslo."),
    ("I'm planning a trip to Rome in May.", "I'm planning a trip to Paris in May."),
    ("I have 4 cats.", "I have 14 cats."),
    ("I live in Porto.", "My brother Tom moved to Lisbon."),
    ("I work at Acme.", "My wife quit her job."),
    ("I'm allergic to peanuts.", "I'm allergic to shrimp."),
    ("I love tea.", "I hate green tea."),
    ("I'm going to Lisbon on 8 May.", "We cancelled the Madrid trip."),
    ("I speak Portuguese.", "I speak Spanish."),
    ("I sold my bike.", "I sold my car."),
]


@pytest.mark.parametrize(("known", "said"), BYSTANDERS)
def test_a_near_miss_touches_nothing(say: Say, memory: Memory, known: str, said: str) -> None:
    before = {c.memory.text for c in say(known)}
    changes = say(said, 3)
    assert {change.op for change in changes} <= {"add"}
    assert before <= current(memory)


def test_the_same_turn_says_a_thing_once(say: Say, memory: Memory) -> None:
    say("I love Thai food. Really, I love Thai food!")
    [known] = memory.list(user_id="ana")
    assert known.version == 1
    assert memory.stats(user_id="ana")["ignored"] == 1


def test_every_decision_has_its_reason_in_words(say: Say, memory: Memory) -> None:
    for text in (
        "I live in Porto.",
        "I live in Faro.",
        "I hate tea.",
        "I love tea.",
        "I love tea.",
    ):
        say(text)
    for known in memory.list(user_id="ana", status=None):
        for revision in memory.history(known.id, user_id="ana"):
            assert len(revision.reason.split()) > 1
            assert revision.actor == "local"


def test_changes_do_not_alter_the_records_they_start_from(say: Say, memory: Memory) -> None:
    [added] = say("I live in Porto.")
    say("I live in Faro.", 1)
    [first, _] = memory.history(added.memory.id, user_id="ana")
    assert first.memory
    assert replace(first.memory, source=None) == replace(added.memory, source=None)
