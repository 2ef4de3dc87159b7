"""What is liked, disliked and preferred: its polarity, and each thing by itself."""

import pytest

from tests.extraction.conftest import Extract

TASTES = [
    ("I love hiking", "likes", "hiking", 1),
    ("I really like Thai food", "likes", "Thai food", 1),
    ("I'm really into bouldering these days", "likes", "bouldering", 1),
    ("I'm obsessed with sourdough", "likes", "sourdough", 1),
    ("My favorite color is green", "favourite color", "green", 1),
    ("I adore Korean dramas!!", "likes", "Korean dramas", 1),
    ("I don't like cilantro", "dislikes", "cilantro", -1),
    ("i dont really like spicy food", "dislikes", "spicy food", -1),
    ("I hate flying", "dislikes", "flying", -1),
    ("I can't stand the smell of fish", "dislikes", "the smell of fish", -1),
    ("I'm not a fan of musicals", "dislikes", "musicals", -1),
    ("I'm not keen on seafood", "dislikes", "seafood", -1),
    ("I didn't like Dune", "dislikes", "Dune", -1),
    ('I loved "The Nightingale." Anything like it?', "likes", "The Nightingale", 1),
    ("I prefer tea over coffee", "prefers", "tea over coffee", 1),
    ("I prefer to travel by train", "prefers", "to travel by train", 1),
    ("I love films that my kids love", "likes", "films that their kids love", 1),
]


@pytest.mark.parametrize(("said", "predicate", "value", "polarity"), TASTES)
def test_a_taste_has_its_object_and_polarity(
    extract: Extract, said: str, predicate: str, value: str, polarity: int
) -> None:
    [found] = [c for c in extract(said) if c.kind == "preference"]
    assert (found.predicate, found.object, found.polarity) == (predicate, value, polarity)
    assert found.subject == "user"


LISTS = [
    ("I like cats and dogs", {"cats", "dogs"}),
    ("I love pizza, sushi and ramen.", {"pizza", "sushi", "ramen"}),
    ("I enjoy cooking but I hate doing the dishes", {"cooking", "doing the dishes"}),
    ("I don't like cats or dogs", {"cats", "dogs"}),
    ("I love old books and films", {"old books and films"}),  # the films may be old, too
    ("I love running or swimming", {"running or swimming"}),
]


@pytest.mark.parametrize(("said", "values"), LISTS)
def test_each_of_several_things_is_a_taste_of_its_own(
    extract: Extract, said: str, values: set[str]
) -> None:
    assert {c.object for c in extract(said)} == values


NO_TASTE = [
    "I love it!",
    "I love you",
    "I like your answer",
    "I like the second option",
    "I'd love to try that",
    "I love to",
    "I like it when you do that",
    "I hate when that happens",
    "My favourite one is the second",
    "I liked the atmosphere.",
]


@pytest.mark.parametrize("said", NO_TASTE)
def test_a_passing_word_of_praise_is_no_taste(extract: Extract, said: str) -> None:
    assert extract(said) == []


def test_the_taste_of_somebody_in_the_user_s_life_is_theirs(extract: Extract) -> None:
    found = extract("My son Leo loves dinosaurs.")
    assert [(c.subject, c.predicate, c.object) for c in found] == [
        ("user", "son", "Leo"),
        ("Leo", "likes", "dinosaurs"),
    ]
