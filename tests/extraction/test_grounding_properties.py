"""Properties of the grounding gate, on sentences put together at random."""

from hypothesis import assume, given
from hypothesis import strategies as st

from memory_agent.domain import Candidate, Provenance
from memory_agent.extraction import unsupported

NAMES = st.sampled_from(["Oslo", "Zagreb", "Lima", "Kyoto", "Halifax", "Tromsø", "São Paulo"])
THINGS = st.sampled_from(["bikes", "hens", "guitars", "novels", "lamps"])
COUNTS = st.integers(2, 9999)
SPELLED = st.sampled_from(["{}", "{:,}", "about {}"])


def refused(text: str, quote: str) -> str | None:
    source = Provenance("t", "s", "user", quote, 0, len(quote))
    return unsupported(Candidate("fact", text, source, "test", 1.0), "The user")


def told(who: str, s: str, place: str, count: str, things: str) -> str:
    return f"{who} live{s} in {place} with {count} {things}"


@given(place=NAMES, count=COUNTS, things=THINGS, spelled=SPELLED, lower=st.booleans())
def test_what_was_said_passes_in_the_third_person(
    place: str, count: int, things: str, spelled: str, lower: bool
) -> None:
    quote = told("I", "", place, spelled.format(count), things)
    text = told("The user", "s", place, spelled.format(count), things)
    assert refused(f"{text}.", quote.lower() if lower else quote) is None


@given(place=NAMES, count=COUNTS, other=COUNTS, things=THINGS, spelled=SPELLED)
def test_another_number_is_refused(
    place: str, count: int, other: int, things: str, spelled: str
) -> None:
    assume(count != other)
    quote = told("I", "", place, str(count), things)
    assert refused(told("The user", "s", place, spelled.format(other), things), quote) is not None


@given(place=NAMES, other=NAMES, count=COUNTS, things=THINGS)
def test_another_name_is_refused(place: str, other: str, count: int, things: str) -> None:
    assume(place != other)
    quote = told("I", "", place, str(count), things)
    assert refused(told("The user", "s", other, str(count), things), quote) is not None


@given(place=NAMES, count=COUNTS, things=THINGS)
def test_a_denial_made_up_is_refused(place: str, count: int, things: str) -> None:
    quote = told("I", "", place, str(count), things)
    assert refused(told("The user no longer", "s", place, str(count), things), quote) is not None


@given(text=st.text(max_size=80), quote=st.text(max_size=80))
def test_no_text_breaks_the_gate(text: str, quote: str) -> None:
    refused(text, quote)
