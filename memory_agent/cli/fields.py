"""One memory as fields, one below the other, for a person to read."""

from typing import TypeAlias

from memory_agent.cli.output import Cell, Quote
from memory_agent.domain import Memory, Turn
from memory_agent.domain.times import iso

Field: TypeAlias = tuple[str, Cell]

# Characters of a turn that are given on each side of the words a memory came from.
_AROUND = 240


def memory_fields(memory: Memory) -> list[Field]:
    """Return what is known of the memory itself."""
    bounds = (("from", memory.valid_from), ("until", memory.valid_to))
    valid = [f"{word} {iso(at)}" for word, at in bounds if at]
    triple = [part for part in (memory.subject, memory.predicate, memory.object) if part]
    return [
        ("id", memory.id),
        ("memory", memory.text),
        ("kind", memory.kind),
        ("status", memory.status),
        ("triple", " | ".join(triple) or None),
        ("polarity", str(memory.polarity)),
        ("valid", " ".join(valid) or None),
        ("confidence", f"{memory.confidence:.2f}"),
        ("pinned", "yes" if memory.pinned else "no"),
        ("version", str(memory.version)),
        ("recorded", iso(memory.recorded_at)),
    ]


def source_fields(memory: Memory, turn: Turn | None) -> list[Field]:
    """Return who said it, when and where, and the words that the memory came from.

    Args:
        memory: The memory.
        turn: The turn that its source names; None if it has no source.
    """
    if turn is None or memory.source is None:
        return [("said by", "nobody: it was written directly")]
    start, end = memory.source.start, memory.source.end
    before, after = turn.text[max(0, start - _AROUND) : start], turn.text[end : end + _AROUND]
    words = Quote(
        ("... " if start > _AROUND else "") + before,
        turn.text[start:end],
        after + (" ..." if end + _AROUND < len(turn.text) else ""),
    )
    return [
        ("said by", f"{turn.role} {turn.name}" if turn.name else turn.role),
        ("said at", iso(turn.said_at)),
        ("session", turn.session_id),
        ("turn", turn.id),
        ("words", words),
    ]
