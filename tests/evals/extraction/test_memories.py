"""What counts as a memory: one thing, about the user in the third person, and short."""

import pytest

from evals.extraction.memories import LONGEST, is_memory


@pytest.mark.parametrize(
    "text",
    [
        "The user lives in Porto.",
        "Dr. Lee is the user's dentist, at St. Mary's.",
        "The user's motto is “I do it my way”.",
        "The user's band is called 'Me and My Dog'.",
        "The user gets up at 5 a.m. every day.",
        "The user works in a mine.",
        "The user works at Yahoo! in Dublin.",
    ],
)
def test_a_sentence_about_the_user_counts(text: str) -> None:
    assert is_memory(text, "plain")


@pytest.mark.parametrize(
    "text",
    [
        "I live in Porto.",
        "i live in porto",
        "Well, my sister lives in Braga",
        "It was given to me.",
        "Nobody knows but I",
        "The user lives in Porto. The user is allergic to peanuts.",
        "The user lives in Porto\nand likes it",
        "What a day! Porto again.",
        "The user " + "really " * 30 + "likes tea.",
    ],
)
def test_what_the_user_said_as_it_was_said_does_not(text: str) -> None:
    assert not is_memory(text, "plain")


def test_a_memory_may_be_so_long_and_no_longer() -> None:
    longest = "The user likes " + "t" * (LONGEST - 16) + "."
    assert is_memory(longest, "plain")
    assert not is_memory(longest + ".", "plain")


def test_what_is_kept_verbatim_in_another_language_counts_as_it_is() -> None:
    assert is_memory("Ich wohne in Graz. Me gusta! " * 10, "other-languages")
