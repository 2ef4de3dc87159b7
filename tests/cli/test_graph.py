import json
from pathlib import Path

import networkx
import pytest

from tests.cli.running import CommandLine

EDGE = {"source", "target", "predicate", "memory_id", "valid_from", "valid_to"}


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Ana, her brother and where they live."""
    ana = CommandLine(tmp_path_factory.mktemp("family") / "home")
    ana.json("add", "I live in Lisbon.", "--at", "2025-01-01")
    ana.json("add", "My brother Bo works at Siemens.", "--at", "2025-02-01")
    ana.json("add", "I moved to Porto.", "--at", "2026-01-01")
    return ana


def names(document: dict[str, list[dict[str, str]]]) -> set[str]:
    return {node["name"] for node in document["nodes"]}


def test_the_graph_as_json_is_nodes_and_edges_between_them(family: CommandLine) -> None:
    document = family.json("graph")
    assert set(document) == {"nodes", "edges"}
    assert {"Porto", "Bo"} <= names(document)
    ids = {node["id"] for node in document["nodes"]}
    assert {end for edge in document["edges"] for end in (edge["source"], edge["target"])} <= ids
    assert all(set(edge) == EDGE for edge in document["edges"])
    memories = {memory["id"] for memory in family.json("list")}
    assert {edge["memory_id"] for edge in document["edges"]} <= memories


def test_the_graph_in_lines_is_the_same(family: CommandLine) -> None:
    document = family.json("graph")
    lines = [line.split("\t") for line in family.lines("graph")]
    entities = [line for line in lines if line[0] == "entity"]
    relations = [line for line in lines if line[0] == "relation"]
    assert len(entities) + len(relations) == len(lines)
    assert [line[1:] for line in entities] == [[n["id"], n["name"]] for n in document["nodes"]]
    assert [(line[2], line[6]) for line in relations] == [
        (edge["predicate"], edge["memory_id"]) for edge in document["edges"]
    ]


def test_the_graph_can_be_kept_to_what_is_around_an_entity(family: CommandLine) -> None:
    near = names(family.json("graph", "Siemens"))
    assert "Siemens" in near
    assert "Porto" not in near
    assert near < names(family.json("graph", "Siemens", "--hops", "3"))


def test_an_entity_that_is_not_known_is_not_found(family: CommandLine) -> None:
    assert "Atlantis" in family.refused("graph", "Atlantis")


def test_the_graph_can_be_of_another_time(family: CommandLine) -> None:
    assert family.json("graph", "--as-of", "2020-01-01") == {"nodes": [], "edges": []}
    assert family.run("graph", "--as-of", "2020-01-01").stdout == ""
    then = names(family.json("graph", "--valid-at", "2025-06-01"))
    assert "Lisbon" in then
    assert "Porto" not in then
    assert "Lisbon" not in names(family.json("graph"))


def test_the_graph_can_be_written_as_json(family: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "ana.json"
    result = family.run("graph", "--out", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    assert str(out) in result.stderr
    assert json.loads(out.read_text(encoding="utf-8")) == family.json("graph")


def test_the_graph_can_be_written_as_graphml(family: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "ana.GraphML"
    document = family.json("graph", "--out", str(out))
    read = networkx.read_graphml(out, force_multigraph=True)
    assert dict(read.nodes(data="name")) == {n["id"]: n["name"] for n in document["nodes"]}
    assert sorted((a, b, data["predicate"]) for a, b, data in read.edges(data=True)) == sorted(
        (edge["source"], edge["target"], edge["predicate"]) for edge in document["edges"]
    )


def test_names_that_xml_has_no_place_for_are_written_as_escapes(
    ana: CommandLine, tmp_path: Path
) -> None:
    out = tmp_path / "ana.graphml"
    ana.json("add", "I work at Big\x01Corp.")
    ana.lines("graph", "--out", str(out))
    networkx.read_graphml(out)


@pytest.mark.parametrize("name", ["ana.png", "ana.html", "ana"])
def test_another_format_is_wrong_usage(family: CommandLine, tmp_path: Path, name: str) -> None:
    message = family.refused("graph", "--out", str(tmp_path / name), status=2)
    assert "accepted are .json and .graphml" in message
    assert not (tmp_path / name).exists()


def test_a_folder_that_is_not_there_is_a_message(family: CommandLine, tmp_path: Path) -> None:
    assert "nowhere" in family.refused("graph", "--out", str(tmp_path / "nowhere" / "ana.json"))
