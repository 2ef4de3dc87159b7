"""Undoing: what a memory would be if some of its revisions had never been.

A revision is taken as the fields that it changed. A memory without some of its revisions is what
the others make of it, in their order; one whose first mention is undone lives on from the next turn
that said it. What comes back may be ended again by what was said later: see `contesting`.

Whatever an undoing takes from the words of a turn is recorded as caused by these words, so that
undoing that turn finds it as well.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import NamedTuple, Protocol

from memory_agent.domain import Change, Memory, Operation, Provenance, Revision, Status
from memory_agent.policies.text import stems

_OWN = frozenset({"id", "version", "recorded_at"})
"""Fields that say which revision it is, not what it says."""

_FIELDS = tuple(field.name for field in fields(Memory) if field.name not in _OWN)
_SAYING = frozenset({"add", "update", "reinforce"})


class Slots(Protocol):
    """Returns the current memories of a subject's slot, oldest first."""

    def __call__(self, subject: str, predicate: str) -> list[Memory]:
        """Return them."""


class Dates(Protocol):
    """Returns when a memory was said, or recorded if nobody said it (aware)."""

    def __call__(self, memory: Memory) -> datetime:
        """Return it."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What is undone, and what is known around it.

    Args:
        histories: All revisions, oldest first, of every memory that an undone one touched; by
            memory id.
        undone: The numbers of the revisions that are undone.
        slot: Asks what stands in a slot now.
        said_at: Asks when a memory was said.
        reason: Why, in words.
    """

    histories: Mapping[str, Sequence[Revision]]
    undone: AbstractSet[int]
    slot: Slots
    said_at: Dates
    reason: str


class Step(NamedTuple):
    """A revision that is not undone, and the memory as it is after it without those that are."""

    revision: Revision
    memory: Memory


class End(NamedTuple):
    """What ends a memory that would come back."""

    status: Status
    valid_to: datetime | None
    reason: str
    source: Provenance | None


def latest(history: Sequence[Revision]) -> Memory | None:
    """Return a memory as its newest revision left it; None if that is erased."""
    return history[-1].memory if history else None


def kept_steps(undoing: Undoing) -> dict[str, list[Step]]:
    """Return what is left of each memory that is touched and not erased; no steps: nothing is."""
    return {
        memory_id: _without(history, undoing.undone)
        for memory_id, history in undoing.histories.items()
        if latest(history) is not None and any(r.number in undoing.undone for r in history)
    }


def _without(history: Sequence[Revision], undone: AbstractSet[int]) -> list[Step]:
    """Return what the revisions that are not undone make of a memory."""
    steps: list[Step] = []
    before: Memory | None = None
    for revision in history:
        after = revision.memory
        if after is None:
            continue
        if revision.number not in undone:
            memory = (
                _changed(steps[-1].memory, revision, before, after)
                if steps
                else _first_said(revision, before, after)
            )
            if memory is not None:
                steps.append(Step(revision, memory))
        before = after
    return steps


def _first_said(revision: Revision, before: Memory | None, after: Memory) -> Memory | None:
    """Return the memory that a revision can stand for alone: one by which somebody said it."""
    if revision.op not in _SAYING:
        return None
    if revision.words is not None:
        return _standing_on(revision.words, after, revision.op)
    by_hand = revision.turn_id is None and (before is None or before.text != after.text)
    return replace(after, source=None) if by_hand else None


def _standing_on(words: Provenance, memory: Memory, op: Operation) -> Memory:
    """Return a memory as words alone tell it: what they do not say is quoted away.

    "I work at Acme" made "The user works at Acme as a baker" surer, and does not say it.
    """
    told = stems(words.quote)
    first = memory.source.quote if memory.source else memory.text
    if op != "reinforce" or stems(first) <= told or stems(memory.text) <= told:
        return replace(memory, source=words)
    object_ = memory.object if stems(memory.object or "") <= told else None
    return replace(memory, text=f"The user said: {words.quote}", object=object_, source=words)


def _changed(memory: Memory, revision: Revision, before: Memory | None, after: Memory) -> Memory:
    names = [name for name in _FIELDS if getattr(before, name, None) != getattr(after, name)]
    if revision.op not in _SAYING:  # It says what becomes of the memory, even if that is so already
        names.append("status")
    changed = replace(memory, **{name: getattr(after, name) for name in names})
    if changed.status == "current" or after.status != "current":
        return changed
    if revision.words is None or revision.op not in _SAYING:
        return changed
    again = replace(changed, status="current", valid_to=after.valid_to)  # Said anew
    return _standing_on(revision.words, again, revision.op)


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
    says_else = (after.text, after.source) != (now.text, now.source)
    after = replace(after, version=now.version + 1)
    return Change(_operation(now, after), after, reason, actor, after.source if says_else else None)


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


def rewritten(
    history: Sequence[Revision],
    steps: Sequence[Step],
    end: End | None,
    undoing: Undoing,
    destroyed: AbstractSet[int] = frozenset(),
) -> list[Change]:
    """Return the changes that leave of a memory what its steps make of it.

    Args:
        history: All its revisions.
        steps: Those that are not undone.
        end: What ends it, if it would be current and must not.
        undoing: What is undone.
        destroyed: The numbers of revisions whose contents go: those of them that say something
            are told again.
    """
    now = latest(history)
    if now is None:
        return []
    line = _Line(now, undoing.reason)
    wanted = steps[-1].memory if steps else None
    if wanted is None:
        line.retract(unless=now.status == "retracted" and history[-1].turn_id is None)
        return line.changes
    told = [s for s in steps if s.revision.words is not None or s.revision.op in _SAYING]
    again = [step for step in told if step.revision.number in destroyed]
    if wanted.status == "current" and not destroyed:
        if replace(wanted, **{name: getattr(now, name) for name in _OWN}) == now:
            return []
        if _stood_on(now, history, undoing):
            line.retract()
            again = [step for step in _since_it_holds(steps) if step in told]
    for step in again:
        line.tell(step)
    line.become(wanted)
    if end is not None:
        line.end(end)
    elif destroyed and not line.changes:  # The newest content goes, though nothing else changes
        line.tell(steps[-1])
    return line.changes


def _stood_on(now: Memory, history: Sequence[Revision], undoing: Undoing) -> bool:
    """Whether a memory cites words that are undone."""
    undone = {r.turn_id for r in history if r.number in undoing.undone and r.op != "supersede"}
    return now.source is not None and now.source.turn_id in undone


def _since_it_holds(steps: Sequence[Step]) -> Sequence[Step]:
    ended = [number for number, step in enumerate(steps) if step.memory.status != "current"]
    return steps[ended[-1] + 1 :] if ended else steps


class _Line:
    """The changes to one memory, one after the other."""

    def __init__(self, now: Memory, reason: str) -> None:
        self.changes: list[Change] = []
        self._now = now
        self._reason = reason

    def retract(self, *, unless: bool = False) -> None:
        """Say that it never was, even where a turn said so: that turn may be undone as well."""
        if not unless:
            now = self._now
            after = replace(now, status="retracted", version=now.version + 1)
            self._add(Change("retract", after, self._reason, "user"))

    def become(self, wanted: Memory) -> None:
        change = becoming(self._now, wanted, self._reason)
        if change is not None:
            self._add(change)

    def tell(self, step: Step) -> None:
        """Record a step anew, as caused by its own words."""
        now = self._now
        own = {"id": now.id, "version": now.version + 1, "recorded_at": now.recorded_at}
        after = replace(step.memory, **own)  # type: ignore[arg-type]
        revision = step.revision
        same = now.status == after.status and revision.op != "add"
        op = revision.op if same else _operation(now, after)
        self._add(Change(op, after, revision.reason, revision.actor, revision.words))

    def end(self, end: End) -> None:
        self._add(ending(self._now, end))

    def _add(self, change: Change) -> None:
        self.changes.append(change)
        self._now = change.memory


def ending(memory: Memory, end: End) -> Change:
    """Return the change that ends a memory."""
    after = replace(
        memory,
        status=end.status,
        valid_to=end.valid_to if end.status == "superseded" else memory.valid_to,
        version=memory.version + 1,
    )
    return Change(_operation(memory, after), after, end.reason, "user", end.source)
