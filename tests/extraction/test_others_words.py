"""Text handed over, make-believe, roles: nothing of the user, but for what is said beside."""

import pytest

from tests.extraction.conftest import Extract

BESIDE = [
    (
        "make this post less cringe:\n\nI have joined Zalando. I love my husband Felix.\n\n"
        "its my sisters post btw. im a vegetarian",
        ["The user is a vegetarian."],
    ),
    (
        "How would one say the following in Portuguese? I live in Oslo and I have a van.\n\n"
        "(My grandchildren live in Recife.)",
        ["The user's grandchildren live in Recife."],
    ),
    (
        "And now from English to Dutch: I used to work for Philips, and I paint.\n\n"
        "These are from my textbook. I am learning Dutch.",
        ["The user is learning Dutch."],
    ),
    (
        "Here's the opening of my novel:\n\nI live in Marseille above a shop.\n\n"
        "I've been writing it for years. I live in Leeds.",
        ["The user lives in Leeds."],
    ),
    (
        "Pretend I've been elected mayor. I hate cars. What do I do first? I live in Dunedin.",
        ["The user lives in Dunedin."],
    ),
    (
        "Pretend I'm a vegan. It's for a play; I live in Dunedin.",
        ["The user lives in Dunedin."],
    ),
    ("Write a diary entry. I want it to mention that I hate the sirens.", []),
    ("Now one a year later, in which I live in Leeds.", []),
    ("Act as my coach. I live in Rome.\n\nI have a dog.", []),
]


@pytest.mark.parametrize(("said", "known"), BESIDE)
def test_what_is_said_beside_a_text_is_the_user_s(
    extract: Extract, said: str, known: list[str]
) -> None:
    assert [c.text for c in extract(said)] == known


def test_a_role_goes_on_over_turns(converse: Extract) -> None:
    opening = "Let's play: you interview me as if I were Cleopatra."
    assert converse(opening, "Your Majesty!", "I speak nine languages.") == []
    assert converse(opening, "Ah.", "I live in Rome.", "And Antony?", "I hate Antony.") == []


def test_a_role_ends_when_its_player_says_so(converse: Extract) -> None:
    opening = "Text adventure, you narrate. I play Captain Ilse."
    assert converse(opening, "Ahoy.", "Out of character: I live in Leeds.")
    assert converse(opening, "Ahoy.", "Pause here.", "Sure.", "I live in Leeds.")
    assert converse(opening, "Ahoy.", "Well said. Ok stop. I live in Leeds.")
    assert not converse(opening, "Ahoy.", "I stop the ship. I live in Leeds.")


def test_who_speaks_of_games_plays_none(converse: Extract) -> None:
    assert converse("I play chess.", "Nice.", "I live in Leeds.")
    assert converse("Let's play it safe.", "Nice.", "I live in Leeds.")


def test_in_a_role_even_the_opening_may_say_who_one_is(extract: Extract) -> None:
    said = "Let's play: I'm a pirate and you sail with me. In real life I live in Leeds."
    assert ["Leeds" in c.text for c in extract(said)] == [True]
