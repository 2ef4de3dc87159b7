"""A quote is found where its words stand, however they are spaced and spelled, and nowhere else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory_agent.extraction.llm.quoting import find_quote

WORDS = st.lists(st.text("abcÄé日7'’", min_size=1, max_size=5), min_size=1, max_size=8)
SPACES = st.sampled_from([" ", "  ", "\n", "\t "])


def heard(text: str) -> list[str]:
    """The words and numbers of a text, however they are written."""
    return re.findall(r"\w+", text.lower())


@given(WORDS, st.data())
def test_words_copied_in_another_spelling_are_found(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    after = data.draw(st.integers(first + 1, len(words)))
    quoted = words[first:after]
    if not any(letter.isalnum() for letter in "".join(quoted)):
        return
    text = data.draw(SPACES).join(words)
    quote = data.draw(SPACES).join(quoted).replace("’", "'").upper()
    found = find_quote(text, quote)
    assert found is not None
    assert heard(text[slice(*found)]) == heard(quote)


@given(st.text(), st.text())
def test_what_is_found_lies_in_the_text(text: str, quote: str) -> None:
    found = find_quote(text, quote)
    if found is not None:
        start, end = found
        assert 0 <= start < end <= len(text)
        assert re.search(r"\w", text[start:end])


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("I was born in 1999.", "born in 199"),
        ("I love cats.", "love cat"),
        ("I love cats.", "ove cats"),
        ("I love cats and dogs.", "I love dogs"),
        ("I love cats.", "?!"),
        ("", "I"),
    ],
)
def test_parts_of_words_and_words_left_out_are_no_quote(text: str, quote: str) -> None:
    assert find_quote(text, quote) is None


def test_a_script_without_spaces_is_cited_in_the_middle() -> None:
    assert find_quote("私は東京に住んでいます", "東京に住んで") == (2, 8)
