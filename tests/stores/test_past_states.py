"""Invariant 3, nothing is overwritten: any state that ever was can be read again."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent.domain import Change, Memory, Provenance, Turn
from memory_stores.ledger import Filter, SqliteLedger
from memory_stores.lexical import search_text
from tests.stores.conftest import Open
from tests.stores.making import add, adding, citing, day, fade, memory, restore, revise, said

ANY = Filter(status=None)


def at(number: float, **fields: object) -> Filter:
    return replace(Filter(as_of=day(number)), **fields)  # type: ignore[arg-type]


@pytest.fixture
def moved(ledger: SqliteLedger) -> tuple[Memory, Memory]:
    """On day 10 Ana says that she moved, on day 8, from Rome, where she had lived since day 2."""
    turns = [said(ledger, "I live in Rome.", said_at=day(2)), said(ledger, "I moved to Oslo.")]
    rome = memory("The user lives in Rome.", recorded_at=day(3), source=citing(turns[0], "Rome"))
    ledger.commit([adding(rome)], digested=turns[0], at=rome.recorded_at)
    oslo = memory("The user lives in Oslo.", recorded_at=day(10), source=citing(turns[1], "Oslo"))
    oslo = replace(oslo, valid_from=day(8))
    gone = replace(rome, version=2, status="superseded", valid_to=day(8), recorded_at=day(10))
    changes = [
        Change("supersede", gone, "moved", "test", source=oslo.source),
        adding(oslo, displaces=rome.id),
    ]
    ledger.commit(changes, digested=turns[1], at=oslo.recorded_at)
    return rome, oslo


def test_as_of_gives_what_the_ledger_knew_then(
    ledger: SqliteLedger, moved: tuple[Memory, Memory]
) -> None:
    rome, oslo = moved
    assert ledger.memories(at(2.9)) == []
    assert ledger.memories(at(3)) == [rome]
    assert ledger.memories(at(9.9)) == [rome]
    assert ledger.memories(at(10)) == [oslo]
    assert [m.status for m in ledger.memories(at(10, status=None))] == ["superseded", "current"]


def test_valid_at_gives_what_was_true_then(
    ledger: SqliteLedger, moved: tuple[Memory, Memory]
) -> None:
    def true_at(number: float) -> list[str]:
        return [m.text[-5:] for m in ledger.memories(replace(ANY, valid_at=day(number)))]

    # Without a beginning of its own, it is true from when it was said, not from when recorded.
    assert [true_at(n) for n in (1.9, 2, 7.9, 8, 99)] == [
        *([], ["Rome."], ["Rome."], ["Oslo."], ["Oslo."]),
    ]


def test_what_was_true_then_is_found_though_it_is_superseded_since(
    ledger: SqliteLedger, moved: tuple[Memory, Memory]
) -> None:
    wanted = Filter(valid_at=day(7))
    superseded = ledger.memory(moved[0].id)
    assert (
        ledger.memories(wanted) == ledger.memories(replace(wanted, as_of=day(99))) == [superseded]
    )
    assert ledger.numbers("memories", wanted) == {1}
    assert [n for n, _ in search_text(ledger, "memories", ["rome", "oslo"], 9, wanted)] == [1]


def test_the_turns_that_said_what_has_faded_are_known(
    ledger: SqliteLedger, moved: tuple[Memory, Memory]
) -> None:
    assert ledger.faded_turns() == set()
    fade(ledger, moved[1])
    assert moved[1].source
    assert ledger.faded_turns() == {moved[1].source.turn_id}


def test_as_of_and_valid_at_together_give_what_was_then_thought_true(
    ledger: SqliteLedger, moved: tuple[Memory, Memory]
) -> None:
    rome, oslo = moved
    assert ledger.memories(at(9, valid_at=day(8.5))) == [rome]
    assert ledger.memories(at(10, valid_at=day(8.5))) == [oslo]
    assert ledger.memories(at(9, valid_at=day(1))) == []
    assert ledger.memories(at(2, valid_at=day(8.5))) == []


def test_history_tells_every_revision_with_what_it_displaced(
    ledger: SqliteLedger, moved: tuple[Memory, Memory]
) -> None:
    rome, oslo = moved
    first, second = ledger.revisions(rome.id)
    (third,) = ledger.revisions(oslo.id)
    assert [(r.number, r.op, r.recorded_at) for r in (first, second, third)] == [
        *((1, "add", day(3)), (2, "supersede", day(10)), (3, "add", day(10))),
    ]
    assert (first.memory, third.memory) == (rome, oslo)
    assert second.memory == ledger.memory(rome.id)
    assert (second.reason, second.actor) == ("moved", "test")
    assert (first.displaced, second.displaced, third.displaced) == (None, None, second.number)
    assert rome.source and oslo.source
    assert [r.turn_id for r in (first, second, third)] == [
        rome.source.turn_id,
        oslo.source.turn_id,
        oslo.source.turn_id,
    ]
    assert ledger.revisions("m-none") == []


NUMBERS = [1, 2, 3, 5]
"""Those of the memories below: of the first revision of each."""


@pytest.fixture
def varied(ledger: SqliteLedger) -> list[Memory]:
    """Memories that differ in all that a filter asks for."""
    cook = said(ledger, "I love rice.", session_id="x", agent_id="cook", said_at=day(1))
    other = said(ledger, "I have a dog.", session_id="y", said_at=day(1))
    return [
        add(ledger, "The user loves rice.", kind="preference", source=citing(cook, "rice")),
        add(ledger, "The user has a dog.", source=citing(other, "dog")),
        fade(ledger, add(ledger, "The user had a cold.", kind="event", valid_to=day(5))),
        add(ledger, "Be brief.", kind="instruction", valid_from=day(4)),
    ]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(), [0, 1, 3]),
        (ANY, [0, 1, 2, 3]),
        (Filter(status="faded"), [2]),
        (Filter(kind="preference"), [0]),
        (Filter(kind="event"), []),
        (Filter(kind="event", status=None), [2]),
        (Filter(session_id="x"), [0]),
        (Filter(session_id="none"), []),
        (Filter(agent_id="cook"), [0]),
        (Filter(session_id="y", agent_id="cook"), []),
        (Filter(valid_at=day(2)), [0, 1]),
        (Filter(valid_at=day(4)), [0, 1, 3]),
        (Filter(valid_at=day(4), status=None), [0, 1, 2, 3]),
        (Filter(valid_at=day(5), status=None), [0, 1, 3]),
        (Filter(valid_at=day(0)), []),
    ],
)
def test_filters_let_through_the_same_now_and_as_of_now(
    ledger: SqliteLedger, varied: list[Memory], wanted: Filter, expected: list[int]
) -> None:
    found = [varied[i] for i in expected]
    assert ledger.memories(wanted) == found
    assert ledger.memories(replace(wanted, as_of=day(100))) == found
    numbers = {NUMBERS[i] for i in expected}
    assert ledger.numbers("memories", wanted) == (None if wanted == Filter() else numbers)
    assert ledger.numbers("memories", replace(wanted, as_of=day(100))) == numbers


def test_memories_are_found_by_number_and_slot(ledger: SqliteLedger, varied: list[Memory]) -> None:
    triple = {"subject": "Mia", "predicate": "lives in"}
    rome = add(ledger, "Mia lives in Rome.", object="Rome", **triple)
    fade(ledger, add(ledger, "Mia lives in Oslo.", object="Oslo", **triple))
    assert ledger.slot("Mia", "lives in") == [rome]
    assert ledger.slot("Mia", "works in") == ledger.slot("mia", "lives in") == []
    assert ledger.memories_by_number([6, 4, 1, 99]) == {6: rome, 1: varied[0]}
    assert ledger.memory("m-none") is None


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
    | st.text(st.sampled_from("a é\u0301🙂🏳\ufe0f\u200d🌈\n\u2028\ufeff"), min_size=1),
    cut=st.tuples(st.integers(0, 20), st.integers(0, 20)),
)
def test_a_quote_is_the_slice_of_its_turn_whatever_the_characters(
    text: str, cut: tuple[int, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    ledger = SqliteLedger(tmp_path_factory.mktemp("quotes") / "a.db", "ana", busy_timeout=1)
    turn: Turn = said(ledger, text)
    start, end = sorted(min(place, len(text)) for place in cut)
    source = Provenance(turn.id, turn.session_id, "user", text[start:end], start, end)
    new = add(ledger, "It was said.", source=source)
    reads = [
        ledger.memory(new.id),
        *ledger.memories(),
        *ledger.memories(at(1)),
        *(revision.memory for revision in ledger.revisions(new.id)),
    ]
    assert [read.source for read in reads if read] == [source] * 4
    ledger.close()


steps = st.lists(
    st.tuples(st.sampled_from(["add", "update", "fade", "restore"]), st.integers(0, 3)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=25, deadline=None)
@given(steps)
def test_every_state_that_ever_was_is_read_again_and_is_what_the_revisions_say(
    tmp_path_factory: pytest.TempPathFactory, taken: list[tuple[str, int]]
) -> None:
    path = tmp_path_factory.mktemp("past") / "ana.db"
    ledger = SqliteLedger(path, "ana", busy_timeout=1)
    known: list[Memory] = []
    states: list[list[Memory]] = [[]]
    for number, (step, which) in enumerate(taken, start=1):
        moment = day(number)
        if step == "add" or not known:
            known.append(add(ledger, f"Number {number}.", recorded_at=moment))
        else:
            place = which % len(known)
            change = {"fade": fade, "restore": restore}.get(step)
            known[place] = (
                change(ledger, known[place], recorded_at=moment)
                if change
                else revise(ledger, known[place], "update", text=step * number, recorded_at=moment)
            )
        states.append(list(known))
    ledger.close()
    reopened = SqliteLedger(path, "ana", busy_timeout=1)
    for number, state in enumerate(states):
        assert reopened.memories(at(number, status=None)) == state
        assert reopened.memories(at(number)) == [m for m in state if m.status == "current"]
    assert reopened.memories(ANY) == states[-1]
    for newest in states[-1]:
        revisions = reopened.revisions(newest.id)
        assert revisions[-1].memory == newest
        assert [r.version for r in revisions] == list(range(1, newest.version + 1))
        assert all(a.number < b.number for a, b in pairwise(revisions))
    reopened.close()


def test_one_truth_a_second_connection_reads_every_change_at_once(
    ledger: SqliteLedger, open_ledger: Open
) -> None:
    other = open_ledger()
    old = add(ledger, "The user lives in Rome.")
    assert other.memories() == [old]
    faded = fade(other, old)
    assert ledger.memory(old.id) == faded
