"""Lower case, no apostrophes, abbreviations: read as if spelled out, cited as typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent.extraction.shorthand import written_out
from memory_agent.extraction.words import shorthand
from tests.extraction.conftest import Extract

TYPED = [
    ("im allergic to shellfish", "The user is allergic to shellfish.", "im allergic to shellfish"),
    ("i dont eat gluten", "The user does not eat gluten.", "i dont eat gluten"),
    ("ive got 2 dogs", "The user has got 2 dogs.", "ive got 2 dogs"),
    ("my gf is vegan", "The user's girlfriend is vegan.", "my gf is vegan"),
    ("my bday is on 3 may", "The user's birthday is on 3 May.", "my bday is on 3 may"),
    ("i cant stand musicals!!", "The user cannot stand musicals.", "i cant stand musicals"),
    (
        "moved to porto last week n started a new job",
        "The user moved to Porto in the week of 4 May 2026.",
        "moved to porto last week",
    ),
    ("i live w/ my dad in ghent lol", "The user lives with their dad in Ghent.", "i live w/ my dad in ghent"),  # noqa: E501
    ("I’ve been vegan since 2018", "The user has been vegan since 2018.", "I’ve been vegan since 2018"),  # noqa: E501
    ("my name’s Tom", "The user's name is Tom.", "my name’s Tom"),
    ("I LIVE IN PARIS", None, "I LIVE IN PARIS"),
    ("im 25 y/o", "The user is 25 years old.", "im 25 y/o"),
    ("i have type 2 diabetes 😭", "The user has type-2 diabetes.", "i have type 2 diabetes"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "text", "quote"), TYPED)
def test_what_is_typed_in_haste_is_understood_and_cited_as_it_stands(
    extract: Extract, said: str, text: str | None, quote: str
) -> None:
    found = extract(said)[0]
    assert text is None or found.text == text
    source = found.source
    assert source.quote == said[source.start : source.end]
    assert source.quote.startswith(quote)


LEFT_ALONE = ["N. W. Harding", "i/o errors", "e.g. i.e.", "don't", "Bonn", "an im-balance", "@im"]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_only_looks_like_shorthand_is_left_alone(text: str) -> None:
    assert written_out(text).text == text


pieces = st.lists(
    st.sampled_from([*shorthand(), "cat", ",", "  ", "5", "yo", "é", "’"]) | st.text(max_size=5),
    max_size=10,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(pieces, st.booleans())
def test_every_stretch_leads_back_to_what_was_typed(typed: str, opens: bool) -> None:
    plain = written_out(typed).led_by("I ") if opens else written_out(typed)
    last = 0
    for offset in range(len(plain.text)):
        start, end = plain.start(offset), plain.end(offset + 1)
        assert last <= start <= end <= len(typed)
        last = start
        if not any(left <= offset < right for left, right, *_ in plain.swaps):
            assert typed[start:end] == plain.text[offset]
