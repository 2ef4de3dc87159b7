"""Erasing: which revisions, memories and words go, and which stay."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from memory_agent.policies import Undoing, cited_words, struck_words, without_turns
from memory_agent.policies.erasing import without_spans
from tests.policies.test_undoing import Past, moved, words

spans = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda s: (s[0], s[0] + s[1]))


@given(spans, st.lists(spans, max_size=4))
def test_of_a_span_exactly_what_nobody_else_stands_on_is_left(
    span: tuple[int, int], taken: list[tuple[int, int]]
) -> None:
    left = [n for a, b in without_spans(span, taken) for n in range(a, b)]
    others = {n for a, b in taken for n in range(a, b)}
    assert sorted(left) == [n for n in range(*span) if n not in others]
    assert len(left) == len(set(left))


def test_words_are_struck_as_far_as_nothing_else_stands_on_them() -> None:
    cited = words("t1", "I live in Porto and like tea")
    (left,) = struck_words([cited], {"t1": [(0, 15)], "t2": [(16, 28)]})
    assert (left.start, left.end, left.quote) == (15, 28, " and like tea")
    assert struck_words([cited], {"t1": [(0, 40)]}) == []


def test_the_words_of_a_memory_are_all_that_made_or_changed_it() -> None:
    past = moved()
    lisbon = [r for r in past.log if r.memory_id == "m-Lisbon"]
    assert {source.turn_id for source in cited_words({"m-Lisbon": lisbon})} == {"t2", "t3"}


def erasing(past: Past, turn: str) -> Undoing:
    undone = frozenset(r.number for r in past.log if r.turn_id == turn)
    touched = dict.fromkeys(r.memory_id for r in past.log if r.number in undone)
    histories = {id_: [r for r in past.log if r.memory_id == id_] for id_ in touched}
    return Undoing(histories, undone, lambda *_: [], lambda m: m.recorded_at, "erased")


def test_what_only_the_turn_said_goes_and_what_it_ended_comes_back() -> None:
    past = moved()
    destruction = without_turns(["t3"], erasing(past, "t3"))
    assert destruction.memories == {"m-Madrid"}
    assert destruction.states == frozenset()  # That Lisbon was over tells nothing of Madrid
    (back,) = destruction.changes
    assert (back.op, back.memory.object, back.memory.status) == ("restore", "Lisbon", "current")


def test_what_others_said_too_is_told_again_for_each_of_them() -> None:
    past = Past()
    porto = past.add("t1", "Porto")
    for version, turn in ((2, "t2"), (3, "t3")):
        source = words(turn, porto.text)
        past.append("reinforce", replace(porto, version=version), "said again", source)
    destruction = without_turns(["t1"], erasing(past, "t1"))
    assert destruction.memories == frozenset()
    assert destruction.states == {1, 2, 3}
    causes = [change.source and change.source.turn_id for change in destruction.changes]
    assert causes == ["t2", "t3"]
    newest = destruction.changes[-1].memory
    assert (newest.text, newest.version) == (porto.text, 5)
    assert newest.source == words("t2", porto.text)
