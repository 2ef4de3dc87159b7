import re

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from memory_agent.cli.app import app

COMMANDS = [
    *("ingest", "add", "edit", "pin", "unpin", "forget", "restore"),
    *("approve", "reject", "policy"),
    *("list", "show", "search", "context", "profile", "graph", "stats"),
    *("log", "history", "diff", "revert", "replay"),
    *("erase", "receipts", "export", "import"),
    *("maintain", "verify", "rebuild", "reembed", "init", "rekey", "doctor"),
]

GROUPED = [("entity", name) for name in ("list", "merge", "split")]


def help_of(*command: str) -> str:
    shown = CliRunner().invoke(app, [*command, "--help"], prog_name="memory-agent")
    assert shown.exit_code == 0
    return shown.stdout


def test_the_commands_are_those_of_the_contract() -> None:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    assert sorted(group.commands) == sorted([*COMMANDS, "entity"])


@pytest.mark.parametrize("command", [*((name,) for name in COMMANDS), *GROUPED])
def test_every_command_has_help_an_example_and_json(command: tuple[str, ...]) -> None:
    text = help_of(*command)
    assert re.search(r"^  [A-Z].*\.$", text, re.MULTILINE), "no sentence says what it does"
    example = re.search(r"^  Examples?:\n((?:    memory-agent .*\n?)+)", text, re.MULTILINE)
    assert example, "no example"
    assert all(f" {' '.join(command)}" in line for line in example[1].splitlines())
    assert re.search(r"^  --json +Print one JSON document", text, re.MULTILINE)


@pytest.mark.parametrize("command", [*((name,) for name in COMMANDS), *GROUPED])
def test_every_option_and_argument_says_what_it_is_for(command: tuple[str, ...]) -> None:
    found = get_command(app)
    for name in command:
        assert isinstance(found, TyperGroup)
        found = found.commands[name]
    for parameter in found.params:
        assert getattr(parameter, "help", None), f"{command}: {parameter.name}"


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS), *GROUPED])
def test_help_is_plain_text_of_at_most_80_columns(command: tuple[str, ...]) -> None:
    text = help_of(*command)
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 80
    assert "..." not in re.sub(r"[\]}]\.\.\.", "", text), "a summary was cut off"


def test_no_command_shows_the_help() -> None:
    shown = CliRunner().invoke(app, [])
    assert shown.exit_code == 2
    assert "Commands:" in shown.output


def test_an_unknown_command_is_wrong_usage() -> None:
    refused = CliRunner().invoke(app, ["remember"])
    assert refused.exit_code == 2
    assert "remember" in refused.stderr


def test_the_version_is_that_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", {"memory-agent": "1.2.3"}.__getitem__)
    shown = CliRunner().invoke(app, ["--version"])
    assert (shown.exit_code, shown.stdout) == (0, "memory-agent 1.2.3\n")
