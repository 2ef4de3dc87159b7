"""Rough text is read as if it were written with care, and cited as it was typed."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent.extraction.restoring import restored
from memory_agent.extraction.segments import MAX_TEXT, clauses
from tests.extraction.conftest import Extract

RESTORED = [
    ("my sister maria works at bosch", "My sister Maria works at Bosch"),
    ("i live in porto and work for a bank", "I live in Porto and work for a bank"),
    ("we met on 3 may", "We met on 3 May"),
    ("I LIVE IN PARIS WITH MY BROTHER KARIM", "I live in Paris with my brother Karim"),
    ("i speak german and a bit of french", "I speak German and a bit of French"),
    ("we will move to new york in march", "We will move to New York in March"),
    ("i may go on monday. can you help me plan it", "I may go on Monday. Can you help me plan it?"),
    ("im alergic to penuts", "Im allergic to peanuts"),
    ("My husband is a nurse and I work from home can you suggest a good planner",
     "My husband is a nurse, and I work from home. Can you suggest a good planner?"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "read"), RESTORED)
def test_capitals_marks_and_spelling_are_put_right(typed: str, read: str) -> None:
    assert restored(typed).text == read


@pytest.mark.parametrize("typed", ["i will ask her", "we may go", "i hope so", "it left a mark"])
def test_a_word_that_is_a_name_too_is_a_word_first(typed: str) -> None:
    assert restored(typed).text == typed.capitalize().replace(" i ", " I ")


WELL_WRITTEN = [
    "My sister Maria works at Bosch.",
    "I live in Porto",
    "Thanks, that helped.",
    "Buy:\n- two eggs\n- a pint of milk",
    "I'm a nurse. my wife is too.",
    "NASA",
    "iPhone or Android? I have both.",
    "`i live in porto`",
    "> my name is tom and i live here",
    "https://example.org/my/name",
    "Dear Sir or Madam,\n\nI have moved to Leeds.",
    "12:30",
    "",
]


@pytest.mark.parametrize("typed", WELL_WRITTEN)
def test_what_is_well_written_stays_as_it_is(typed: str) -> None:
    plain = restored(typed)
    assert plain.text == typed
    assert not plain.swaps


SAID = ["i", "my", "wife", "maria", "lives", "in", "porto", "and", "what", "may", "rose", "on", "3"]
words = st.sampled_from(SAID)
names = st.sampled_from(["Maria", "Porto", "Bosch", "London", "Tom", "Monday"])


@settings(max_examples=200, deadline=None)
@given(st.lists(words, min_size=1, max_size=20), names, st.sampled_from(".!?"))
def test_a_sentence_with_a_capital_name_and_a_mark_is_well_written(
    said: list[str], name: str, mark: str
) -> None:
    typed = " ".join([*said, "with", name]) + mark
    typed = typed[0].upper() + typed[1:]
    assert restored(typed).text == typed


PARTS = ["i", "my", "im", "alergic", "teh", "porto", "WIFE", "é", "İ", "ß", "ǆ", "’", "'s", "\n"]
PARTS += [
    "maria",
    "what is",
    "can you",
    ".",
    ",",
    "?",
    "`",
    "> ",
    "😀",
    "\x1a",
    "@me",
    "3,5",
    "e\u0301",
]
rough = st.lists(st.sampled_from(PARTS) | st.text(max_size=6), max_size=25).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(rough | rough.map(str.upper) | st.text(max_size=200))
def test_every_character_leads_back_to_where_it_was_typed(typed: str) -> None:
    plain = restored(typed)
    assert plain.start(0) == 0 or not plain.text
    assert plain.end(len(plain.text)) == len(typed)
    last = 0
    for offset, character in enumerate(plain.text):
        start, end = plain.start(offset), plain.end(offset + 1)
        assert last <= start <= end <= len(typed)
        last = start
        if not any(left <= offset < right for left, right, *_ in plain.swaps):
            assert typed[start:end].casefold() == character.casefold()


@settings(max_examples=200, deadline=None)
@given(rough | rough.map(str.upper))
def test_clauses_of_rough_turns_lead_back_to_the_turn(typed: str) -> None:
    end = 0
    for clause in clauses(typed):
        assert end <= clause.start <= clause.end <= len(typed)
        for at in range(len(clause.text)):
            start, after = clause.span(at, at + 1)
            assert clause.start <= start <= after <= clause.end
        end = clause.end


TYPED = [
    ("my husband piet is a vegetarian and ive a nut alergy", "The user's husband Piet"),
    ("MY SISTER MARIA LIVES IN PORTO", "The user's sister Maria lives in Porto."),
    ("im alergic to penuts", "The user is allergic to peanuts."),
    ("i live in ghent what should i see there", "The user lives in Ghent."),
]


@pytest.mark.parametrize(("typed", "text"), TYPED)
def test_memories_are_written_with_care_and_cite_what_was_typed(
    extract: Extract, typed: str, text: str
) -> None:
    found = extract(typed)
    assert any(memory.text.startswith(text) for memory in found)
    for memory in found:
        assert typed[memory.source.start : memory.source.end] == memory.source.quote


def test_a_question_typed_without_its_mark_is_none_the_less_one(extract: Extract) -> None:
    assert extract("where do i live") == []
    [found] = extract("what does my brother karim do at bosch")
    assert found.text == "The user has a brother called Karim."  # It presumes as much, and no more


def test_long_rough_text_is_restored_in_bounds() -> None:
    for typed in ("my wife maria and i live in porto " * 1500, "a" * 50_000, "a " * 25_000):
        started = time.perf_counter()
        clauses(typed)
        restored(typed[:MAX_TEXT])
        assert time.perf_counter() - started < 20  # A hang, not a speed
