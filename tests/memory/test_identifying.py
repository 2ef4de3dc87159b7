"""Joining and splitting by hand: that two names are one, or two, is a memory like any other."""

from pathlib import Path

import pytest

from memory_agent import Memory
from memory_agent.domain.errors import InvalidInput, NotFound


@pytest.fixture
def told(memory: Memory) -> Memory:
    for text in (
        "My boss lives in Rome.",
        "I have a friend called Ingrid.",
        "Ingrid works at SAP.",
        "My friend Karim Haddad lives in Oslo.",
        "Karim likes tea.",
    ):
        memory.add(text, user_id="ana")
    return memory


def names(memory: Memory) -> dict[str, tuple[str, ...]]:
    return {entity.name: entity.aliases for entity in memory.entities(user_id="ana")}


def relations(memory: Memory, entity: str) -> set[tuple[str, str, str]]:
    found = memory.graph(user_id="ana", entity=entity).relations
    return {(r.subject, r.predicate, r.object) for r in found}


def test_what_is_joined_is_one_node_under_either_name(told: Memory) -> None:
    [joined] = told.merge("my boss", "ingrid", user_id="ana")
    assert (joined.op, joined.actor, joined.memory.text) == (
        *("add", "user"),
        "The user's boss is Ingrid.",
    )
    assert names(told)["Ingrid"] == ("the user's boss",)
    around = {("ingrid", "lives_in", "rome"), ("ingrid", "works_at", "sap")}
    assert around < relations(told, "my boss") == relations(told, "Ingrid")
    with told._stores.user("ana") as store:
        graph = store.graph()
        assert graph.leads("the user's boss", "SAP")
        assert graph.leads("ingrid", "rome")


def test_news_of_one_name_takes_the_place_of_what_the_other_told(told: Memory) -> None:
    told.merge("my boss", "Ingrid", user_id="ana")
    [_, over] = told.add("Ingrid moved to Bonn.", user_id="ana")
    assert (over.op, over.memory.text) == ("supersede", "The user's boss lives in Rome.")


def test_a_join_is_undone_by_split_revert_forget_and_erase(told: Memory) -> None:
    apart = names(told)
    for undo in ("split", "revert", "forget", "erase"):
        [joined] = told.merge("Karim", "Ingrid", user_id="ana")
        assert names(told)["Ingrid"] != apart["Ingrid"]
        if undo == "split":
            [added, gone] = told.split("Karim Haddad", user_id="ana")
            assert (added.memory.predicate, gone.op) == ("different_from", "retract")
            told.forget(added.memory.id, user_id="ana")
        elif undo == "revert":
            [newest] = told.log(user_id="ana", limit=1)
            told.revert(user_id="ana", revision=newest.number)
        elif undo == "forget":
            told.forget(joined.memory.id, user_id="ana")
        else:
            assert told.erase(joined.memory.id, user_id="ana").residue == 0
        assert names(told) == apart
    assert told.verify(user_id="ana").problems == ()


def test_what_is_split_is_not_joined_again_until_it_is_merged(told: Memory) -> None:
    assert names(told)["Karim Haddad"] == ("Karim",)
    [apart] = told.split("Karim", user_id="ana")
    assert apart.memory.text == "Karim is not Karim Haddad."
    told.add("Karim works at Acme.", user_id="ana")
    assert names(told)["Karim Haddad"] == ()
    assert ("karim", "works_at", "acme") in relations(told, "Karim")
    [joined, gone] = told.merge("Karim", "Karim Haddad", user_id="ana")
    assert (joined.op, gone.op, gone.memory.id) == ("add", "retract", apart.memory.id)
    assert names(told)["Karim Haddad"] == ("Karim",)
    assert ("karim haddad", "works_at", "acme") in relations(told, "Karim")


def test_a_split_that_is_reverted_joins_again(told: Memory) -> None:
    told.split("Karim", user_id="ana")
    [newest] = told.log(user_id="ana", limit=1)
    told.revert(user_id="ana", revision=newest.number)
    assert names(told)["Karim Haddad"] == ("Karim",)


def test_joins_travel_with_the_life_and_show_in_no_profile(told: Memory, tmp_path: Path) -> None:
    told.merge("my boss", "Ingrid", user_id="ana")
    assert "is Ingrid" not in told.profile(user_id="ana").text
    told.export(tmp_path / "ana.jsonl", user_id="ana")
    with Memory.open(tmp_path / "other") as other:
        other.import_(tmp_path / "ana.jsonl", user_id="ana")
        assert names(other) == names(told)


def test_who_is_nobody_or_one_already_is_refused(told: Memory) -> None:
    told.merge("my boss", "Ingrid", user_id="ana")
    with pytest.raises(InvalidInput, match="one entity already"):
        told.merge("Ingrid", "my boss", user_id="ana")
    with pytest.raises(NotFound, match="Wilbur"):
        told.merge("Wilbur", "Ingrid", user_id="ana")
    with pytest.raises(InvalidInput, match="no other name"):
        told.split("Ingrid", user_id="ana")
    with pytest.raises(NotFound, match="nobody"):
        told.merge("a", "b", user_id="nobody")
    with pytest.raises(NotFound, match="nobody"):
        told.split("a", user_id="nobody")
