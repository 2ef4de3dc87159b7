"""Idioms say what the plain words for them say."""

import pytest

from memory_agent.extraction.grounding import unsupported
from memory_agent.extraction.idioms import put_plainly
from tests.extraction.conftest import SAID_AT, Extract

TASTES = [
    ("Nothing beats a bowl of pho.", "likes", "bowl of pho"),
    ("Techno is my thing.", "likes", "techno"),
    ("I have a soft spot for lighthouses.", "likes", "lighthouses"),
    ("There's nothing I like better than a swim before dawn.", "likes", "swim"),
    ("I can't get enough of crosswords.", "likes", "crosswords"),
    ("Liver makes me gag.", "dislikes", "liver"),
    ("Escalators give me the creeps.", "dislikes", "escalators"),
    ("Karaoke isn't my cup of tea.", "dislikes", "karaoke"),
    ("I've never cared for marzipan.", "dislikes", "marzipan"),
]


@pytest.mark.parametrize(("said", "predicate", "thing"), TASTES)
def test_a_taste_is_read_from_its_idiom(
    extract: Extract, said: str, predicate: str, thing: str
) -> None:
    [found] = extract(said)
    assert (found.kind, found.predicate) == ("preference", predicate)
    assert thing in (found.object or "").lower()
    assert found.polarity == (1 if predicate == "likes" else -1)
    assert unsupported(found, "The user", SAID_AT) is None


FACTS = [
    ("It says Margarethe on my passport.", "The user's full name is Margarethe."),
    ("They took me off warfarin in April.", "The user came off warfarin in April 2026."),
    (
        "Tomorrow's my first day at the dairy.",
        "The user has their first day at the dairy on 14 May 2026.",
    ),
]


@pytest.mark.parametrize(("said", "memory"), FACTS)
def test_a_fact_is_read_from_its_idiom(extract: Extract, said: str, memory: str) -> None:
    assert memory in {candidate.text for candidate in extract(said)}


@pytest.mark.parametrize(
    "said", ["That gives me the creeps", "It isn't for me", "I'd rather not say", "What is for me"]
)
def test_what_points_elsewhere_is_no_idiom(said: str) -> None:
    assert put_plainly(said, opens_with_name=False) is None


def test_a_part_that_may_be_left_out_may_be_left_out() -> None:
    assert put_plainly("type 1", opens_with_name=False) == "I have had type 1 diabetes "
