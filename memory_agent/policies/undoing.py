"""Undoing: what a memory would be if some of its revisions had never been.

A revision is taken as the fields that it changed. A memory without some of its revisions is what
the others make of it, in their order; one whose first mention is undone lives on from the next turn
that said it. What the undone had superseded comes back, unless something later says otherwise.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace
from typing import Protocol

from memory_agent.domain import Change, Memory, Operation, Revision
from memory_agent.domain.slots import slots

_OWN = frozenset({"id", "version", "recorded_at"})
"""Fields that say which revision it is, not what it says."""

_FIELDS = tuple(field.name for field in fields(Memory) if field.name not in _OWN)
_SAYING = frozenset({"add", "update", "reinforce"})


class Slots(Protocol):
    """Returns the current memories of a subject's slot, oldest first."""

    def __call__(self, subject: str, predicate: str) -> list[Memory]:
        """Return them."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What is undone, and what is known around it.

    Args:
        histories: All revisions, oldest first, of every memory that an undone one touched or took
            the place of, or that took the place of one of these since; by memory id.
        undone: The numbers of the revisions that are undone.
        slot: Asks what stands in a slot now.
        reason: Why, in words.
    """

    histories: Mapping[str, Sequence[Revision]]
    undone: AbstractSet[int]
    slot: Slots
    reason: str


def undo(undoing: Undoing) -> list[Change]:
    """Return the changes that undo revisions; memories that are left as they are have none."""
    changes = []
    for history in undoing.histories.values():
        now = latest(history)
        if now is None or not any(revision.number in undoing.undone for revision in history):
            continue
        change = becoming(now, _without(history, undoing), undoing.reason)
        if change is not None:
            changes.append(change)
    return changes


def never_said(undoing: Undoing) -> frozenset[str]:
    """Return the memories that only undone revisions say."""
    touched = {
        memory_id: history
        for memory_id, history in undoing.histories.items()
        if any(revision.number in undoing.undone for revision in history)
    }
    return frozenset(id_ for id_, history in touched.items() if _without(history, undoing) is None)


def latest(history: Sequence[Revision]) -> Memory | None:
    """Return a memory as its newest revision left it; None if that is erased."""
    return history[-1].memory if history else None


def becoming(now: Memory, wanted: Memory | None, reason: str, actor: str = "user") -> Change | None:
    """Return the change that makes a memory what is wanted; None if it is that already.

    Args:
        now: The memory as it is.
        wanted: As it should be; None if it should never have been.
        reason: Why, in words.
        actor: Who decided.
    """
    if wanted is None:
        wanted = now if now.status == "retracted" else replace(now, status="retracted")
    after = replace(wanted, **{name: getattr(now, name) for name in _OWN})
    if after == now:
        return None
    return Change(_operation(now, after), replace(after, version=now.version + 1), reason, actor)


def _operation(now: Memory, after: Memory) -> Operation:
    if now.status == after.status:
        return "update"
    ops: dict[str, Operation] = {
        "current": "restore",
        "superseded": "supersede",
        "retracted": "retract",
        "faded": "fade",
    }
    return ops.get(after.status, "update")


def _without(history: Sequence[Revision], undoing: Undoing) -> Memory | None:
    """Return what the revisions that are not undone make of a memory."""
    wanted: Memory | None = None
    before: Memory | None = None
    for revision in history:
        after = revision.memory
        if after is None:
            continue
        if revision.number not in undoing.undone:
            if wanted is None:
                wanted = _first_said(revision, after)
            else:
                changed = [f for f in _FIELDS if getattr(before, f) != getattr(after, f)]
                wanted = replace(wanted, **{name: getattr(after, name) for name in changed})
        before = after
    if wanted is None or wanted.status != "current":
        return wanted
    return _ended(wanted, history, undoing)


def _first_said(revision: Revision, after: Memory) -> Memory | None:
    """Return the memory that a revision can stand for alone: one by which somebody said it."""
    if revision.op == "add":
        return after
    if revision.op in _SAYING and revision.turn_id is None:  # Written by hand
        return replace(after, source=None)
    if revision.op in _SAYING and revision.words is not None:
        return replace(after, source=revision.words)
    return None


def _ended(wanted: Memory, history: Sequence[Revision], undoing: Undoing) -> Memory:
    """End a memory that comes back where something later has taken its place."""
    for revision in history:
        if revision.op == "supersede" and revision.number in undoing.undone:
            end = _later_end(revision, undoing, frozenset())
            if end is not None:
                return replace(wanted, status="superseded", valid_to=end.valid_to)
    now = latest(history)
    rival = _rival(wanted, undoing) if now is not None and now.status != "current" else None
    if rival is None:
        return wanted
    return replace(wanted, status="superseded", valid_to=rival.valid_from or rival.recorded_at)


def _later_end(ending: Revision, undoing: Undoing, seen: AbstractSet[str]) -> Memory | None:
    """Return the end of what took a memory's place, if that was superseded by something kept."""
    for memory_id, history in undoing.histories.items():
        first = history[0]
        took_place = first.number in undoing.undone and _took_place(first, ending)
        if not took_place or memory_id in seen:
            continue
        for revision in reversed(history):
            if revision.op == "supersede" and revision.memory is not None:
                if revision.number not in undoing.undone:
                    return revision.memory
                return _later_end(revision, undoing, seen | {memory_id})
    return None


def _took_place(adding: Revision, ending: Revision) -> bool:
    return (
        adding.op == "add"
        and adding.turn_id == ending.turn_id
        and adding.recorded_at == ending.recorded_at
        and (adding.memory is None or ending.reason.endswith(adding.memory.text))
    )


def _rival(wanted: Memory, undoing: Undoing) -> Memory | None:
    """Return what stands, and stays, in the slot of a memory that has room for one only."""
    slot = slots().get(wanted.predicate or "")
    if slot is None or not slot.one or wanted.subject is None:
        return None
    for other in reversed(undoing.slot(wanted.subject, slot.predicate)):
        history = undoing.histories.get(other.id)
        stays = history is None or any(
            r.number not in undoing.undone and r.op in _SAYING for r in history
        )
        if other.id != wanted.id and stays:
            return other
    return None
