"""The grounding gate: what is not in the cited words is refused, and says why."""

import pytest

from memory_agent.domain import Candidate, Provenance, Resolution
from memory_agent.extraction import unsupported
from tests.extraction.conftest import Extract


def candidate(text: str, quote: str, *resolutions: tuple[str, str]) -> Candidate:
    source = Provenance("t", "s", "user", quote, 0, len(quote))
    meant = tuple(Resolution(*pair) for pair in resolutions)
    return Candidate("fact", text, source, "test", 1.0, resolutions=meant)


REFUSED = [
    ("The user lives in Rome.", "I live in Porto", "Rome"),
    ("The user's sister Maria works at Bosch.", "my sister works at Bosch", "Maria"),
    ("The user has 14 cats.", "I have 4 cats", "14"),
    ("The user paid $1,800.", "I paid $180", "1,800"),
    ("The user went to Rome on 7 May 2023.", "I went to Rome yesterday", "date 7 May 2023"),
    ("The user does not eat fish.", "I eat fish", "negated"),
    ("The user eats fish.", "I never eat fish", "negated"),
    ("The user lives in Porto.", "   ", "no words"),
    ("The user lives in Łódź.", "I live in Lublin", "Łódź"),
    ("The user works at St. Peter's.", "I work at St. Mary's", "Peter"),
    ("The user's sister Maria-José is here.", "my sister Maria is here", "Maria-José"),
    ("Caroline lives in Rome.", "I live in Rome", "Caroline"),
    ("The user is 25.", "I'm twenty-four", "25"),
    ("The user has 2 dogs.", "I have a dog", "2"),
    ("The user runs 12.5 km.", "I run 125 km", "12.5"),
    ("The user went on 3 May 2023.", "I went in May", "3"),
    ("The user no longer eats meat.", "I eat meat", "negated"),
    ("The user used to live in Rome.", "I live in Rome", "negated"),
    ("The user sold their car.", "I bought my car", "word sold"),
    ("The user likes cilantro.", "I don't like cilantro", "dislike"),
    ("The user has never been to Rome.", "I have been to Rome", "negated"),
]


@pytest.mark.parametrize(("text", "quote", "why"), REFUSED)
def test_what_its_words_do_not_say_is_refused(text: str, quote: str, why: str) -> None:
    reason = unsupported(candidate(text, quote), "The user")
    assert reason is not None
    assert why in reason


def test_a_resolution_of_words_that_were_not_said_is_refused() -> None:
    made_up = candidate("The user left on 7 May 2023.", "I left", ("yesterday", "on 7 May 2023"))
    assert "yesterday" in (unsupported(made_up, "The user") or "")


GROUNDED = [
    candidate("The user lives in Porto.", "i live in PORTO"),
    candidate("The user has 2 kids.", "I have two kids"),
    candidate("The user's rent is $1,800.", "my rent is $1800"),
    candidate("The user went to Rome on 7 May 2023.", "I went to Rome yesterday",
              ("yesterday", "on 7 May 2023")),
    candidate("The user's brother Karim moved to Lyon.", "He moved to Lyon",
              ("He", "The user's brother Karim")),
    candidate("The user bought a coat in the pre-Black Friday sale.",
              "I bought a coat in the pre-Black Friday sale"),
    candidate("The user does not eat meat anymore.", "I don't eat meat anymore"),
    candidate("The user no longer works at Acme.", "I quit Acme"),
    candidate("The user is 25.", "I'm twenty-five"),
    candidate("The user has 40 hens and 3 cats.", "forty hens n three cats"),
    candidate("The user's mother Éva lives in Łódź.", "my mother éva lives in ŁÓDŹ"),
    candidate("The user's friend has O'Brien's car.", "my friend has o'brien's car"),
    candidate("The user does not eat gluten.", "i dont eat gluten"),
    candidate("The user paid 1250.50.", "I paid $1,250.50"),
    candidate("The user's cat is called Tom.", "my cat is called Tom"),
    candidate("The user gave up sugar.", "I gave up sugar"),
]  # fmt: skip


@pytest.mark.parametrize("right", GROUNDED, ids=lambda c: c.text)
def test_what_its_words_say_passes(right: Candidate) -> None:
    assert unsupported(right, "The user") is None


def test_a_speaker_s_own_name_needs_no_words() -> None:
    right = candidate("Ana Maria lives in Rome with Ana Maria's cat.", "I live in Rome with my cat")
    assert unsupported(right, "Ana Maria") is None


def test_what_the_extractor_proposes_is_grounded(extract: Extract) -> None:
    said = (
        "My brother Tom moved to Berlin last May. He's got 3 dogs. I don't eat meat anymore, I "
        "paid $1,250.50 for Dr. Lee's course on 3 June and Owen isn't here."
    )
    found = extract(said)
    assert len(found) >= 4
    assert [unsupported(c, "The user") for c in found] == [None] * len(found)
