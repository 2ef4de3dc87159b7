"""What holds of any text: it never fails, cites what stands there, and speaks of the user."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent.domain import Candidate
from memory_agent.extraction import LocalExtractor, NoBackground, unsupported
from memory_agent.extraction.reading import MAX_MEMORY
from memory_agent.extraction.segments import clauses
from tests.extraction.conftest import turn

PARTS = [
    *("I", "i", "my", "we", "me", "She", "he", "my sister Ana", "Tom", "im", "ive", "gf", "n"),
    *("live in", "love", "don't eat", "have", "was born", "moved to", "quit", "called", "am", "is"),
    *("Rome", "two dogs", "pizza and sushi", "a nurse at Bosch", "34", "my job", "not Paris"),
    *("yesterday", "on 3 June", "in 2019", "no longer", "anymore", "twice a week", "if", "and"),
    *(".", ",", "?", "!", ";", ":", "\n", "\n\n", "> ", "`", "```", '"', "“", "”", "’", "'", "—"),
    *(
        "<memory-context>",
        "</memory-context>",
        "\x1a",
        "😀",
        "é",
        "e\u0301",
        "مرحبا",
        "\u202e",
        "日本",
    ),
    *("\u200d", "\u2028", "\t", "  ", "http://x.y", "Translate this:", "always", "call me"),
]
english = st.lists(st.sampled_from(PARTS), min_size=1, max_size=25).map(" ".join)
unicode = st.text(max_size=300)
noise = st.text(alphabet=".,;:!?'\"“”’()[]-–—*#> \n`", max_size=200)
names = st.none() | st.sampled_from(["Caroline", "José Luis", "x"])


def read(extractor: LocalExtractor, said: str, name: str | None = None) -> tuple[Candidate, ...]:
    [found] = extractor.extract([turn(said, name=name)], NoBackground())
    return found.candidates


@settings(max_examples=300, deadline=None)
@given(english | unicode | noise, names)
def test_any_text_gives_short_cited_memories_or_none(
    extractor: LocalExtractor, said: str, name: str | None
) -> None:
    for found in read(extractor, said, name):
        source = found.source
        assert 0 <= source.start < source.end <= len(said)
        assert said[source.start : source.end] == source.quote
        assert 0 < len(found.text) <= MAX_MEMORY
        assert "\n" not in found.text
        assert "\x1a" not in found.text
        assert 0 < found.confidence <= 1
        assert (found.object is None) or (found.subject is not None and found.object.strip())
        assert found.valid_to is None or found.valid_from is not None


SUBJECTS = ["I", "we", "My brother", "My sister Ana", "I", "My wife and I"]
VERBS = ["live in Rome", "have two cats", "love my garden", "moved to Oslo with me", "went home"]
VERBS += ["don't like our car", "work at Bosch", "are training for a race", "bought me a bike"]
sentences = st.lists(
    st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(VERBS)).map(" ".join),
    min_size=1,
    max_size=4,
).map(". ".join)


@settings(max_examples=100, deadline=None)
@given(sentences)
def test_memories_are_in_the_third_person_and_grounded(
    extractor: LocalExtractor, said: str
) -> None:
    for found in read(extractor, said):
        assert not re.search(r"\b(?:I|my|me|we|our|us|am|I'm)\b", found.text, re.IGNORECASE)
        assert unsupported(found, "The user") is None


def test_a_numeral_is_no_speaker(extractor: LocalExtractor) -> None:
    [found] = read(extractor, "I visited a World War I museum yesterday.")
    assert "a World War I museum" in found.text


@settings(max_examples=200, deadline=None)
@given(english | unicode | noise)
def test_clauses_stand_in_the_turn_in_order(said: str) -> None:
    end = 0
    for clause in clauses(said):
        assert end <= clause.start < clause.end <= len(said)
        assert clause.span(0, len(clause.text))[1] <= clause.end
        end = clause.end


@settings(max_examples=30, deadline=None)
@given(st.lists(english, min_size=1, max_size=4))
def test_turns_read_together_give_what_they_give_alone(
    extractor: LocalExtractor, said: list[str]
) -> None:
    together = extractor.extract([turn(text) for text in said], NoBackground())
    assert [e.candidates for e in together] == [read(extractor, text) for text in said]


def test_very_long_and_very_deep_text_is_read_in_bounds(extractor: LocalExtractor) -> None:
    for said in ("I and " * 2000, '"' * 10_000, "(" * 5000 + "I live in Rome", "a" * 100_000):
        read(extractor, said)
    assert read(extractor, "") == ()
