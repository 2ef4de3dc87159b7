"""What was done and what is planned, with its time; and what is over."""

from datetime import date

import pytest

from tests.extraction.conftest import Extract

EVENTS = [
    ("I went to a wedding yesterday", "The user went to a wedding on 12 May 2026."),
    ("I had surgery on my knee last month", "The user had surgery on their knee in April 2026."),
    ("My grandmother fell last year", "The user's grandmother fell in 2025."),
    ("I got accepted to Harvard!!", "The user got accepted to Harvard."),
    ("i recently bought a kayak", "The user recently bought a kayak."),
    ("I just saw Hamilton in London", "The user saw Hamilton in London."),
    ('I read "The Power" last week', 'The user read "The Power" in the week of 4 May 2026.'),
    ("Went to Rome yesterday with my sister", "The user went to Rome on 12 May 2026 with their"),
    ("I swam 3 km on saturday", "The user swam 3 km on 9 May 2026."),
    ("I baked a cake for my mum's birthday last weekend", "birthday on the weekend of 9 May 2026"),
    ("we went hiking together on Sunday", "The user went hiking on 10 May 2026."),
    ("I ran the half marathon there last week", "The user ran the half marathon in the week"),
    ("I've signed up for a race on 19 October", "The user has signed up for a race on 19 October"),
    ("My car broke down on Monday", "The user's car broke down on 11 May 2026."),
]
PLANS = [
    (
        "I'm flying to Tokyo on the 3rd of June",
        "is flying to Tokyo on 3 June 2026",
        date(2026, 6, 4),
    ),
    ("I have a dentist appointment next Friday", "on 15 May 2026", date(2026, 5, 16)),
    ("My exam is on Monday", "The user's exam is on 18 May 2026.", date(2026, 5, 19)),
    ("We are planning a trip to Iceland in August", "in August 2026", date(2026, 9, 1)),
    ("We start therapy tomorrow", "on 14 May 2026", date(2026, 5, 15)),
    ("My best friend Paula is getting married in June", "in June 2026", date(2026, 7, 1)),
    ("im going to lisbon from 8 to 13 june", "from 8 to 13 June 2026", date(2026, 6, 14)),
    ("My son Leo turns 5 in June", "turns 5 in June 2026", date(2026, 7, 1)),
]


@pytest.mark.parametrize(("said", "text"), EVENTS)
def test_what_was_done_is_an_event(extract: Extract, said: str, text: str) -> None:
    [found] = [c for c in extract(said) if c.kind == "event"]
    assert text in found.text
    assert found.intent == "state"


@pytest.mark.parametrize(("said", "text", "over"), PLANS)
def test_what_is_dated_ahead_is_a_plan_that_is_over_after_its_day(
    extract: Extract, said: str, text: str, over: date
) -> None:
    [found] = [c for c in extract(said) if c.kind == "event"]
    assert text in found.text
    assert found.valid_to is not None and found.valid_from is not None
    assert found.valid_from < found.valid_to
    assert found.valid_to.date() == over


NOT_DONE = [
    "I almost bought a car.",
    "I nearly moved to Rome.",
    "I was supposed to move to Rome.",
    "I was going to go to Rome.",
    "I didn't go to the party yesterday.",
    "I dreamed that I moved to Mars.",
    "Had I lived in Rome, I'd speak Italian.",
    "I found a bug yesterday? no idea",
]


@pytest.mark.parametrize("said", NOT_DONE)
def test_what_did_not_come_about_is_no_event(extract: Extract, said: str) -> None:
    assert extract(said) == []


ENDINGS = [
    ("I quit smoking three years ago", None, "smoking"),
    ("I've given up alcohol", None, "alcohol"),
    ("I left my job at Siemens", "works_at", "job at Siemens"),
    ("i dont live in paris anymore", "lives_in", "Paris"),
    ("I'm no longer vegan", "diet", "vegan"),
    ("I used to love sushi", None, "sushi"),
    ("I don't play football any more", "plays", "football"),
    ("I don't have a car anymore", "owns", "a car"),
    ("I cancelled my gym membership", None, "gym membership"),
    ("We've cancelled the trip to Rome", None, "the trip to Rome"),
    ("I don't speak German", "speaks", "German"),
    ("I have no siblings", "family", "no siblings"),
]


@pytest.mark.parametrize(("said", "predicate", "value"), ENDINGS)
def test_what_is_over_or_not_so_ends_what_was_known(
    extract: Extract, said: str, predicate: str | None, value: str
) -> None:
    [found] = extract(said)
    assert (found.intent, found.predicate) == ("end", predicate)
    assert found.object is not None and found.object in value


CORRECTIONS = [
    ("Actually my birthday is on the 4th of May, not the 3rd", "birthday", "the 4th of May"),
    ("sorry typo, I live in Bonn not Born", "lives_in", "Bonn"),
    ("Actually I work at Meta now, not Google", "works_at", "Meta"),
    ("my sister's name is Marta not Maria", "sister", "Marta"),
    ("Correction: my daughter is 7, not 6", "age", "7"),
]


@pytest.mark.parametrize(("said", "predicate", "value"), CORRECTIONS)
def test_a_correction_gives_the_right_value_and_not_the_wrong_one(
    extract: Extract, said: str, predicate: str, value: str
) -> None:
    [found] = extract(said)
    assert (found.predicate, found.object, found.intent) == (predicate, value, "state")


TAKEN_BACK = [
    ("That's wrong, I never lived in Berlin", "lives_in", "Berlin"),
    ("You misunderstood: I'm not vegan", "diet", "vegan"),
    ("I never worked at IBM", "works_at", "IBM"),
    ("You got that wrong, I don't have a dog", "pet", "a dog"),
]


@pytest.mark.parametrize(("said", "predicate", "value"), TAKEN_BACK)
def test_what_the_user_denies_is_taken_back(
    extract: Extract, said: str, predicate: str, value: str
) -> None:
    [found] = extract(said)
    assert (found.intent, found.predicate, found.object) == ("retract", predicate, value)
