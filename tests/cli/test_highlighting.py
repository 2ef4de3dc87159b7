import pytest

from memory_agent.cli.highlighting import lines_changed, words_changed
from memory_agent.cli.output import Part, marked


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Ana lives in Lisbon.", "Ana lives in Porto.", "Ana lives in [-Lisbon-]{+Porto+}."),
        ("Ana lives in Lisbon.", "Ana lives in Lisbon.", "Ana lives in Lisbon."),
        ("Ana likes tea.", "Ana likes green tea.", "Ana likes {+green +}tea."),
        ("Ana likes green tea.", "Ana likes tea.", "Ana likes [-green -]tea."),
        ("Ana doesn't fly.", "Ana does fly.", "Ana [-doesn't-]{+does+} fly."),
    ],
)
def test_words_are_marked_where_they_differ(before: str, after: str, shown: str) -> None:
    assert marked(words_changed(before, after)) == shown


def test_sentences_with_little_in_common_stand_one_after_the_other() -> None:
    shown = marked(words_changed("Ana lives in Lisbon.", "He has two dogs and a cat!"))
    assert shown == "[-Ana lives in Lisbon.-] {+He has two dogs and a cat!+}"


def test_what_is_gone_and_new_can_be_put_together_again() -> None:
    before, after = "Ana has met Bo, in Rome, twice.", "Ana met Bo and Cy in Rome."
    parts = words_changed(before, after)
    assert joined(parts, "gone") == before
    assert joined(parts, "new") == after


def joined(parts: tuple[Part, ...], sort: str) -> str:
    return "".join(part.text for part in parts if part.sort in ("same", sort))


def test_lines_that_differ_have_a_sign() -> None:
    assert lines_changed("one\ntwo\nthree", "one\nthree\nfour") == [
        (" ", "one"),
        ("-", "two"),
        (" ", "three"),
        ("+", "four"),
    ]
