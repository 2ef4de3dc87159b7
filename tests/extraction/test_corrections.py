"""A bare value puts right what the user said last."""

import pytest

from memory_agent.extraction import unsupported
from tests.extraction.conftest import Extract

BEFORE = [
    ("I'm 34 and I cycle to work.", "Oops, I meant 43.", "The user is 43.", "The user is 34."),
    ("I am 34.", "no wait, 43", "The user is 43.", "The user is 34."),
    ("I live in Spain.", "not Spain, Portugal", "The user lives in Portugal.", "lives in Spain."),
    ("I live in Spain.", "Sorry, I mean Portugal", "The user lives in Portugal.", "in Spain."),
    ("I live in Spain.", "*Portugal", "The user lives in Portugal.", "lives in Spain."),
    ("I'm allergic to walnuts.", "I meant cashews", "The user is allergic to cashews.", "walnuts."),
    (
        "My sister is called Catarina.",
        "it's spelled Katarzyna",
        "The user has a sister called Katarzyna.",
        "called Catarina.",
    ),
    (
        "I take 50 mg of sertraline each morning.",
        "Quick fix, it's 100 mg of sertraline, they doubled it.",
        "The user takes 100 mg of sertraline each morning.",
        "50 mg of sertraline each morning.",
    ),
    (
        "My landlord is called Hargreaves.",
        "landlord is not Hargreaves, he is Hargrove.",
        "The user has a landlord called Hargrove.",
        "called Hargreaves.",
    ),
]


@pytest.mark.parametrize(("said", "then", "known", "wrong"), BEFORE)
def test_a_statement_of_the_turn_before_is_read_anew(
    converse: Extract, said: str, then: str, known: str, wrong: str
) -> None:
    [found] = converse(said, "I see.", then)
    assert found.text == known
    assert found.corrects is not None
    assert found.corrects.endswith(wrong)
    assert found.rule.startswith("corrected: ")
    assert unsupported(found, "The user") is None


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("I live in Spain. Sorry, I mean Portugal.", ["The user lives in Portugal."]),
        ("I have three cats. Actually no, I have two cats.", ["The user has two cats."]),
        ("I have three cats. No wait, I meant two cats.", ["The user has two cats."]),
        ("I have a dog. Just kidding, I hate pets.", ["The user hates pets."]),
    ],
)
def test_what_is_taken_back_at_once_is_never_known(
    extract: Extract, said: str, known: list[str]
) -> None:
    assert [c.text for c in extract(said)] == known


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("I teach chemistry in Cork.", "Cork, not Galway."),  # as was said
        ("I'm 34 and have 2 kids and 3 cats.", "I meant 5."),
        ("I live in Spain and work in France.", "I mean Portugal."),
        ("I live in Spain.", "Not bad!"),
        ("I live in Spain.", "I mean it."),
        ("I live in Spain.", "What do you mean?"),
    ],
)
def test_where_there_is_doubt_nothing_is_put_right(converse: Extract, said: str, then: str) -> None:
    assert converse(said, "I see.", then) == []


@pytest.mark.parametrize("then", ["Just kidding!", "That was a joke lol", "Scratch that."])
def test_what_was_said_before_is_taken_back(converse: Extract, then: str) -> None:
    [found] = converse("I have a dog.", "Nice!", then)
    assert (found.intent, found.corrects) == ("unsay", "The user has a dog.")


@pytest.mark.parametrize("then", ["That was a good joke", "My boss was kidding", "That's not true"])
def test_what_takes_nothing_back(converse: Extract, then: str) -> None:
    assert [c for c in converse("I have a dog.", "Nice!", then) if c.intent == "unsay"] == []


def test_what_it_is_instead_may_come_first(extract: Extract) -> None:
    found = extract("I misspoke back then. It's cashews I'm allergic to, walnuts are fine.")
    assert [(c.text, c.intent) for c in found] == [
        ("The user is allergic to cashews.", "state"),
        ("The user is not allergic to walnuts.", "end"),
    ]
