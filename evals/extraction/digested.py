"""Real chats, digested whole: what each turn of the user's gave."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.extraction.opening import opened
from evals.extraction.positions import Chats, Position
from memory_agent import Memory
from memory_agent.domain import Change
from memory_agent.domain import Memory as Known
from memory_agent.importers import Life, read_archive


@dataclass(frozen=True, slots=True)
class Digested:
    """One turn of the user's, and what it gave.

    Args:
        position: Where it stands.
        text: The turn.
        before: The turn before it in its session; empty where it is the first.
        changes: What it changed, in order.
        current: The memories that came from it and are still current when the whole life is read.
    """

    position: Position
    text: str
    before: str
    changes: tuple[Change, ...]
    current: tuple[Known, ...]

    @property
    def stored(self) -> bool:
        """Whether it made a memory current, or changed the text of one."""
        return any(c.op in ("add", "update") and c.memory.status == "current" for c in self.changes)

    @property
    def confirmed(self) -> bool:
        """Whether it said again what was known."""
        return any(change.op == "reinforce" for change in self.changes)


def digest_chats(
    chats: Chats, model: str | None, questions: Collection[str] | None = None
) -> Iterator[Digested]:
    """Read lives in as `memory-agent ingest` does, each as a user of its own.

    Args:
        chats: LongMemEval's, where a question is a life, or LoCoMo's, where each speaker is one.
        model: The chat model that extracts; None is the local extractor.
        questions: Only the lives of these; None is all.

    Yields:
        Every turn of the user's, life by life.
    """
    lives = read_archive(chats.path).lives
    with TemporaryDirectory(prefix="memory-agent-chats-") as home, opened(Path(home), model) as m:
        for life in lives:
            if questions is None or question_of(chats, life) in questions:
                yield from _digest(m, chats, life)


def question_of(chats: Chats, life: Life) -> str:
    """Return the question, or the sample, that an importer's life is of."""
    name = life.name or ""
    return name.rpartition("/")[0] if chats.data == "locomo" else name


def _digest(memory: Memory, chats: Chats, life: Life) -> Iterator[Digested]:
    user_id = life.name or "nobody"
    digest = memory.ingest(life.messages, user_id=user_id)
    current = memory.list(user_id=user_id)
    numbered = zip(digest.turns, places(chats, life), strict=True)
    for _, session in groupby(numbered, key=lambda pair: pair[1].session):
        before = ""
        for turn, position in session:
            if turn.role == "user":
                changes = (c for c in digest.changes if c.source and c.source.turn_id == turn.id)
                left = (m for m in current if m.source and m.source.turn_id == turn.id)
                yield Digested(position, turn.text, before, tuple(changes), tuple(left))
            before = turn.text


def places(chats: Chats, life: Life) -> Iterator[Position]:
    """Yield the position of each message of a life, which may lack some that the file has."""
    question = question_of(chats, life)
    for session_id, messages in groupby(life.messages, key=lambda message: message.session_id):
        spoken = enumerate(chats.sessions[question, session_id or ""])
        for message in messages:
            place = next(number for number, one in spoken if one.text == message.text)
            yield Position(chats.data, question, session_id or "", place)
