"""Living a gold dialogue through: turn by turn, through the real memory."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from evals.extraction.dialogues import Dialogue
from memory_agent import Memory
from memory_agent.domain import Memory as Known
from memory_agent.domain.errors import MemoryAgentError

_RANDOM = frozenset({"nonce", "key"})
"""Fields of an export's contents that are drawn at random: a PIN may stand in them by chance."""


@dataclass(frozen=True, slots=True)
class Lived:
    """What a dialogue left behind.

    Args:
        current: What is known at the end.
        ever: Every memory of any status that there was after some turn, as it was then.
        said_at: For each current memory's id, the place of the turn that it came from; -1
            where it has none.
        stored: Every text in the user's export - turns, revisions of any status, what was ignored
            and why - where the dialogue asks what is anywhere.
        broke: The error that ended it early; None where nothing did.
        actors: Who made each change: a model's turns may be taken by the local extractor.
    """

    current: tuple[Known, ...]
    ever: tuple[Known, ...]
    said_at: dict[str, int]
    stored: tuple[str, ...] = ()
    broke: str | None = None
    actors: tuple[str, ...] = ()


def live(memory: Memory, dialogue: Dialogue) -> Lived:
    """Add the turns of a dialogue one by one, for a user of its own, and return what came of it.

    An error that the library raises on purpose ends the dialogue and is kept, to be counted
    against it.
    """
    ever: dict[tuple[str, str, int], Known] = {}
    actors: list[str] = []
    broke = None
    try:
        for turn in dialogue.turns:
            changes = memory.add(
                {"role": turn.role, "content": turn.text},
                user_id=dialogue.id,
                session_id=turn.session,
                at=turn.at,
            )
            actors += [change.actor for change in changes]
            for known in memory.list(user_id=dialogue.id, status=None):
                ever[known.id, known.status, known.version] = known
    except MemoryAgentError as error:
        broke = f"{type(error).__name__}: {error}"
    current = tuple(memory.list(user_id=dialogue.id))
    anywhere = any(one.anywhere for one in dialogue.never)
    return Lived(
        current,
        tuple(ever.values()),
        {known.id: _place(memory, dialogue.id, known) for known in current},
        tuple(_exported(memory, dialogue.id)) if anywhere and broke is None else (),
        broke,
        tuple(actors),
    )


def _place(memory: Memory, user_id: str, known: Known) -> int:
    """Return the place of a memory's turn: positions count the user's turns from 1."""
    if known.source is None:
        return -1
    return memory.turn(known.source.turn_id, user_id=user_id).position - 1


def _exported(memory: Memory, user_id: str) -> Iterator[str]:
    file = BytesIO()
    memory.export(file, user_id=user_id)
    for line in file.getvalue().decode("utf-8").split("\n")[:-1]:
        content = json.loads(line).get("content") or {}
        yield from (
            text
            for name, value in content.items()
            if name not in _RANDOM
            for text in _strings(value)
        )


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
