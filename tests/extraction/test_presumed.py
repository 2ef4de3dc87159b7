"""What a question or complaint takes for granted of its speaker."""

import pytest

from tests.extraction.conftest import Extract

PRESUMED = [
    ("Which lubricant is best for my Raleigh?", "The user has a Raleigh."),
    ("How do I stop my cat climbing the curtains?", "The user has a cat."),
    ("Does pollen make my asthma worse?", "The user has asthma."),
    ("What should my two rabbits eat in winter?", "The user has two rabbits."),
    ("Is salt bad for my high blood pressure?", "The user has high blood pressure."),
    ("Is it mad to take up rowing at 58?", "The user is 58."),
]


@pytest.mark.parametrize(("said", "memory"), PRESUMED)
def test_it_is_learned_from_a_question(extract: Extract, said: str, memory: str) -> None:
    assert [candidate.text for candidate in extract(said)] == [memory]


@pytest.mark.parametrize(
    "said",
    [
        "What should I call my next dog?",
        "Is my blood pressure normal?",
        "My old Vespa was blue, wasn't it?",
        "If my cat dies, whom do I tell?",
        "How loud is my neighbour's dog allowed to be?",
        "When does my train leave?",
        "Is it open at 10?",
        "Is it true that Einstein played the violin at 70?",
    ],
)
def test_nothing_is_presumed(extract: Extract, said: str) -> None:
    assert extract(said) == []
