"""What looking back gives: differences between two states, and what a past prompt was shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from memory_agent.domain.context import Context
from memory_agent.domain.memory import Memory


@dataclass(frozen=True, slots=True)
class Edit:
    """One memory before and after.

    Args:
        before: As it was at first.
        after: As it was at last; None if it is not there any more.
    """

    before: Memory
    after: Memory | None


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed between two states of what is known.

    Args:
        added: Current at last, and not at first.
        changed: Current at both, and not the same.
        superseded: Current at first, and superseded at last.
        gone: Current at first; retracted, faded or erased at last.
    """

    added: tuple[Memory, ...] = ()
    changed: tuple[Edit, ...] = ()
    superseded: tuple[Edit, ...] = ()
    gone: tuple[Edit, ...] = ()


def difference(before: Sequence[Memory], after: Sequence[Memory]) -> Diff:
    """Compare two states.

    Args:
        before: Memories of any status, as they were at first.
        after: Memories of any status, as they were at last.
    """
    was = {memory.id: memory for memory in before}
    now = {memory.id: memory for memory in after}
    current = [memory for memory in before if memory.status == "current"]
    edits = [Edit(memory, now.get(memory.id)) for memory in current]
    return Diff(
        added=tuple(m for m in after if m.status == "current" and not _current(was.get(m.id))),
        changed=tuple(e for e in edits if _changed(e)),
        superseded=tuple(e for e in edits if e.after and e.after.status == "superseded"),
        gone=tuple(e for e in edits if not e.after or e.after.status in _AWAY),
    )


_AWAY = frozenset({"retracted", "faded", "quarantined"})


def _changed(edit: Edit) -> bool:
    return (
        edit.after is not None and _current(edit.after) and not _says_same(edit.before, edit.after)
    )


def _says_same(one: Memory, other: Memory) -> bool:
    """Return whether two versions of a memory differ in nothing but which version they are."""
    return one == replace(other, version=one.version, recorded_at=one.recorded_at)


def _current(memory: Memory | None) -> bool:
    return memory is not None and memory.status == "current"


@dataclass(frozen=True, slots=True)
class LoggedContext:
    """A context that was put into a prompt, as it was logged.

    Args:
        id: What `Context.id` was.
        at: When it was made (aware, UTC).
        query: What it was made for.
        budget: Tokens that it could take.
        text: The block.
        tokens: Its length by the token counter.
        memories: The ids of the memories that it showed, in its order.
        turns: The ids of the turns that it showed verbatim, in its order.
        revision: The number of the newest revision that it could show.
        filters: The filters of the call that were set, by name, as text.
    """

    id: str
    at: datetime
    query: str
    budget: int
    text: str
    tokens: int
    memories: tuple[str, ...]
    turns: tuple[str, ...]
    revision: int
    filters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replay:
    """A past context beside what the same call gives today.

    Args:
        logged: As it was.
        today: As it is.
        gone: Lines that only the past one has.
        added: Lines that only today's has.
    """

    logged: LoggedContext
    today: Context
    gone: tuple[str, ...]
    added: tuple[str, ...]
