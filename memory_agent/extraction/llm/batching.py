"""Which turns one call to a chat model reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from memory_agent.domain import Turn
from memory_agent.extraction.port import Background

MAX_TURNS = 32
"""Turns of a batch: as many as are digested together by `Settings.digest_batch`."""

MAX_CHARACTERS = 12_000
"""Characters of a batch, about 3,000 tokens; a single longer turn is a batch of its own."""

EARLIER = 6
"""Turns before a batch that are shown for the sake of its pronouns."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Turns of one session that are read in one call.

    Args:
        earlier: Those before, which were digested already.
        turns: Those to digest, of every role; only the user's may be cited.
    """

    earlier: tuple[Turn, ...]
    turns: tuple[Turn, ...]

    @property
    def shown(self) -> tuple[Turn, ...]:
        """All of them, in the order in which they are numbered from 1."""
        return self.earlier + self.turns

    def citable(self, number: int) -> Turn | None:
        """Return the turn of a number, if it may be a memory's source."""
        place = number - 1 - len(self.earlier)
        turn = self.turns[place] if 0 <= place < len(self.turns) else None
        return turn if turn is not None and turn.role == "user" else None

    def until(self, turn: Turn) -> tuple[Turn, ...]:
        """Return what is shown before a turn."""
        return self.shown[: self.shown.index(turn)]


def batches(turns: Sequence[Turn], background: Background) -> Iterator[Batch]:
    """Divide turns by session, in order and within the bounds; those nobody could cite are left."""
    sessions: dict[str, list[Turn]] = {}
    for turn in turns:
        sessions.setdefault(turn.session_id, []).append(turn)
    for session in sessions.values():
        for part in _parts(session):
            if any(turn.role == "user" for turn in part):
                yield Batch(tuple(background.before(part[0], EARLIER)), tuple(part))


def _parts(session: Sequence[Turn]) -> Iterator[list[Turn]]:
    part: list[Turn] = []
    characters = 0
    for turn in session:
        characters += len(turn.text)
        if part and (len(part) == MAX_TURNS or characters > MAX_CHARACTERS):
            yield part
            part, characters = [], len(turn.text)
        part.append(turn)
    yield part
