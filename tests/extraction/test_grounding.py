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
    ("The user went to Rome on 7 May 2023.", "I went to Rome yesterday", "number 7"),
    ("The user does not eat fish.", "I eat fish", "negated"),
    ("The user eats fish.", "I never eat fish", "negated"),
    ("The user lives in Porto.", "   ", "no words"),
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
]  # fmt: skip


@pytest.mark.parametrize("right", GROUNDED, ids=lambda c: c.text)
def test_what_its_words_say_passes(right: Candidate) -> None:
    assert unsupported(right, "The user") is None


def test_what_the_extractor_proposes_is_grounded(extract: Extract) -> None:
    said = (
        "My brother Tom moved to Berlin last May. He's got 3 dogs. I don't eat meat anymore, I "
        "paid $1,250.50 for Dr. Lee's course on 3 June and Owen isn't here."
    )
    found = extract(said)
    assert len(found) >= 4
    assert [unsupported(c, "The user") for c in found] == [None] * len(found)
