"""The real extractor, and turns to give it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from memory_agent.domain import Candidate, Role, Turn
from memory_agent.extraction import LocalExtractor, NoBackground, WorthGate
from memory_agent.models import MiniLM

SAID_AT = datetime(2026, 5, 13, 18, 30, tzinfo=UTC)  # a Wednesday

Extract = Callable[..., list[Candidate]]


@pytest.fixture(scope="session")
def extractor() -> LocalExtractor:
    return LocalExtractor(WorthGate(MiniLM().embed))


def turn(
    text: str, *, said_at: datetime = SAID_AT, role: Role = "user", name: str | None = None
) -> Turn:
    return Turn("t-1", "s", 1, role, text, said_at, said_at, name=name)


@pytest.fixture
def extract(extractor: LocalExtractor) -> Extract:
    """Return the candidates of one turn."""

    def run(
        text: str, *, said_at: datetime = SAID_AT, role: Role = "user", name: str | None = None
    ) -> list[Candidate]:
        [found] = extractor.extract(
            [turn(text, said_at=said_at, role=role, name=name)], NoBackground()
        )
        return list(found.candidates)

    return run
