"""What is understood: one way of saying something a line."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tests.extraction.conftest import Extract

SLOTS = [
    ("My name is Ana Lima.", "name", "Ana Lima"),
    ("I'm 34 years old", "age", "34"),
    ("My birthday is on the 14th of March.", "birthday", "the 14th of March"),
    ("i live in porto btw", "lives_in", "Porto"),
    ("We moved to Lisbon last month because of the weather", "lives_in", "Lisbon"),
    ("I work at Stripe and it's great", "works_at", "Stripe"),
    ("I'm a data analyst at Pellworth Freight, the only one", "works_at", "Pellworth Freight"),
    ("I start at Brackenfell Wind on 12 January.", "works_at", "Brackenfell Wind"),
    ("I work as a nurse", "works_as", "a nurse"),
    ("I'm vegetarian so no bacon please", "diet", "vegetarian"),
    ("I went vegan in January", "diet", "vegan"),
    ("I'm allergic to hazelnuts and I don't trust mixed bags", "allergic_to", "hazelnuts"),
    ("I was diagnosed with asthma two years ago", "has_condition", "asthma"),
    ("I take propranolol for migraines", "takes", "propranolol"),
    ("We adopted a dog named Biscuit yesterday!", "pet", "a dog named Biscuit"),
    ("I have two kids", "family", "two kids"),
    ("I'm learning Portuguese on an app", "learns", "Portuguese"),
    ("my rent is $1,800", "rent", "$1,800"),
    ("My favourite band is Radiohead.", "favourite band", "Radiohead"),
]


@pytest.mark.parametrize(("said", "predicate", "value"), SLOTS)
def test_a_slot_is_filled(extract: Extract, said: str, predicate: str, value: str) -> None:
    found = [c for c in extract(said) if c.predicate == predicate]
    assert [(c.subject, c.object, c.intent) for c in found] == [("user", value, "state")]


TASTES = [
    ("I love Thai food", "likes", 1),
    ("I loved Piranesi", "likes", 1),
    ("i hate early flights", "dislikes", -1),
    ("I don't like mushrooms", "dislikes", -1),
    ("I can't stand loud music", "dislikes", -1),
    ("I'm a big fan of Miles Morales", "likes", 1),
    ("I'm not really into hiking", "dislikes", -1),
    ("I much prefer Python to R", "prefers", 1),
]


@pytest.mark.parametrize(("said", "predicate", "polarity"), TASTES)
def test_a_preference_has_its_polarity(
    extract: Extract, said: str, predicate: str, polarity: int
) -> None:
    [found] = extract(said)
    assert (found.kind, found.predicate, found.polarity) == ("preference", predicate, polarity)


def test_a_sentence_with_several_facts_gives_each(extract: Extract) -> None:
    texts = {c.text for c in extract("I live in Lisbon and work as a nurse, and I love surfing.")}
    assert texts == {
        "The user lives in Lisbon.",
        "The user works as a nurse.",
        "The user loves surfing.",
    }


def test_people_in_the_user_s_life_are_told_from_the_user(extract: Extract) -> None:
    found = extract("My brother Tom is a teacher in Berlin. He has two kids.")
    assert [(c.subject, c.predicate, c.object) for c in found] == [
        ("user", "brother", "Tom"),
        ("Tom", "is", "a teacher in Berlin"),
        ("Tom", "family", "two kids"),
    ]
    assert found[-1].text == "The user's brother Tom has two kids."


def test_a_bare_name_presumes_that_it_is_known(extract: Extract) -> None:
    [found] = extract("Owen moved to Bergen in July.")
    assert (found.subject, found.presumes) == ("Owen", "Owen")


def test_a_named_speaker_is_called_by_name(extract: Extract) -> None:
    [found] = extract("I went to a support group yesterday.", name="Caroline")
    assert found.text == "Caroline went to a support group on 12 May 2026."


ENDINGS = [
    ("I no longer work at Acme.", "works_at", "Acme"),
    ("I don't live in Leeds anymore", "lives_in", "Leeds"),
    ("I used to live in Madrid.", "lives_in", "Madrid"),
    ("I lived in Madrid for three years", "lives_in", "Madrid"),
    ("I was vegetarian for nine years", "diet", "vegetarian"),
    ("I quit my job yesterday", "works_at", "job"),
    ("I sold my car in december so its all bike now", None, "car"),
    ("we've cancelled the Lisbon trip", None, "the Lisbon trip"),
    ("I stopped taking metformin", None, "taking metformin"),
    ("I gave up coffee in September btw", None, "coffee"),
]


@pytest.mark.parametrize(("said", "predicate", "value"), ENDINGS)
def test_what_is_over_is_an_ending(
    extract: Extract, said: str, predicate: str | None, value: str
) -> None:
    [found] = extract(said)
    assert (found.intent, found.predicate, found.object) == ("end", predicate, value)


def test_what_was_never_so_is_taken_back(extract: Extract) -> None:
    [found] = extract("I'm not vegetarian, that was wrong.")
    assert (found.intent, found.predicate, found.object) == ("retract", "diet", "vegetarian")


INSTRUCTIONS = [
    ("please always answer in metric units", "always answer in metric units"),
    ("From now on, use British spelling.", "use British spelling"),
    ("Please keep your answers short.", "keep its answers short"),
    ("Don't use emojis", "never to use emojis"),
    ("call me Annie", "wants to be called Annie"),
]


@pytest.mark.parametrize(("said", "wish"), INSTRUCTIONS)
def test_a_standing_order_is_an_instruction(extract: Extract, said: str, wish: str) -> None:
    [found] = extract(said)
    assert found.kind == "instruction"
    assert wish in found.text


DATES = [
    ("I went to a wedding yesterday", "on 12 May 2026", date(2026, 5, 12), date(2026, 5, 13)),
    (
        "I ran a marathon last week",
        "in the week of 4 May 2026",
        date(2026, 5, 4),
        date(2026, 5, 11),
    ),
    ("I climbed Ben Nevis last year", "in 2025", date(2025, 1, 1), date(2026, 1, 1)),
    ("I visited Rome two weeks ago", "27 April 2026", date(2026, 4, 27), date(2026, 5, 4)),
    ("I'm flying to Rome next Friday", "on 15 May 2026", date(2026, 5, 15), date(2026, 5, 16)),
    ("I'm flying to Oslo on the 3rd of June", "on 3 June 2026", date(2026, 6, 3), date(2026, 6, 4)),
    ("I attended a workshop on 3 June", "on 3 June 2025", date(2025, 6, 3), date(2025, 6, 4)),
    ("I've signed up for a race on 19 October", "2026", date(2026, 10, 19), date(2026, 10, 20)),
    ("I got married in 2019", "in 2019", date(2019, 1, 1), date(2020, 1, 1)),
]


@pytest.mark.parametrize(("said", "words", "first", "after"), DATES)
def test_a_date_is_resolved_against_when_it_was_said(
    extract: Extract, said: str, words: str, first: date, after: date
) -> None:
    [found] = extract(said)
    assert words in found.text
    assert found.valid_from is not None
    assert found.valid_from.date() == first
    if found.kind == "event":
        assert found.valid_to is not None
        assert found.valid_to.date() == after


def test_yesterday_is_the_speaker_s_yesterday(extract: Extract) -> None:
    east = datetime(2026, 5, 14, 0, 30, tzinfo=timezone(timedelta(hours=9)))  # the 13th in UTC
    [found] = extract("I went to a concert yesterday", said_at=east)
    assert "on 13 May 2026" in found.text
    assert found.valid_from == datetime(2026, 5, 12, 15, tzinfo=UTC)


def test_memories_are_in_the_third_person(extract: Extract) -> None:
    said = "I bought my sister a bike because she helped me. I'm learning chess and I've won twice."
    for candidate in extract(said):
        assert not re.search(r"\b(?:I|my|me|we|our)\b", candidate.text), candidate.text
