"""Causes are reversible: a turn that told who somebody is takes what it joined with it."""

import pytest

from memory_agent import Memory
from tests.invariants.living import current, known, life, tell

TOLD = ["My brother works at Bosch.", "My brother is Karim.", "Karim works at SAP."]


@pytest.mark.parametrize("by", ["erase", "revert"])
def test_without_the_naming_the_news_of_one_ends_nothing_of_the_other(
    memory: Memory, by: str
) -> None:
    with life(memory) as user_id:
        turns = tell(memory, user_id, TOLD)
        assert "The user's brother works at Bosch." not in current(memory, user_id)
        if by == "erase":
            memory.erase(user_id=user_id, turn_id=turns[1])
        else:
            memory.revert(user_id=user_id, turn_id=turns[1])
        assert current(memory, user_id) == [
            "Karim works at SAP.",
            "The user's brother works at Bosch.",
        ]
        names = {entity.name for entity in memory.entities(user_id=user_id)}
        assert {"Karim", "the user's brother"} <= names
        assert memory.verify(user_id=user_id).problems == ()


def test_the_news_may_be_undone_and_the_naming_stays(memory: Memory) -> None:
    with life(memory) as user_id:
        turns = tell(memory, user_id, TOLD)
        memory.revert(user_id=user_id, turn_id=turns[2])
        assert current(memory, user_id) == [
            "The user has a brother called Karim.",
            "The user's brother works at Bosch.",
        ]
        [karim] = [e for e in memory.entities(user_id=user_id) if e.name == "Karim"]
        assert karim.aliases == ("the user's brother",)


def test_a_full_name_told_later_is_taken_back_to_the_first_name(memory: Memory) -> None:
    with life(memory) as user_id:
        turns = tell(
            memory, user_id, ["My brother Karim likes tea.", "My brother is Karim Haddad."]
        )
        names = {e.name: e.aliases for e in memory.entities(user_id=user_id)}
        assert names["Karim Haddad"] == ("Karim",)
        memory.revert(user_id=user_id, turn_id=turns[1])
        names = {e.name: e.aliases for e in memory.entities(user_id=user_id)}
        assert names["Karim"] == ()
        assert "Karim Haddad" not in names


def test_a_projection_made_anew_joins_the_same_names(memory: Memory) -> None:
    with life(memory) as user_id:
        tell(memory, user_id, TOLD)
        before = memory.graph(user_id=user_id), memory.search("Karim", user_id=user_id)
        memory.rebuild(user_id=user_id)
        assert (memory.graph(user_id=user_id), memory.search("Karim", user_id=user_id)) == before


def test_who_somebody_was_known_to_be_can_be_read_as_of_then(memory: Memory) -> None:
    with life(memory) as user_id:
        tell(memory, user_id, TOLD[:1])
        [first] = memory.list(user_id=user_id)
        tell(memory, user_id, TOLD[1:2], session_id="later")
        then = memory.graph(user_id=user_id, as_of=first.recorded_at)
        assert "the user's brother" in {entity.name for entity in then.entities}
        assert "Karim" in {entity.name for entity in memory.entities(user_id=user_id)}
        assert len(known(memory, user_id)) == 2
