from pathlib import Path

import pytest

from tests.cli.running import CommandLine

SAID = (
    ("2026-01-05T10:00:00Z", "I live in Lisbon."),
    ("2026-02-07T11:00:00Z", "I am allergic to peanuts."),
    ("2026-03-01T12:00:00Z", "I love sushi."),
)


@pytest.fixture
def ana(tmp_path: Path) -> CommandLine:
    """Ana, of whom nothing is known yet."""
    return CommandLine(tmp_path / "home")


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Ana, of whom three things are known; tests only read here."""
    ana = CommandLine(tmp_path_factory.mktemp("known") / "home")
    for at, text in SAID:
        assert ana.json("add", text, "--at", at, "--session", "talk")
    return ana
