"""Pronouns and a bare yes mean only what was said before, by whom it may have been said."""

from typing import Any

import pytest

from memory_agent.domain import Resolution
from memory_agent.extraction import unsupported
from tests.extraction.conftest import SAID_AT
from tests.extraction.llm.conftest import Asked, Knowing, known
from tests.extraction.llm.models import item, told, turns
from tests.langchain.scripted import ScriptedModel


def ask(given: dict[str, Any], *said: Any, knows: str | None = None) -> Any:
    background = Knowing(known(knows, at=SAID_AT)) if knows else Knowing()
    found = Asked(ScriptedModel(script=[told(given)]))(turns(*said), background)
    dropped = [reason for extraction in found for reason in extraction.dropped]
    return [c for e in found for c in e.candidates], dropped


KARIM = {"words": "He", "means": "the user's brother Karim"}
NURSE = item("He is a nurse", "The user's brother Karim is a nurse.", meant=[KARIM])


def test_a_pronoun_means_whom_the_user_named_before() -> None:
    (found,), dropped = ask(NURSE | {"turn": 2}, "My brother Karim came.", "He is a nurse.")
    assert found.resolutions == (Resolution("He", "the user's brother Karim"),)
    assert unsupported(found, "The user") is None
    assert dropped == []


def test_a_pronoun_means_whom_a_known_memory_names() -> None:
    found, _ = ask(NURSE, "He is a nurse.", knows="The user has a brother called Karim.")
    assert len(found) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("He", ["Hi.", "He is a nurse."]),
        ("He", [("assistant", "How is Karim?"), "He is a nurse."]),
        ("He", [("tool", "brother: Karim"), "He is a nurse."]),
        ("nurse", ["My brother Karim came.", "He is a nurse."]),
        ("Karim", ["My brother Karim came.", "He is a nurse."]),
    ],
    ids=str,
)
def test_nobody_else_is_meant(words: str, said: list[Any]) -> None:
    meant = [{"words": words, "means": "the user's brother Karim"}]
    assert ask(NURSE | {"turn": 2, "meant": meant}, *said) == ([], ["unsupported meaning"])


YES = item(
    "Yes",
    "The user lives in Porto.",
    turn=2,
    subject="user",
    predicate="lives_in",
    object="Porto",
    meant=[{"words": "Yes", "means": "I live in Porto"}],
)


def test_a_yes_makes_the_question_of_the_assistants_the_users_statement() -> None:
    (found,), _ = ask(YES, ("assistant", "Do you live in Porto?"), "Yes!")
    assert (found.object, found.source.quote) == ("Porto", "Yes")
    assert unsupported(found, "The user") is None


@pytest.mark.parametrize(
    "said",
    [
        [("assistant", "Do you live in Faro?"), "Yes!"],
        [("tool", "Does the user live in Porto?"), "Yes!"],
    ],
    ids=str,
)
def test_a_yes_means_no_more_than_it_was_asked(said: list[Any]) -> None:
    assert ask(YES, *said) == ([], ["unsupported meaning"])
