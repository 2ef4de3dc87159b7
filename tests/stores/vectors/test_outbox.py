"""The outbox says, in the same transaction, what an index outside the file has to look at again."""

import pytest

from memory_agent.domain import Memory
from memory_stores.ledger import SqliteLedger
from memory_stores.vectors import outbox
from tests.stores.making import MODEL, add, fade, restore, revise, said, vector_of
from tests.stores.vectors.conformance import fill, numbers


def waiting(ledger: SqliteLedger) -> list[tuple[int, bool]]:
    """Return who waits, in order, and whether there is a vector to be found."""
    return [(one.owner, one.vector is not None) for one in outbox.waiting(ledger, 99)]


def empty(ledger: SqliteLedger) -> None:
    news = outbox.waiting(ledger, 99)
    outbox.cross_off(ledger, news[-1].number)
    assert outbox.claimed(ledger)[1] is False


@pytest.fixture
def two(ledger: SqliteLedger) -> list[Memory]:
    return fill(ledger, [[1, 0], [0, 1]])


def test_nothing_waits_until_an_index_takes_over(ledger: SqliteLedger, two: list[Memory]) -> None:
    fade(ledger, two[0])
    assert outbox.claimed(ledger) == (None, False)
    assert outbox.settled(ledger) == {("memories", MODEL): 1}


def test_everything_that_can_be_found_waits_for_the_index_that_takes_over(
    ledger: SqliteLedger, two: list[Memory]
) -> None:
    turn = said(ledger, "Hello")
    fade(ledger, two[0])
    ledger.commit([], vectors=[vector_of(turn, [1, 0])])
    claim = outbox.take_over(ledger, "a place")
    assert outbox.claimed(ledger) == (claim, True)
    assert claim.place == "a place"
    (second,) = numbers(ledger, two[1])
    assert waiting(ledger) == [(second, True), (turn.position, True)]
    assert outbox.settled(ledger) is None
    assert outbox.take_over(ledger, "a place").generation != claim.generation
    empty(ledger)
    assert outbox.settled(ledger) == {("memories", MODEL): 1, ("turns", MODEL): 1}


def test_what_changes_waits_once_and_as_it_is_now(ledger: SqliteLedger, two: list[Memory]) -> None:
    outbox.take_over(ledger, "a place")
    empty(ledger)
    first, second = (numbers(ledger, one).pop() for one in two)
    faded = fade(ledger, two[0])
    assert waiting(ledger) == [(first, False)]
    two[1] = revise(ledger, two[1], "update", text="New.", vectors=[vector_of(two[1], [1, 0])])
    assert waiting(ledger) == [(first, False), (second, True)]
    restore(ledger, faded)
    assert waiting(ledger) == [(second, True), (first, True)]
    revise(ledger, two[1], "update", text="Newer.")
    assert waiting(ledger) == [(first, True), (second, False)]
    third = add(ledger, "A third.")
    assert len(waiting(ledger)) == 2
    ledger.commit([], vectors=[vector_of(third, [1, 0])])
    assert waiting(ledger)[-1] == (numbers(ledger, third).pop(), True)


def test_what_changes_while_it_is_delivered_still_waits(
    ledger: SqliteLedger, two: list[Memory]
) -> None:
    outbox.take_over(ledger, "a place")
    news = outbox.waiting(ledger, 99)
    fade(ledger, two[0])
    outbox.cross_off(ledger, news[-1].number)
    assert waiting(ledger) == [(numbers(ledger, two[0]).pop(), False)]


def test_a_revision_that_changes_no_vector_and_no_status_leaves_nothing_waiting(
    ledger: SqliteLedger, two: list[Memory]
) -> None:
    outbox.take_over(ledger, "a place")
    empty(ledger)
    revise(ledger, two[0], "update", pinned=True)
    assert waiting(ledger) == []


@pytest.mark.parametrize("statement", ["DELETE FROM vectors", "UPDATE vectors SET vector = vector"])
def test_rows_changed_by_statements_of_any_kind_wait(
    ledger: SqliteLedger, two: list[Memory], statement: str
) -> None:
    outbox.take_over(ledger, "a place")
    empty(ledger)
    with ledger.reading() as connection:
        connection.execute(statement)
    kept = statement.startswith("UPDATE")
    assert waiting(ledger) == [(number, kept) for number in sorted(numbers(ledger, *two))]
