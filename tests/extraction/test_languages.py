"""Sentences in other languages: told apart, kept as they were said, and only statements."""

import pytest

from memory_agent.domain.languages import LANGUAGES
from memory_agent.extraction import unsupported
from memory_agent.extraction.languages import MAX_VERBATIM, language
from tests.extraction.conftest import Extract
from tests.extraction.lines_of_languages import ENGLISH, FOREIGN, UNSAID

PAIRS = [(tag, line) for tag, lines in FOREIGN.items() for line in lines.splitlines()]


def test_the_lines_are_many() -> None:
    assert len(ENGLISH.splitlines()) >= 80
    assert len(PAIRS) >= 80
    assert len(FOREIGN) >= 14
    assert set(FOREIGN) <= set(LANGUAGES)


@pytest.mark.parametrize("line", ENGLISH.splitlines())
def test_english_is_never_taken_for_another_language(line: str) -> None:
    assert language(line) is None


@pytest.mark.parametrize(("tag", "line"), PAIRS)
def test_a_statement_is_kept_as_it_was_said(extract: Extract, tag: str, line: str) -> None:
    [found] = extract(line)
    assert (found.text, found.predicate, found.object) == (line, "said_in", tag)
    assert (found.rule, found.subject) == (f"verbatim: {tag}", None)
    assert found.source.quote == line
    assert unsupported(found, "The user") is None


@pytest.mark.parametrize("said", UNSAID.values(), ids=UNSAID)
def test_what_states_nothing_of_the_user_is_not_kept(extract: Extract, said: str) -> None:
    assert extract(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "Please translate: Ich wohne in Gent und ich habe einen Hund.",
        "Ich wohne in Berlin. What does that mean?",
        "Is this correct: Je suis allé au marché avec mon frère.",
        "Vertaal dit naar het Engels. Ik woon in Gent en ik heb een hond.",
        "My neighbour wrote «Ich wohne in Berlin und habe zwei Kinder.»",
        "How do you say: me llamo Carmen y tengo dos hijos",
    ],
)
def test_a_text_to_work_on_is_nobody_s_statement(extract: Extract, said: str) -> None:
    assert [c for c in extract(said) if c.predicate == "said_in"] == []


def test_the_english_beside_it_is_read_as_english(extract: Extract) -> None:
    found = extract("Ich wohne in Berlin. I'm allergic to peanuts. 私は看護師です。")
    assert [(c.predicate, c.object) for c in found] == [
        ("said_in", "de"),
        ("said_in", "ja"),
        ("allergic_to", "peanuts"),
    ]


def test_a_long_sentence_is_cut_at_a_word(extract: Extract) -> None:
    [found] = extract("Ich wohne in Berlin und " + "arbeite sehr gern in meinem Garten und " * 12)
    assert len(found.text) <= MAX_VERBATIM
    assert found.text.split()[-1] in "arbeite sehr gern in meinem Garten und"
    assert found.source.quote == found.text
