"""Requests to forget what was told, and what only looks like one."""

import pytest

from memory_agent.extraction import unsupported
from tests.extraction.conftest import Extract

ASKED = [
    ("forget what I said about my knee", "knee"),
    ("Please delete that I live in Porto.", "Porto"),
    ("don't remember my ex's name", "ex name"),
    ("Forget my address!", "address"),
    ("never mind what I said about Rome", "Rome"),
    ("You can forget about the piano.", "piano"),
    ("so can you wipe everything about the party. she must not see it", "party"),
    ("never mind about the passport bit, just drop it from memory thx", "passport"),
    ("Could you erase my date of birth from your memory?", "date birth"),
    ("I told you about Ana's debts. I'd rather you erased that.", "Ana debts"),
    ("Erase please what I told about the application to Acme, it is private", "application Acme"),
    ("Strike the OBE. I never received it.", "OBE"),
    ("Forget everything you know about me.", "everything"),
]
NOT_ASKED = [
    "forget it",
    "Never mind.",
    "forget about it",
    "Scrap that.",
    "Don't forget that I need the list",
    "Did you forget my name?",
    "Delete the second paragraph",
    "Remove the garlic please",
    "Please remove my name from the letter",
    "Ignore the typo",
    "I never forget what I said about anything",
    'He said "forget what I said about my knee".',
]


@pytest.mark.parametrize(("said", "topic"), ASKED)
def test_a_request_names_its_topic(extract: Extract, said: str, topic: str) -> None:
    [found] = extract(said)
    assert (found.intent, found.object) == ("forget", topic)
    assert found.source.quote in said
    assert unsupported(found, "The user") is None


@pytest.mark.parametrize("said", NOT_ASKED)
def test_what_names_nothing_told_asks_nothing(extract: Extract, said: str) -> None:
    assert [c for c in extract(said) if c.intent == "forget"] == []


def test_two_topics_are_two_requests(extract: Extract) -> None:
    found = extract("can you scrub the AA stuff and the drinking?")
    assert [c.object for c in found] == ["AA", "drinking"]


def test_what_is_the_user_s_is_asked_of_the_user(extract: Extract) -> None:
    assert [c.subject for c in extract("Forget my address")] == ["user"]
    assert [c.subject for c in extract("Forget my sister's address")] == [None]


def test_the_request_itself_says_nothing(extract: Extract) -> None:
    found = extract(
        "Last night I wrote that I was thinking of leaving my wife. Please forget that."
    )
    assert [(c.intent, c.object) for c in found] == [("forget", "leaving wife")]


@pytest.mark.parametrize(
    ("said", "topic"),
    [("I lied about my age.", "age"), ("ok I was kidding about the dog", "dog")],
)
def test_a_topic_is_taken_back(extract: Extract, said: str, topic: str) -> None:
    [found] = extract(said)
    assert (found.intent, found.object) == ("unsay", topic)
