"""What a clause points at in the one before it is read as if it had been said."""

import pytest

from tests.extraction.conftest import Extract

POINTED = [
    ("Two attic rooms in Ghent, that's where we live.", "The user lives in Ghent."),
    (
        "Is 840 euros a month a lot for a room? That's what I pay.",
        "The user pays 840 euros a month.",
    ),
    ("Gift ideas for a birthday? Mine's the 3rd of May.", "The user's birthday is the 3rd of May."),
    ("No celery please, I can't stand the stuff.", "The user cannot stand celery."),
    ("Any good recipes with aubergine? I love it.", "The user loves aubergine."),
    ("Snails? I hate them.", "The user hates snails."),
    (
        "A menu without walnuts, because my son Otto is allergic to them.",
        "The user's son Otto is allergic to walnuts.",
    ),
    ("We moved to Turin in 2018. I met my wife there.", "The user met their wife in Turin."),
    (
        "The cottage is in Zadar, we're going there in July.",
        "The user is going to Zadar in July 2026.",
    ),
    ("My boat needs paint. It's a Drascombe.", "The user's boat is a Drascombe."),
]


@pytest.mark.parametrize(("said", "memory"), POINTED)
def test_what_is_pointed_at_is_put_in(extract: Extract, said: str, memory: str) -> None:
    assert memory in {candidate.text for candidate in extract(said)}


@pytest.mark.parametrize(
    "said",
    [
        "I bought a new phone and I love it.",
        "Why is Java slow? I hate it when it takes ages.",
        "We talked for hours. It was a lovely evening.",
        "What's the use of it? I like that.",
    ],
)
def test_nothing_is_put_in_where_it_might_be_anything(extract: Extract, said: str) -> None:
    assert not [c for c in extract(said) if c.kind == "preference"]


def test_the_word_that_pointed_is_explained(extract: Extract) -> None:
    [found] = [c for c in extract("Snails? I hate them.") if c.kind == "preference"]
    assert found.source.quote == "I hate them"
    assert [(r.words, r.meaning) for r in found.resolutions] == [("them", "snails")]
