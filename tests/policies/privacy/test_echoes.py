"""Sentences that were said elsewhere are found in a turn, whatever leads them in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory_agent.policies.privacy import echoes, sentence_keys

SAID = sentence_keys(
    ["Here is a draft: I work at Acme. I love my patients!", "The user lives in Porto."]
)


def found(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in echoes(text, SAID)]


@pytest.mark.parametrize(
    "text",
    [
        "I work at Acme.",
        "i work at acme",
        "- [2026-01-05] The user lives in Porto.",
        "You said: I love my patients",
        "The  user lives\tin Porto",
    ],
)
def test_an_echo_is_found(text: str) -> None:
    assert found(text) == [text]


@pytest.mark.parametrize(
    "text",
    ["I work at Acme now.", "I love it.", "I don't work at Acme.", "Acme", "The user lives."],
)
def test_what_says_anything_else_is_no_echo(text: str) -> None:
    assert found(text) == []


def test_only_the_sentences_that_echo_are_found() -> None:
    assert found("I work at Acme. I live in Faro. I love my patients!") == [
        "I work at Acme.",
        "I love my patients!",
    ]


@given(st.text())
def test_the_stretches_are_apart_and_within_the_text(text: str) -> None:
    at = 0
    for start, end in echoes(text, sentence_keys([text])):
        assert at <= start < end <= len(text)
        at = end
