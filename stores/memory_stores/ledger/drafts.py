"""Making many frozen records quickly.

A frozen dataclass sets each of its fields by `object.__setattr__`: 4.1 µs for a `Memory`, 0.9 µs as
a draft of the same layout that becomes one when it is whole. A list of 10,000 is read in half the
time for it.
"""

from datetime import datetime

from memory_agent.domain import Kind, Memory, Provenance, Role
from memory_agent.domain.memory import Status


class _MemoryDraft:
    __slots__ = Memory.__slots__

    def __init__(
        self,
        id_: str,
        version: int,
        kind: Kind,
        text: str,
        status: Status,
        confidence: float,
        recorded_at: datetime,
        subject: str | None,
        predicate: str | None,
        object_: str | None,
        polarity: int,
        valid_from: datetime | None,
        valid_to: datetime | None,
        pinned: bool,
        source: Provenance | None,
    ) -> None:
        self.id = id_
        self.version = version
        self.kind = kind
        self.text = text
        self.status = status
        self.confidence = confidence
        self.recorded_at = recorded_at
        self.subject = subject
        self.predicate = predicate
        self.object = object_
        self.polarity = polarity
        self.valid_from = valid_from
        self.valid_to = valid_to
        self.pinned = pinned
        self.source = source


class _ProvenanceDraft:
    __slots__ = Provenance.__slots__

    def __init__(
        self, turn_id: str, session_id: str, role: Role, quote: str, start: int, end: int
    ) -> None:
        self.turn_id = turn_id
        self.session_id = session_id
        self.role = role
        self.quote = quote
        self.start = start
        self.end = end


def new_memory(*fields: object) -> Memory:
    """Return a memory of the fields that `_MemoryDraft` names, in its order."""
    draft = _MemoryDraft(*fields)  # type: ignore[arg-type]
    draft.__class__ = Memory  # type: ignore[assignment]
    return draft  # type: ignore[return-value]


def new_provenance(*fields: object) -> Provenance:
    """Return a provenance of the fields that `_ProvenanceDraft` names, in its order."""
    draft = _ProvenanceDraft(*fields)  # type: ignore[arg-type]
    draft.__class__ = Provenance  # type: ignore[assignment]
    return draft  # type: ignore[return-value]
