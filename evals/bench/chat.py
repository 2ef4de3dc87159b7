"""The real chat that is digested: an archive's, or the demo's."""

from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from memory_agent.domain import Message
from memory_agent.importers import read_archive

DEMO = Path(__file__).parents[2] / "examples/demo/conversations.json"
LIVES = 4


@dataclass(frozen=True, slots=True)
class Chat:
    """Conversations to digest.

    Args:
        source: Where they are from, in words.
        lives: Messages, one list a user.
    """

    source: str
    lives: tuple[tuple[Message, ...], ...]

    @property
    def said(self) -> list[str]:
        """What the users said, each text once."""
        texts = (m.text for life in self.lives for m in life if m.role == "user")
        return list(dict.fromkeys(texts))


def read_chat(data: Path | None, turns: int) -> Chat:
    """Read the lives to digest: the first of an archive, or the demo's one life over again.

    Args:
        data: An archive of any format that `memory-agent ingest` reads; None is the demo's.
        turns: User turns of each life at most.

    Raises:
        ArchiveError: If the archive cannot be read.
    """
    if data is None:
        (life,) = read_archive(DEMO).lives
        return Chat("the demo's archive", (_start(life.messages, turns),) * LIVES)
    lives = read_archive(data).lives[:LIVES]
    return Chat(data.name, tuple(_start(life.messages, turns) for life in lives))


def _start(messages: tuple[Message, ...], turns: int) -> tuple[Message, ...]:
    counted = accumulate(message.role == "user" for message in messages)
    return tuple(m for m, count in zip(messages, counted, strict=True) if count <= turns)
