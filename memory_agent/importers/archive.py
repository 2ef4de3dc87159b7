"""What reading an archive gives."""

from dataclasses import dataclass
from pathlib import Path

from memory_agent.domain import Message


@dataclass(frozen=True, slots=True)
class Life:
    """The conversations of one user.

    Args:
        name: Whose they are, where the archive says it; None where it is one nameless life.
        messages: In order of session time, then of their place in the session. Each has a
            session and a key; keys are unique in a life and equal when the file is read again.
    """

    name: str | None
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """Something in an archive that was passed over, while the rest was read.

    Args:
        where: The file and the place in it: ``file.jsonl:17``,
            ``file.json: conversation 3, message 2``; all counted from 1.
        why: What was wrong with it, and what would be accepted.
    """

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Archive:
    """One conversation archive as it was read.

    Args:
        path: The file.
        format: Which of the known formats it is of.
        lives: At least one, each with at least one message.
        passed_over: What could not be read, in the order of the file.
    """

    path: Path
    format: str
    lives: tuple[Life, ...]
    passed_over: tuple[Passed, ...]
