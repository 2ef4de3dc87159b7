"""The knowledge graph: who is named, what lies around them, and that it follows the ledger."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent.domain import Memory, entity_id
from memory_stores.knowledge_graph import KnowledgeGraph
from memory_stores.ledger import SqliteLedger
from tests.stores.conftest import Open
from tests.stores.making import add, day, fade, restore, revise

HUB = 64
"""Neighbours that an entity may have and still be passed through."""


def relate(ledger: SqliteLedger, subject: str, predicate: str, object_: str) -> Memory:
    text = f"{subject} {predicate} {object_}."
    return add(ledger, text, subject=subject, predicate=predicate, object=object_)


def current(ledger: SqliteLedger, graph: KnowledgeGraph | None = None) -> KnowledgeGraph:
    graph = graph or KnowledgeGraph()
    graph.refresh(ledger)
    return graph


def content(graph: KnowledgeGraph) -> object:
    edges = graph.graph.edges(keys=True, data=True)
    return sorted(graph.graph.nodes), sorted((a, b, key, str(data)) for a, b, key, data in edges)


@pytest.fixture
def family(ledger: SqliteLedger) -> list[Memory]:
    """Ana's brother Karim, his employer, and where that has its seat."""
    return [
        relate(ledger, "user", "brother", "Karim"),
        relate(ledger, "Karim", "works at", "the Acme Works"),
        relate(ledger, "Acme works", "has its seat in", "Lyon"),
        add(ledger, "The user is tall."),
    ]


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Karim", "karim"),
        ("My Old  Friend", "old friend"),
        ("the the Band", "band"),
        ("The", "the"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("A", "a"),
        ("Anna", "anna"),
    ],
)
def test_names_mean_the_same_apart_from_case_articles_and_possessives(name: str, id_: str) -> None:
    assert entity_id(name) == id_


def test_entities_are_named_by_their_name_or_by_a_relation(
    ledger: SqliteLedger, family: list[Memory]
) -> None:
    graph = current(ledger)
    assert graph.named(["karim", "acme works", "nobody"], []) == {"karim", "acme works"}
    assert graph.named([], ["brother", "sister"]) == {"karim"}
    assert graph.named(["karim"], ["brother"]) == {"karim"}
    assert graph.named(["tall", "acme"], ["works"]) == set()


def test_a_relation_leads_one_way(ledger: SqliteLedger, family: list[Memory]) -> None:
    graph = current(ledger)
    assert graph.leads("user", "karim")
    assert not graph.leads("karim", "user")
    assert not graph.leads("user", "lyon")
    assert not graph.leads("nobody", "lyon")


def test_around_gives_memories_by_how_many_relations_away_they_are(
    ledger: SqliteLedger, family: list[Memory]
) -> None:
    graph = current(ledger)
    assert graph.around({"user"}, hops=3) == {1: 1, 2: 2, 3: 3}
    assert graph.around({"user"}, hops=1) == {1: 1}
    assert graph.around({"user"}, hops=0) == {}
    assert graph.around({"lyon"}, hops=2) == {3: 1, 2: 2}  # Against the arrows, too
    assert graph.around({"user", "lyon"}, hops=2) == {1: 1, 2: 2, 3: 1}
    assert graph.around({"nobody"}, hops=9) == {}
    assert graph.around({"user"}, hops=99) == {1: 1, 2: 2, 3: 3}


def test_an_entity_with_many_relations_is_reached_but_not_passed_through(
    ledger: SqliteLedger,
) -> None:
    relate(ledger, "Mia", "lives in", "Lyon")
    for number in range(HUB - 1):
        relate(ledger, f"Person {number}", "lives in", "Lyon")
    graph = current(ledger)
    assert len(graph.around({"mia"}, hops=2)) == HUB
    relate(ledger, "One more", "lives in", "Lyon")
    current(ledger, graph)
    assert graph.around({"mia"}, hops=2) == {1: 1}
    assert len(graph.around({"lyon"}, hops=1)) == HUB + 1  # Asked for by name, it is


def test_what_fades_leaves_the_graph_and_what_is_restored_comes_back(
    ledger: SqliteLedger, family: list[Memory]
) -> None:
    graph = current(ledger)
    before = content(graph)
    faded = fade(ledger, family[0])
    current(ledger, graph)
    assert not graph.leads("user", "karim")
    assert graph.named([], ["brother"]) == set()
    assert graph.around({"karim"}, hops=9) == {2: 1, 3: 2}
    assert graph.named(["user"], []) == set()  # Nothing current names them any more
    assert "user" not in {entity.id for entity in ledger.entities()}
    restore(ledger, faded)
    assert content(current(ledger, graph)) == before


def test_a_relation_follows_its_memory_when_that_is_written_anew(
    ledger: SqliteLedger, family: list[Memory]
) -> None:
    graph = current(ledger)
    moved = revise(ledger, family[1], "update", object="Beta", valid_from=day(3))
    current(ledger, graph)
    assert graph.leads("karim", "beta")
    assert not graph.leads("karim", "acme works")
    edge = graph.graph.edges["karim", "beta", moved.id]
    assert edge == {
        **{"predicate": "works at", "number": 2},
        **{"valid_from": day(3), "valid_to": None},
    }
    revise(ledger, moved, "update", object=None)
    current(ledger, graph)
    assert graph.named(["beta"], []) == set()


def test_two_memories_of_one_relation_are_two_edges(ledger: SqliteLedger) -> None:
    relate(ledger, "user", "knows", "Mia")
    second = relate(ledger, "user", "knows", "Mia")
    graph = current(ledger)
    fade(ledger, second)
    current(ledger, graph)
    assert graph.leads("user", "mia")
    assert graph.named([], ["knows"]) == {"mia"}


def test_changes_of_another_connection_are_taken_over(
    ledger: SqliteLedger, open_ledger: Open, family: list[Memory]
) -> None:
    graph, other = current(ledger), open_ledger()
    fade(other, family[2])
    relate(other, "Karim", "lives in", "Oslo")
    assert content(current(ledger, graph)) == content(current(other))
    assert graph.leads("karim", "oslo")


def test_the_ledger_lists_entities_and_relations_of_current_memories(
    ledger: SqliteLedger, family: list[Memory]
) -> None:
    fade(ledger, family[0])
    # A name is kept as it was first said.
    assert [(e.id, e.name) for e in ledger.entities()] == [
        *(("acme works", "the Acme Works"), ("karim", "Karim"), ("lyon", "Lyon")),
    ]
    assert [(r.subject, r.predicate, r.object, r.memory_id) for r in ledger.relations()] == [
        ("karim", "works at", "acme works", family[1].id),
        ("acme works", "has its seat in", "lyon", family[2].id),
    ]


names = st.sampled_from(["user", "Mia", "mia", "the Mia", "Karim", "Lyon"])
steps = st.lists(st.tuples(st.sampled_from("aaufrg"), names, names, st.integers(0)), max_size=20)


@settings(max_examples=30, deadline=None)
@given(steps)
def test_one_truth_a_graph_kept_in_step_is_the_graph_made_anew(
    taken: list[tuple[str, str, str, int]],
) -> None:
    with TemporaryDirectory() as folder:
        ledger = SqliteLedger(Path(folder) / "ana.db", "ana", busy_timeout=1)
        graph, known = KnowledgeGraph(), list[Memory]()
        for step, subject, object_, which in taken:
            place = which % (len(known) or 1)
            if step == "g":
                current(ledger, graph)
            elif step == "a" or not known:
                known.append(relate(ledger, subject, "knows", object_))
            elif step == "u":
                known[place] = revise(ledger, known[place], "update", object=object_)
            else:
                known[place] = (fade if step == "f" else restore)(ledger, known[place])
        fresh = current(ledger)
        assert content(current(ledger, graph)) == content(fresh)
        ids = [entity.id for entity in ledger.entities()]
        assert sorted(fresh.graph.nodes) == ids
        assert graph.named([], ["knows"]) == fresh.named([], ["knows"])
        ledger.close()


def test_the_names_of_one_entity_are_one_node_and_come_apart_again(ledger: SqliteLedger) -> None:
    graph = KnowledgeGraph()
    relate(ledger, "the user's brother", "works_at", "Bosch")
    current(ledger, graph)
    named = relate(ledger, "user", "brother", "Karim")
    relate(ledger, "Karim", "lives_in", "Oslo")
    current(ledger, graph)
    assert sorted(graph.graph.nodes) == ["bosch", "karim", "oslo", "user"]
    assert graph.named(["the user's brother", "karim"], []) == {"karim"}
    assert sorted(graph.steps("karim")) == [("lives_in", "oslo", 3), ("works_at", "bosch", 1)]
    assert content(current(ledger)) == content(graph)
    fade(ledger, named)
    current(ledger, graph)
    assert sorted(graph.graph.nodes) == ["bosch", "karim", "oslo", "user's brother"]
    assert graph.steps("nobody") == []
    assert not graph.leads("karim", "bosch")


def test_that_two_names_are_one_is_no_relation(ledger: SqliteLedger) -> None:
    relate(ledger, "Ali", "lives_in", "Oslo")
    relate(ledger, "Ali", "same_as", "Karim")
    graph = current(ledger)
    assert sorted(graph.graph.nodes) == ["karim", "oslo"]
    assert graph.is_somebody("ali") and graph.is_somebody("Karim")
    assert not graph.is_somebody("Oslo")
