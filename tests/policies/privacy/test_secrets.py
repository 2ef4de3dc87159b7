"""Secrets are masked, and what only looks like one stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory_agent.policies.privacy import mask
from tests.policies.privacy.secrets_table import ANSWERS, HARMLESS, SECRETS, UNSEEN


@pytest.mark.parametrize(("text", "gone", "kind"), SECRETS)
def test_a_secret_is_masked_and_its_kind_is_told(text: str, gone: str, kind: str) -> None:
    masked = mask(text)
    assert gone not in masked.text
    assert kind in masked.kinds and f"[{kind} removed]" in masked.text


@pytest.mark.parametrize(("text", "gone"), UNSEEN)
def test_a_secret_is_masked_however_it_is_told(text: str, gone: list[str]) -> None:
    masked = mask(text)
    assert masked.kinds and not [secret for secret in gone if secret in masked.text]


@pytest.mark.parametrize(("asked", "answer", "gone"), ANSWERS)
def test_an_answer_is_masked_where_a_secret_was_asked_for(
    asked: str, answer: str, gone: str
) -> None:
    masked = mask(answer, asked)
    assert (gone not in masked.text) if gone else masked == (answer, ())


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_a_secret_stays(text: str) -> None:
    assert mask(text) == (text, ())


def test_the_tables_are_as_large_as_they_are_meant_to_be() -> None:
    assert len(set(SECRETS)) >= 60 and len(set(HARMLESS)) >= 60


def test_the_rest_of_the_text_stays() -> None:
    text = "I'm Ana. My password is hunter2, and I live in Oslo; my PIN is 4821."
    assert mask(text).text == (
        "I'm Ana. My password is [password removed], and I live in Oslo; my PIN is [PIN removed]."
    )
    assert mask(text).kinds == ("PIN", "password")


_PIECES = [text for text, _, _ in SECRETS] + HARMLESS


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=4), st.sampled_from(" \n,."))
def test_masking_what_is_masked_changes_nothing(pieces: list[str], seam: str) -> None:
    once = mask(f"{seam} ".join(pieces))
    assert mask(once.text) == (once.text, ())


@given(st.text())
def test_any_text_can_be_masked(text: str) -> None:
    masked = mask(text)
    assert bool(masked.kinds) == (masked.text != text)
