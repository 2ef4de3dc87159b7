"""What is handed over, quoted or made up in a turn typed without marks is not learned."""

import pytest

from tests.extraction.conftest import Extract

NOT_OWN = [
    "write a story about a sailor i'm a captain from genoa and i lost my leg to a shark",
    "tidy up this cover letter my name is ana pereira i am 31 years old and i live in faro",
    "how would you say this in german i live in bonn and i have two cats",
    "and now from english to french i used to work for renault and i am retired",
    "there is a song that goes i was born by the river and i left my mother there",
    "my landlord wrote i am allergic to dogs and i sold the house to my cousin what do i answer",
    "a guest left this review i stayed here with my four kids and i am vegan and i hated it",
    "in my novel the hero says i served in the navy and i drink too much does it sound real",
    "customer hi i'm milan i moved to brno last week\nagent hello milan",
    "had a dream last night that i lived on a ship and married a whale",
]


@pytest.mark.parametrize("said", NOT_OWN)
def test_nothing_is_learned_of_what_is_not_the_speakers(extract: Extract, said: str) -> None:
    assert extract(said) == []


def test_the_speaker_comes_back_with_a_question(extract: Extract) -> None:
    said = (
        "my boss said i hate mondays and i quit drinking how do i answer him by the way i live in "
        "lisbon"
    )
    assert [found.text for found in extract(said)] == ["The user lives in Lisbon."]


def test_who_says_something_of_themselves_hands_nothing_over(extract: Extract) -> None:
    assert [found.object for found in extract("i should say i live in lisbon")] == ["Lisbon"]
