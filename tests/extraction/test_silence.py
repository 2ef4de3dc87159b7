"""What must give nothing, and what no text may do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent.domain import Role
from memory_agent.domain.languages import SAID_IN
from memory_agent.extraction import LocalExtractor, NoBackground
from memory_agent.extraction.languages import MAX_VERBATIM
from memory_agent.extraction.reading import MAX_MEMORY
from tests.extraction.conftest import Extract, turn

NOTHING = [
    "Do I live in Porto?",
    "do you know where I work",
    "What should I cook for my sister?",
    "If I moved to Rome, I would need a car.",
    "If I won the lottery I'd buy a lighthouse",
    "I wish I lived in Paris.",
    "I might move to Berlin next year",
    "Maybe I'm allergic to nuts.",
    "I'd love to visit Japan",
    "I think I'll stick with the first one",
    "I'm looking for hotel recommendations in Rome",
    "I need help with my essay",
    'She said "I live in Paris and love cheese".',
    "“I have been vegan for ten years”, a woman told us",
    "> I live in Wakefield with my wife",
    "```\nname = 'I live in Oslo'\n```",
    "Can you translate: I am allergic to penicillin. I have diabetes. My son lives in Dundee.",
    "proofread this please:\n\nI live in Leeds and I work at Acme. I love my job.",
    "my landlord sent this, what does he want\n\nHi, I live in Malaga. I have a daughter.",
    "Write a story in the first person: I am a lighthouse keeper and I hate the sea.",
    "write me a short story about a goat",
    "Thanks, that's a great list! I'll check them out.",
    "haha ok cool",
    "I love that idea!",
    "I hate it",
    "I'm tired and a bit confused",
    "I got an error when running the code",
    "what's the capital of France",
]


@pytest.mark.parametrize("said", NOTHING)
def test_it_says_nothing_about_the_user(extract: Extract, said: str) -> None:
    assert [c.text for c in extract(said)] == []


@pytest.mark.parametrize("role", ["assistant", "tool", "system"])
def test_only_the_user_s_own_turns_are_read(extract: Extract, role: Role) -> None:
    assert extract("I live in Porto and I'm vegetarian.", role=role) == []


def test_what_was_injected_is_not_learned_again(extract: Extract) -> None:
    block = "<memory-context>\n## Profile\nI live in Porto.\n</memory-context>\nI live in Faro."
    assert [c.object for c in extract(block)] == ["Faro"]


def test_a_statement_beside_a_question_is_still_heard(extract: Extract) -> None:
    found = extract("I'm planning a trip to Kyoto in October, any tips? By the way, I hate buses.")
    assert [c.kind for c in found] == ["event", "preference"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400) | st.lists(st.sampled_from(NOTHING), max_size=5).map(" ".join))
def test_no_text_breaks_it_and_every_quote_stands_in_its_turn(
    extractor: LocalExtractor, said: str
) -> None:
    [found] = extractor.extract([turn(said)], NoBackground())
    for candidate in found.candidates:
        source = candidate.source
        assert said[source.start : source.end] == source.quote
        assert candidate.text
        verbatim = candidate.predicate == SAID_IN
        assert len(candidate.text) <= (MAX_VERBATIM if verbatim else MAX_MEMORY)


def test_a_very_long_turn_is_read_at_its_start(extract: Extract) -> None:
    assert [c.object for c in extract("I live in Porto. " + "lorem ipsum " * 50_000)] == ["Porto"]
