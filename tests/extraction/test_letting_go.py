"""What is let go of is read as over, and names what it was."""

import pytest

from tests.extraction.conftest import Extract

OVER = [
    ("The clinic took me off the statin.", "the statin"),
    ("I came off beta blockers in March.", "beta blockers"),
    ("I traded in the Polo for a Zoe.", "the Polo"),
    ("We got rid of the harmonium.", "the harmonium"),
    ("I gave my old skis away.", "old skis"),
    ("I've moved out of my uncle's house.", "uncle's house"),
    ("I dropped out of nursing school.", "nursing school"),
    ("I resigned from the council.", "the council"),
    ("I gave up Danish in the end.", "Danish"),
    ("I no longer go to FitBox.", "FitBox"),
    ("My scooter got stolen.", "scooter"),
    ("I'm not a vegetarian any more.", "vegetarian"),
    ("I was made redundant in April.", "job"),
]


@pytest.mark.parametrize(("said", "thing"), OVER)
def test_it_is_over(extract: Extract, said: str, thing: str) -> None:
    ended = [candidate.object for candidate in extract(said) if candidate.intent == "end"]
    assert ended == [thing]


@pytest.mark.parametrize(
    "said",
    ["I gave my mother a plant.", "I moved the sofa.", "He came off well.", "I take the bus."],
)
def test_it_goes_on(extract: Extract, said: str) -> None:
    assert not [candidate for candidate in extract(said) if candidate.intent == "end"]
