"""Memories: what is known about a user, and where each came from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from memory_agent.domain.turn import Role

Kind = Literal["fact", "preference", "event", "instruction"]
Status = Literal["current", "superseded", "retracted", "faded", "quarantined"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """The words that a memory came from.

    Args:
        turn_id: The turn that said it.
        session_id: The conversation of that turn.
        role: Who said it.
        quote: The cited words, exactly as they stand in the turn.
        start: Offset in characters of the quote in the turn's text.
        end: Offset of the character after it.
    """

    turn_id: str
    session_id: str
    role: Role
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Memory:
    """One thing known about the user, as one self-contained sentence.

    Args:
        id: Opaque and unique for its user.
        kind: ``fact``, ``preference``, ``event`` or ``instruction``.
        text: The sentence, in the third person.
        status: ``current``, or why it is not.
        confidence: Between 0 and 1: how sure the extractor was, more when said again.
        recorded_at: When the ledger learned this version of it (transaction time).
        version: Counts this memory's revisions, from 1.
        subject: Whom it is about, where it is a triple.
        predicate: The slot or verb of the triple.
        object: The value of the triple.
        polarity: 1 liked, -1 disliked, 0 neither.
        valid_from: When it began to be true in the user's life, where known.
        valid_to: When it stopped being true, where it has.
        pinned: Kept by the user's own wish: no policy fades it.
        source: The words it came from; None where a person wrote it directly.
    """

    id: str
    kind: Kind
    text: str
    status: Status
    confidence: float
    recorded_at: datetime
    version: int
    subject: str | None = None
    predicate: str | None = None
    object: str | None = None
    polarity: int = 0
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    pinned: bool = False
    source: Provenance | None = None
