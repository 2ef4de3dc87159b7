"""Causes are reversible: removing a turn undoes what it caused, and nothing else.

Where a life from which a turn was removed may differ from one in which it was never said:

- A sentence that was said twice is one memory that was reinforced, in the words of its first turn.
  Without that turn it stands on the words of the second, as far as they say the same.
- What was said again after it had been superseded is a memory of its own, and stays one.
- "I never lived in Porto", said while Porto was superseded, retracted nothing, and does not do so
  later: it stays a memory beside the Porto that comes back.
"""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent import Memory
from tests.invariants.living import current, day, known, life, one, say, tell

HOMES = ["I live in Porto.", "I live in Lisbon.", "I live in Madrid."]
PORTO, LISBON, MADRID = (f"The user lives in {place}." for place in ("Porto", "Lisbon", "Madrid"))


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("by", ["erase", "revert"])
def test_whichever_turns_are_removed_in_whatever_order_the_last_one_left_holds(
    memory: Memory, order: tuple[int, ...], by: str
) -> None:
    with life(memory) as user_id:
        turns = tell(memory, user_id, HOMES)
        left = dict(enumerate([PORTO, LISBON, MADRID]))
        for number in order:
            if by == "erase":
                memory.erase(user_id=user_id, turn_id=turns[number])
            else:
                memory.revert(user_id=user_id, turn_id=turns[number])
            del left[number]
            assert current(memory, user_id) == ([left[max(left)]] if left else [])
        assert by == "revert" or known(memory, user_id) == []


def test_what_comes_back_is_ended_again_when_the_next_one_began(memory: Memory) -> None:
    with life(memory) as user_id:
        turns = tell(memory, user_id, HOMES)
        memory.erase(user_id=user_id, turn_id=turns[1])
        porto = one(memory, user_id, PORTO)
        assert (porto.status, porto.valid_to) == ("superseded", day(2))


def test_reinforced_by_another_turn_it_stays_in_that_turns_words(memory: Memory) -> None:
    with life(memory) as user_id:
        first, second, third = tell(memory, user_id, ["I live in Porto."] * 3)
        memory.erase(user_id=user_id, turn_id=first)
        kept = one(memory, user_id, PORTO)
        assert kept.source is not None
        assert (kept.status, kept.source.turn_id) == ("current", second)
        memory.erase(user_id=user_id, turn_id=second)
        kept = one(memory, user_id, PORTO)
        assert kept.source is not None
        assert kept.source.turn_id == third
        memory.erase(user_id=user_id, turn_id=third)
        assert known(memory, user_id) == []


def test_words_that_only_made_it_surer_do_not_keep_what_they_do_not_say(memory: Memory) -> None:
    with life(memory) as user_id:
        first, _ = tell(memory, user_id, ["I work at Acme as a baker.", "I work at Acme."])
        memory.erase(user_id=user_id, turn_id=first)
        assert len(known(memory, user_id)) == 1
        assert "baker" not in str(memory.list(user_id=user_id, status=None))
        assert "Acme" in known(memory, user_id)[0][0]


def test_reverting_each_of_the_turns_that_said_it_leaves_it_retracted(memory: Memory) -> None:
    with life(memory) as user_id:
        turns = tell(memory, user_id, ["I live in Porto."] * 3)
        for turn_id in turns[:2]:
            memory.revert(user_id=user_id, turn_id=turn_id)
            assert current(memory, user_id) == [PORTO]
        memory.revert(user_id=user_id, turn_id=turns[2])
        assert known(memory, user_id) == [(PORTO, "retracted")]


def test_a_turn_that_was_reverted_or_leant_on_by_a_revert_can_be_erased(memory: Memory) -> None:
    with life(memory) as user_id:
        turns = tell(memory, user_id, ["I live in Porto."] * 3)
        memory.revert(user_id=user_id, turn_id=turns[0])
        memory.erase(user_id=user_id, turn_id=turns[1])
        kept = one(memory, user_id, PORTO)
        assert kept.source is not None
        assert (kept.status, kept.source.turn_id) == ("current", turns[2])
        memory.erase(user_id=user_id, turn_id=turns[2])
        assert known(memory, user_id) == [(PORTO, "retracted")]
        memory.erase(user_id=user_id, turn_id=turns[0])
        assert known(memory, user_id) == []
        assert memory.verify(user_id=user_id).problems == ()


MENDED = [
    (["I live in Porto.", "I never lived in Porto."], 1, [PORTO]),
    (["My birthday is 3 May.", "My birthday is 4 May."], 1, ["The user's birthday is 3 May."]),
    (["I like tea.", "I hate tea."], 1, ["The user likes tea."]),
    (["I like tea.", "I don't like tea any more."], 1, ["The user likes tea."]),
    (["I work at Acme.", "I quit my job."], 1, ["The user works at Acme."]),
    (
        ["I work at Acme.", "I work at Bosch.", "I quit my job."],
        1,
        ["The user quit their job."],
    ),
    (
        ["My birthday is 3 May.", "My birthday is 4 May.", "My birthday is 5 May."],
        1,
        ["The user's birthday is 5 May."],
    ),
    (["I hate tea.", "I like tea.", "I like tea."], 1, ["The user likes tea."]),
    (["I like tea.", "I don't like tea any more.", "I like tea."], 1, ["The user likes tea."]),
    (["I live in Porto.", "I never lived in Porto.", "I live in Madrid."], 1, [MADRID]),
]


@pytest.mark.parametrize(("said", "cut", "left"), MENDED)
def test_what_it_took_back_comes_back_unless_something_later_says_otherwise(
    memory: Memory, said: list[str], cut: int, left: list[str]
) -> None:
    with life(memory) as user_id:
        turns = tell(memory, user_id, said)
        memory.revert(user_id=user_id, turn_id=turns[cut])
        assert current(memory, user_id) == left
        memory.erase(user_id=user_id, turn_id=turns[cut])
        assert current(memory, user_id) == left


def test_a_session_goes_with_all_that_it_caused_and_nothing_else_is_touched(
    memory: Memory,
) -> None:
    with life(memory) as user_id:
        tell(memory, user_id, ["I live in Porto.", "I like tea.", "My sister is called Ana."])
        before = memory.list(user_id=user_id, status=None)
        said = ["I live in Lisbon.", "I hate tea.", "I live in Madrid.", "I am vegan."]
        for number, sentence in enumerate(said, 3):
            say(memory, user_id, sentence, number, session_id="other")
        untouched = one(memory, user_id, "The user has a sister called Ana.")
        memory.erase(user_id=user_id, session_id="other")
        after = memory.list(user_id=user_id, status=None)
        assert [(m.id, m.text, m.status, m.valid_to) for m in after] == [
            (m.id, m.text, m.status, m.valid_to) for m in before
        ]
        assert one(memory, user_id, untouched.text) == untouched


def test_two_that_one_sentence_superseded_both_come_back(memory: Memory) -> None:
    with life(memory) as user_id:
        tell(memory, user_id, ["I work at Acme and I work as a baker."])
        before = current(memory, user_id)
        turn = say(memory, user_id, "I quit my job.", 5)
        assert len(before) == 2
        assert current(memory, user_id) == ["The user quit their job."]
        memory.erase(user_id=user_id, turn_id=turn)
        assert current(memory, user_id) == before


def test_the_revert_of_a_revert_brings_back_what_was(memory: Memory) -> None:
    with life(memory) as user_id:
        turns = tell(memory, user_id, HOMES[:2])
        before = known(memory, user_id)
        moment = memory.log(user_id=user_id)[-1].recorded_at
        memory.revert(user_id=user_id, turn_id=turns[1])
        assert known(memory, user_id) == [(LISBON, "retracted"), (PORTO, "current")]
        undoing = memory.log(user_id=user_id)[-2:]
        memory.revert(user_id=user_id, to=moment)
        assert known(memory, user_id) == before
        memory.revert(user_id=user_id, turn_id=turns[1])
        assert known(memory, user_id) == [(LISBON, "retracted"), (PORTO, "current")]
        assert memory.revert(user_id=user_id, turn_id=turns[1]) == []
        (retracted,) = [r for r in undoing if r.op == "retract"]
        assert retracted.memory is not None
        assert retracted.memory.text == LISBON


def test_undoing_the_undoing_of_one_memory_leaves_its_slot_one_value(memory: Memory) -> None:
    with life(memory) as user_id:
        turns = tell(memory, user_id, HOMES[:2])
        changes = memory.revert(user_id=user_id, turn_id=turns[1])
        assert {change.op for change in changes} == {"retract", "restore"}
        number = next(r.number for r in memory.log(user_id=user_id) if r.op == "retract")
        memory.revert(user_id=user_id, revision=number)
        assert current(memory, user_id) == [LISBON]


def test_what_a_person_wrote_stays_when_the_turn_goes(memory: Memory) -> None:
    with life(memory) as user_id:
        (turn,) = tell(memory, user_id, ["I live in Porto."])
        porto = one(memory, user_id, PORTO)
        memory.update(porto.id, "The user lives by the river.", user_id=user_id)
        memory.erase(user_id=user_id, turn_id=turn)
        assert current(memory, user_id) == ["The user lives by the river."]
        assert one(memory, user_id, "The user lives by the river.").source is None


@pytest.mark.parametrize("doing", ["pin", "forget", "restore"])
def test_what_a_person_only_marked_goes_with_the_turn(memory: Memory, doing: str) -> None:
    with life(memory) as user_id:
        (turn,) = tell(memory, user_id, ["I live in Porto."])
        porto = one(memory, user_id, PORTO)
        if doing == "pin":
            memory.pin(porto.id, user_id=user_id)
        else:
            memory.forget(porto.id, user_id=user_id)
        if doing == "restore":
            memory.restore(porto.id, user_id=user_id)
        memory.erase(user_id=user_id, turn_id=turn)
        assert known(memory, user_id) == []


SLOTS = [
    HOMES,
    ["I like tea.", "I hate tea."],
    ["My birthday is 3 May.", "My birthday is 4 May.", "My birthday is 5 May."],
    ["I work at Acme.", "I work at Bosch.", "I quit my job.", "I work at Cisco."],
    ["My sister is called Ana.", "I have a dog called Rex."],
    ["Always answer in French.", "Always answer in Spanish.", "Always answer in German."],
    ["I am vegetarian.", "I am vegan.", "I am kosher."],
]
lives = (
    st.lists(st.sampled_from(SLOTS), min_size=1, max_size=2, unique_by=lambda slot: slot[0])
    .map(lambda chosen: [sentence for slot in chosen for sentence in slot])
    .flatmap(lambda said: st.lists(st.sampled_from(said), unique=True, min_size=2, max_size=5))
)


@settings(max_examples=15, deadline=None)
@given(lives, st.data())
def test_without_some_turns_all_is_as_if_they_had_never_been(
    memory: Memory, said: list[str], data: st.DataObject
) -> None:
    numbers = st.lists(st.integers(0, len(said) - 1), unique=True, min_size=1, max_size=3)
    cut = data.draw(numbers)
    with life(memory) as user_id, life(memory) as reverting, life(memory) as fresh:
        turns, others = tell(memory, user_id, said), tell(memory, reverting, said)
        for number in cut:
            memory.erase(user_id=user_id, turn_id=turns[number])
            memory.revert(user_id=reverting, turn_id=others[number])
        for number in set(range(len(said))) - set(cut):
            say(memory, fresh, said[number], number)
        assert known(memory, user_id) == known(memory, fresh)
        assert current(memory, reverting) == current(memory, fresh)
        if memory.has_user(user_id):
            assert memory.verify(user_id=user_id).problems == ()
