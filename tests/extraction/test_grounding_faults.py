"""The grounding gate by fault: names, numbers, dates, negation, and whom it is told of."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from memory_agent.domain import Candidate, Kind, Provenance, Resolution
from memory_agent.extraction import unsupported

SAID_AT = datetime(2026, 5, 13, 18, 30, tzinfo=UTC)  # a Wednesday


def refused(
    text: str,
    quote: str,
    *meant: tuple[str, str],
    kind: Kind = "fact",
    polarity: int = 0,
    said_at: datetime | None = SAID_AT,
) -> str | None:
    """Return why a memory of a quote is refused."""
    source = Provenance("t", "s", "user", quote, 0, len(quote))
    resolutions = tuple(Resolution(*pair) for pair in meant)
    candidate = Candidate(
        kind, text, source, "test", 1.0, polarity=polarity, resolutions=resolutions
    )
    return unsupported(candidate, "The user", said_at)


NAMES = [
    ("maria is from rome", "Maria is from Rome.", "Mario is from Rome."),
    ("I live in NYC", "The user lives in New York.", "The user lives in New Jersey."),
    ("My dad is from Ukraine", "The user's dad is Ukrainian.", "The user's dad is Russian."),
    ("I run St Jude's", "The user runs Saint Jude's.", "The user runs Saint Joan's."),
    ("I grew up in Łódź", "The user grew up in Lodz.", "The user grew up in Lublin."),
    ("I keep bees", "The user keeps bees.", "The user keeps wasps."),
]


@pytest.mark.parametrize(("quote", "right", "wrong"), NAMES)
def test_names_and_things_are_those_that_were_said(quote: str, right: str, wrong: str) -> None:
    assert refused(right, quote) is None
    assert "not in its words" in (refused(wrong, quote) or "")


NUMBERS = [
    ("I own a dozen bikes", "The user owns 12 bikes.", "The user owns 10 bikes."),
    ("We paid £90k for it", "The user paid £90,000 for it.", "The user paid €90,000 for it."),
    ("I weigh 71 kilos", "The user weighs 71 kg.", "The user weighs 71 lb."),
    ("The bus goes at half past six", "The bus goes at 6:30.", "The bus goes at 7:30."),
    ("I have two cats and five hens", "The user has five hens.", "The user has five cats."),
    ("I came third in chess", "The user came 3rd in chess.", "The user came 2nd in chess."),
    ("It took 1 250 000 steps", "It took 1,250,000 steps.", "It took 1,250 steps."),
    ("Our rate is 3.5%", "The user's rate is 3.5 percent.", "The user's rate is 35 percent."),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "right", "wrong"), NUMBERS)
def test_numbers_count_what_they_counted(quote: str, right: str, wrong: str) -> None:
    assert refused(right, quote) is None
    assert refused(wrong, quote) is not None


DATES = [
    ("I sailed yesterday", "yesterday", "on 12 May 2026", "on 13 May 2026"),
    ("I sail next Friday", "next Friday", "on 15 May 2026", "on 16 May 2026"),
    ("I sailed three weeks ago", "three weeks ago", "in the week of 20 April 2026",
     "in the week of 27 April 2026"),
    ("I sail on the 3rd of June", "on the 3rd of June", "on 3 June 2026", "on 3 June 2025"),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "words", "right", "wrong"), DATES)
def test_dates_are_what_their_words_meant_when_they_were_said(
    quote: str, words: str, right: str, wrong: str
) -> None:
    verb = "sailed" if "sailed" in quote else "sails"
    assert refused(f"The user {verb} {right}.", quote, (words, right)) is None
    assert refused(f"The user {verb} {wrong}.", quote, (words, wrong)) is not None


def test_what_a_date_meant_is_believed_where_nobody_knows_when_it_was_said() -> None:
    meant = ("yesterday", "on 1 May 2020")
    text = "The user sailed on 1 May 2020."
    assert refused(text, "I sailed yesterday", meant, said_at=None) is None
    assert refused(text, "I sailed yesterday", meant) is not None


CLAIMS = [
    ("I'm no longer vegan", "The user is no longer vegan.", "The user is vegan."),
    ("Not only do I ski, I coach", "The user coaches.", "The user does not coach."),
    ("I might sell my boat", "The user might sell their boat.", "The user sold their boat."),
    ("I used to own a boat", "The user used to own a boat.", "The user owns a boat."),
    ("I never ski after dark", "The user never skis after dark.", "The user never skis."),
    ("I hate olives but like figs", "The user likes figs.", "The user likes olives."),
    ("I can't stand opera", "The user cannot stand opera.", "The user enjoys opera."),
    ("I prefer jam to ham", "The user prefers jam to ham.", "The user prefers ham to jam."),
    ("I moved from Bari to Pisa", "The user moved from Bari to Pisa.",
     "The user moved from Pisa to Bari."),
    ("If I win I'll buy a boat", "The user will buy a boat if they win.", "The user has a boat."),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "right", "wrong"), CLAIMS)
def test_what_is_denied_over_or_supposed_stays_so(quote: str, right: str, wrong: str) -> None:
    assert refused(right, quote) is None
    assert refused(wrong, quote) is not None


SUBJECTS = [
    ("My brother is a baker", "The user's brother is a baker.", "The user is a baker."),
    ("My brother's dog is ill", "The user's brother's dog is ill.", "The user's dog is ill."),
    ("My wife Ada and I farm goats", "The user farms goats.", "The user's daughter farms goats."),
    ("My dad's from Oslo and my mum's from Bonn", "The user's mum is from Bonn.",
     "The user's mum is from Oslo."),
    ('My boss said "I love golf"', "The user's boss loves golf.", "The user loves golf."),
    ("My uncle taught me chess", "The user's uncle taught them chess.",
     "The user taught their uncle chess."),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "right", "wrong"), SUBJECTS)
def test_it_is_told_of_whom_its_words_tell_it_of(quote: str, right: str, wrong: str) -> None:
    assert refused(right, quote) is None
    assert refused(wrong, quote) is not None


def test_a_pronoun_stands_for_somebody_that_it_can_mean() -> None:
    text, quote = "The user's {} is a vet.", "She is a vet"
    assert refused(text.format("aunt"), quote, ("She", "The user's aunt")) is None
    assert "is not" in (refused(text.format("uncle"), quote, ("She", "The user's uncle")) or "")


def test_a_yes_is_read_as_what_it_answers() -> None:
    meant = ("Yes", "Do you live in Graz?")
    assert refused("The user lives in Graz.", "Yes", meant) is None
    assert refused("The user lives in Linz.", "Yes", meant) is not None
    assert refused("The user lives in Graz.", "No", ("No", "Do you live in Graz?")) is not None


@pytest.mark.parametrize("polarity", [1, -1])
def test_a_polarity_is_that_of_the_text(polarity: int) -> None:
    why = refused("The user loves figs.", "I love figs", kind="preference", polarity=polarity)
    assert (why is None) is (polarity == 1)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_passes_the_same_gate(kind: Kind) -> None:
    assert refused("The user wants to be called Bo.", "call me Bo", kind=kind) is None
    assert refused("The user wants to be called Al.", "call me Bo", kind=kind) is not None
