"""entity list, merge and split."""

import pytest

from tests.cli.running import CommandLine


@pytest.fixture
def told(ana: CommandLine) -> CommandLine:
    """Ana, her boss and her friend Ingrid."""
    ana.json("add", "My boss lives in Rome.")
    ana.json("add", "My friend Ingrid works at SAP.")
    return ana


def aliases(told: CommandLine) -> dict[str, list[str]]:
    return {entity["name"]: entity["aliases"] for entity in told.json("entity", "list")}


def test_entities_are_merged_and_split(told: CommandLine) -> None:
    assert aliases(told)["Ingrid"] == []
    [joined] = told.json("entity", "merge", "my boss", "Ingrid")
    assert (joined["op"], joined["memory"]["predicate"]) == ("add", "same_as")
    assert aliases(told)["Ingrid"] == ["the user's boss"]
    assert {node["name"] for node in told.json("graph", "my boss")["nodes"]} >= {"Ingrid", "Rome"}
    added, gone = told.json("entity", "split", "my boss")
    assert (added["memory"]["predicate"], gone["op"]) == ("different_from", "retract")
    assert aliases(told)["Ingrid"] == []


def test_the_lines_are_the_same(told: CommandLine) -> None:
    told.json("entity", "merge", "my boss", "Ingrid")
    lines = [line.split("\t") for line in told.lines("entity", "list")]
    assert ["ingrid", "Ingrid", "the user's boss"] in lines
    assert ["rome", "Rome", "-"] in lines
    [row, *_] = told.lines("entity", "split", "my boss")
    assert row.startswith("add\t")


def test_what_cannot_be_joined_or_split_is_refused(told: CommandLine) -> None:
    assert "Wilbur" in told.refused("entity", "merge", "Wilbur", "Ingrid")
    assert "Ingrid" in told.refused("entity", "split", "Ingrid")
