"""The lexical index: what words find, and that no query is more than words."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory_agent.domain import Message
from memory_stores.ledger import Collection, Filter, SqliteLedger
from memory_stores.lexical import search_text
from tests.stores.conftest import Open
from tests.stores.making import add, citing, day, fade, restore, revise, said

OPERATORS = [
    *('"', '""', "'", "*", "run*", "^", "-", "- run", "+", ":", "text:run", "()", "(", ")", "{}"),
    *("NEAR(", "NEAR(a b)", "AND", "OR", "NOT", "AND OR NOT", "rank", "a\0b", "\\", ";", "--"),
    *("' OR 1=1 --", 'x" OR "', "👍", "\u200b", ""),
]


def found(
    ledger: SqliteLedger,
    *words: str,
    wanted: Filter = Filter(),  # noqa: B008 - frozen
    limit: int = 99,
    collection: Collection = "memories",
) -> list[int]:
    return [number for number, _ in search_text(ledger, collection, words, limit, wanted)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The user runs every day.", "running"),
        ("The user is running late.", "runs"),
        ("The user has two sisters.", "sister"),
        ("The user visits cafés.", "cafe"),
        ("The user visits the cafe.", "CAFÉ"),
        ("The user visits the cafe\u0301.", "café"),
        ("Anna Müller-Łoś called.", "muller"),
        ("The user is in Ελλάδα.", "ΕΛΛΆΔΑ"),
        ("Born in 1987.", "1987"),
    ],
)
def test_a_word_finds_other_forms_cases_and_accents_of_itself(
    ledger: SqliteLedger, text: str, word: str
) -> None:
    add(ledger, text)
    add(ledger, "Something else altogether.")
    said(ledger, text)
    assert found(ledger, word) == [1]
    assert found(ledger, word, collection="turns") == [1]


@pytest.mark.parametrize("word", ["run", "late", "cafeteria", "the user runs late"])
def test_a_word_that_is_not_there_finds_nothing(ledger: SqliteLedger, word: str) -> None:
    add(ledger, "The user visits the cafe.")
    assert found(ledger, word) == []


def test_any_of_the_words_is_enough_and_more_of_them_are_better(ledger: SqliteLedger) -> None:
    for text in ("A red car.", "A red boat.", "A blue boat.", "A green tree."):
        add(ledger, text)
    ranked = search_text(ledger, "memories", ["red", "boat"], 99, Filter())
    assert ranked[0][0] == 2
    assert {number for number, _ in ranked} == {1, 2, 3}
    scores = [score for _, score in ranked]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[1] > 0
    assert found(ledger, "red", "boat", limit=1) == [2]
    assert found(ledger, "red", limit=0) == found(ledger) == []


@pytest.mark.parametrize("collection", ["memories", "turns"])
def test_operators_and_quotes_in_a_query_are_harmless(
    ledger: SqliteLedger, collection: Collection
) -> None:
    for text in ("The user likes boats.", "A blue sky."):
        add(ledger, text)
        said(ledger, text)
    later = Filter(as_of=day(9**5))
    for word in OPERATORS:
        assert found(ledger, word, collection=collection) == [], word
        assert found(ledger, word, "boat", collection=collection) == [1], word
        assert found(ledger, "boat", word, wanted=later, collection=collection) == [1], word


def test_a_quoted_operator_still_finds_its_own_word(ledger: SqliteLedger) -> None:
    add(ledger, "Near and far.")
    add(ledger, "Rock 'n' roll.")
    assert found(ledger, "NEAR") == found(ledger, "AND") == found(ledger, "near*") == [1]
    assert found(ledger, '"roll"') == found(ledger, '"n"roll') == [2]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4))
def test_no_words_whatever_break_the_search(ledger: SqliteLedger, words: list[str]) -> None:
    if ledger.memories() == []:
        add(ledger, "The user likes boats.")
    assert found(ledger, *words, "boats") == [1]
    found(ledger, *words, collection="turns")


def test_among_thousands_of_matches_the_rare_word_decides(ledger: SqliteLedger) -> None:
    common = [Message("user", f"The boat number {number} is red.") for number in range(1200)]
    ledger.accept([*common, Message("user", "A boat called Ada.")])
    assert found(ledger, "boat", "ada", collection="turns")[0] == 1201
    assert found(ledger, "ada", "boat", "zebra", "*", collection="turns")[0] == 1201
    assert len(found(ledger, "boat", collection="turns", limit=60)) == 60
    assert len(found(ledger, "boat", "red", "the", collection="turns", limit=60)) == 60


def test_only_current_memories_are_found_unless_the_past_is_asked_for(
    ledger: SqliteLedger,
) -> None:
    old = add(ledger, "The user lives in Rome.")
    add(ledger, "The user works in Rome.")
    revise(ledger, old, "supersede", status="superseded")
    assert found(ledger, "rome") == [2]
    assert found(ledger, "rome", wanted=Filter(as_of=day(1))) == [1, 2]
    assert found(ledger, "rome", wanted=Filter(status="superseded")) == [1]
    assert found(ledger, "rome", wanted=Filter(status=None)) == [1, 2]


def test_a_faded_memory_is_found_again_when_it_is_restored(ledger: SqliteLedger) -> None:
    faded = fade(ledger, add(ledger, "The user lives in Rome."))
    assert found(ledger, "rome") == []
    restore(ledger, faded)
    assert found(ledger, "rome") == [1]


def test_a_new_text_is_found_by_its_own_words_only_on_every_connection(
    ledger: SqliteLedger, open_ledger: Open
) -> None:
    old = add(ledger, "The user lives in Rome.")
    other = open_ledger()
    assert found(other, "rome") == [1]
    revise(ledger, old, "update", text="The user lives in Oslo.")
    for reader in (ledger, other):
        assert (found(reader, "rome"), found(reader, "oslo")) == ([], [1])


@pytest.mark.parametrize(
    ("wanted", "memories", "turns"),
    [
        (Filter(), [1, 2, 3], [1, 2]),
        (Filter(kind="preference"), [1], [1, 2]),
        (Filter(kind="event"), [], [1, 2]),
        (Filter(session_id="x"), [1], [1]),
        (Filter(session_id="none"), [], []),
        (Filter(agent_id="cook"), [2], [2]),
        (Filter(session_id="x", agent_id="cook"), [], []),
        (Filter(valid_at=day(3)), [1, 2], [1, 2]),
        (Filter(valid_at=day(0.5)), [], [1, 2]),
        (Filter(session_id="x", valid_at=day(9)), [1], [1]),
    ],
)
def test_filters_leave_out_what_is_not_wanted(
    ledger: SqliteLedger, wanted: Filter, memories: list[int], turns: list[int]
) -> None:
    x = said(ledger, "I love rice.", session_id="x", said_at=day(1))
    y = said(ledger, "I cook rice.", session_id="y", agent_id="cook", said_at=day(2))
    add(ledger, "The user loves rice.", kind="preference", source=citing(x, "rice"))
    add(ledger, "The user cooks rice.", source=citing(y, "rice"))
    add(ledger, "The user sells rice.", valid_from=day(5))
    assert sorted(found(ledger, "rice", wanted=wanted)) == memories
    assert sorted(found(ledger, "rice", wanted=wanted, collection="turns")) == turns


def test_turns_accepted_later_are_not_found_as_of_before(ledger: SqliteLedger) -> None:
    (first,) = ledger.accept([Message("assistant", "I love rice.")])
    second = said(ledger, "I hate rice.")
    then = Filter(as_of=first.accepted_at)
    assert first.accepted_at < second.accepted_at
    assert found(ledger, "rice", wanted=then, collection="turns") == [1]
    before = replace(then, as_of=day(-1))
    assert found(ledger, "rice", wanted=before, collection="turns") == []
