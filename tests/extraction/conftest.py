"""The real extractor, and turns to give it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
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


class Before(NoBackground):
    """The background of a conversation in which some turns came before."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._turns = turns

    def before(self, turn: Turn, limit: int) -> Sequence[Turn]:
        return self._turns[-limit:]


@pytest.fixture
def converse(extractor: LocalExtractor) -> Extract:
    """Return the candidates of the last of some turns, the assistant's and the user's in turn."""

    def run(*said: str) -> list[Candidate]:
        roles: list[Role] = ["user" if i % 2 else "assistant" for i in range(len(said), 0, -1)]
        turns = [
            replace(turn(text, role=role), id=f"t-{i}", position=i)
            for i, (text, role) in enumerate(zip(said, roles, strict=True), 1)
        ]
        [found] = extractor.extract(turns[-1:], Before(turns[:-1]))
        return list(found.candidates)

    return run
