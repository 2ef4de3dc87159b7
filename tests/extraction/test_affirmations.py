"""The user's answers to the assistant's questions: a yes makes a question their statement."""

import pytest

from memory_agent.extraction import unsupported
from tests.extraction.conftest import Extract

CONFIRMED = [
    ("Do you live in Porto?", "Yes.", "The user lives in Porto."),
    ("Got it. So you're vegetarian?", "exactly", "The user is vegetarian."),
    ("You work as a nurse, right?", "mhm", "The user works as a nurse."),
    ("Do you have kids?", "Yes, two of them", "The user has two kids."),
    ("Do you have any pets?", "yep, two cats", "The user has two cats."),
    ("Is your sister called Maria?", "Yes she is", "The user has a sister called Maria."),
    ("Nora is your daughter, is that right?", "Correct!", "The user has a daughter called Nora."),
    ("Does your brother live in Faro?", "He does.", "The user's brother lives in Faro."),
    ("Did you grow up in Ghana?", "I did, yes", "The user grew up in Ghana."),
    ("Have you been diagnosed with asthma?", "sadly", ""),
    ("Is it true that you are allergic to nuts?", "That's right", "The user is allergic to nuts."),
    (
        "Did I get it right that you moved to Oslo in May?",
        "Indeed.",
        "The user moved to Oslo in May 2026.",
    ),
    (
        "Shall I always use metric units?",
        "Yes please.",
        "The user wants the assistant to always use metric units.",
    ),
]
ANSWERED = [
    ("What's your name?", "Ana", "The user's name is Ana."),
    ("How old are you?", "34", "The user is 34 years old."),
    ("Any allergies?", "peanuts", "The user is allergic to peanuts."),
    ("Where do you live, so that I can look it up?", "Glasgow.", "The user lives in Glasgow."),
    ("What do you do?", "nurse", "The user works as a nurse."),
    ("What is your dog called?", "Rex", "The user has a dog called Rex."),
    ("Do you live in Porto or Lisbon?", "Lisbon", "The user lives in Lisbon."),
    ("Are you vegan or vegetarian?", "the second", "The user is vegetarian."),
]
NOTHING = [
    ("Would you like some recipes?", "Yes please"),
    ("Do you want me to add it?", "Yes"),
    ("Shall I go on?", "yes"),
    ("Do you like jazz?", "Yes, but not much"),
    ("Do you drive?", "Right, so what about the rest?"),
    ("Do you live in Porto?", "No."),
    ("Do you live in Porto?", "I don't want to say"),
    ("Is Porto in Portugal?", "Yes"),
    ("Are you vegan or vegetarian?", "yes"),
    ("Do you have any questions?", "yes"),
    ("I hope that you live in Porto.", "yes"),
    ("Do you live in Porto? I can look up trains.", "Yes"),
    ("What is your budget?", "500"),
    ("Where do you live?", "not sure"),
    ("You don't eat meat, right?", "right"),
]


@pytest.mark.parametrize(("asked", "said", "known"), CONFIRMED + ANSWERED)
def test_an_answer_is_the_user_s_statement(
    converse: Extract, asked: str, said: str, known: str
) -> None:
    found = converse(asked, said)
    assert [c.text for c in found] == ([known] if known else [])
    assert [unsupported(c, "The user") for c in found if c] == [None] * len(found)
    assert all(c.source.quote in said for c in found)
    assert all(c.rule.startswith(("confirmed: ", "answered: ")) for c in found)


@pytest.mark.parametrize(("asked", "said"), NOTHING)
def test_an_answer_that_says_nothing_lasting(converse: Extract, asked: str, said: str) -> None:
    assert converse(asked, said) == []


def test_a_no_to_still_ends_what_was_asked(converse: Extract) -> None:
    [found] = converse("Do you still live in Porto?", "No, not anymore.")
    assert (found.intent, found.predicate, found.object) == ("end", "lives_in", "Porto")
    assert unsupported(found, "The user") is None


def test_a_no_that_goes_on_is_read_as_it_stands(converse: Extract) -> None:
    assert [c.object for c in converse("Do you live in Porto?", "No, I live in Faro.")] == ["Faro"]


def test_a_yes_says_what_it_was_taken_to_mean(converse: Extract) -> None:
    [found] = converse("Do you live in Porto?", "Yes.")
    [resolution] = found.resolutions
    assert (resolution.words, resolution.meaning) == ("Yes", "Do you live in Porto")


def test_only_the_assistant_s_questions_are_answered(converse: Extract) -> None:
    assert converse("Do you live in Porto?", "I think so", "Yes.") == []
    assert converse("Yes.") == []


def test_what_else_the_turn_says_is_read(converse: Extract) -> None:
    found = converse("Do you live in Porto?", "Yes. I'm allergic to nuts, by the way.")
    assert [c.predicate for c in found] == ["lives_in", "allergic_to"]
