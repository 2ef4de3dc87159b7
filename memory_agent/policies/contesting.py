"""Contesting: whether what comes back may stand, or something later says otherwise.

A memory that was ended by what is now undone comes back, unless
- what took its place is still said, by words that are not undone;
- what took its place was itself ended by something later, which would have ended it as well;
- something said later stands where there is room for one only, says the contrary, or the same.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from memory_agent.domain import Change, Memory, Revision
from memory_agent.domain.slots import Slot, slots
from memory_agent.policies.text import same_value, stems
from memory_agent.policies.undoing import End, Step, Undoing, ending, kept_steps, latest, rewritten

_ENDING = frozenset({"supersede", "retract"})


def undo(undoing: Undoing, destroyed: AbstractSet[int] = frozenset()) -> list[Change]:
    """Return the changes that undo revisions; memories that are left as they are have none.

    Args:
        undoing: What is undone.
        destroyed: The numbers of revisions whose contents go.
    """
    contest = _Contest(undoing)
    changes: list[Change] = []
    for memory_id, steps in contest.left.items():
        history = undoing.histories[memory_id]
        gone = destroyed & {revision.number for revision in history}
        changes += rewritten(history, steps, contest.ends.get(memory_id), undoing, gone)
    return changes + contest.overtaken


class _Contest:
    """Which memories come back, and what ends them.

    Attributes:
        left: What is left of each memory that is touched.
        ends: What ends those that must not come back, by memory id.
        overtaken: The changes that end what was said before something that comes back.
    """

    def __init__(self, undoing: Undoing) -> None:
        self.left = kept_steps(undoing)
        self.ends: dict[str, End] = {}
        self.overtaken: list[Change] = []
        self._undoing = undoing
        self._standing: list[Memory] = []
        coming = [steps[-1].memory for steps in self.left.values() if self._comes_back(steps)]
        for memory in sorted(coming, key=undoing.said_at, reverse=True):
            end = self._later(undoing.histories[memory.id], memory) or self._rival(memory)
            if end is None:
                self._standing.append(memory)
            else:
                self.ends[memory.id] = end

    def _comes_back(self, steps: Sequence[Step]) -> bool:
        if not steps or steps[-1].memory.status != "current":
            return False
        now = latest(self._undoing.histories[steps[-1].memory.id])
        return now is not None and now.status != "current"

    def _later(self, history: Sequence[Revision], memory: Memory) -> End | None:
        """Return the end that what took a memory's place still gives it, or hands on."""
        for revision in reversed(history):
            if revision.op in _ENDING and revision.number in self._undoing.undone:
                end = self._handed_on(revision, memory, frozenset({memory.id}))
                if end is not None:
                    return end
        return None

    def _handed_on(self, undone: Revision, memory: Memory, seen: AbstractSet[str]) -> End | None:
        for memory_id, history in self._undoing.histories.items():
            if memory_id in seen or not _took_place(history[0], undone):
                continue
            steps = self.left.get(memory_id, [])
            if steps:
                stands = steps[-1].memory
                return self._end_by(stands) if stands.status != "retracted" else None
            now = latest(history)
            if now is None or now.status == "current":
                return None
            for revision in reversed(history):
                if revision.op in _ENDING and revision.turn_id is not None:
                    if revision.number in self._undoing.undone:
                        return self._handed_on(revision, memory, seen | {memory_id})
                    return _inherited(revision, memory)
        return None

    def _rival(self, memory: Memory) -> End | None:
        """Return the end by what stands in a memory's place, or end that if it is older."""
        for other, slot in self._mates(memory):
            if other.id == memory.id or not _clash(memory, other, slot):
                continue
            if self._undoing.said_at(other) >= self._undoing.said_at(memory):
                return self._end_by(other, fixed=slot is not None and slot.fixed)
            if other.id not in self.left:
                self.overtaken.append(ending(other, self._end_by(memory)))
        return None

    def _mates(self, memory: Memory) -> Iterator[tuple[Memory, Slot | None]]:
        """Yield what stands in the slot of a memory, and in the opposite one, newest first."""
        if memory.subject is None or memory.predicate is None:
            return
        slot = slots().get(memory.predicate)
        predicates = {memory.predicate, slot.opposite if slot and slot.opposite else ""}
        stored = [m for name in predicates for m in self._undoing.slot(memory.subject, name)]
        for other in reversed(stored):
            steps = self.left.get(other.id)
            if steps is None or (steps and steps[-1].memory.status == "current"):
                yield other, slot
        for other in self._standing:
            if other.subject == memory.subject and other.predicate in predicates:
                yield other, slot

    def _end_by(self, other: Memory, *, fixed: bool = False) -> End:
        until = other.valid_from or self._undoing.said_at(other)
        if fixed:
            said = f"{other.predicate} does not change, and the user said: {other.text}"
            return End("retracted", None, f"never so: {said}", other.source)
        return End("superseded", until, f"superseded by: {other.text}", other.source)


def _took_place(adding: Revision, ended: Revision) -> bool:
    """Whether a memory was added in the place of the one that was ended."""
    together = (
        adding.turn_id == ended.turn_id
        if adding.turn_id is not None
        else ended.turn_id is None and adding.recorded_at == ended.recorded_at
    )
    said = adding.memory is None or ended.reason.endswith(adding.memory.text)
    return adding.op == "add" and together and said


def _inherited(end: Revision, memory: Memory) -> End | None:
    """Return the end of what took a memory's place, if it would have ended the memory as well.

    "I left Lisbon" ends Lisbon only; "I moved to Madrid" and "I quit my job" end whatever it was.
    """
    gone = end.memory
    if gone is None:
        return None
    slot = slots().get(gone.predicate or "")
    alike = {gone.predicate, *(slot.ends if slot else ())}
    told = stems(end.reason)
    named, ours = stems(gone.object or ""), stems(memory.object or "")
    its_own = bool(named) and named <= told and not (ours and ours <= told)
    if memory.predicate not in alike or its_own:
        return None
    return End(gone.status, gone.valid_to, end.reason, end.words)


def _clash(memory: Memory, other: Memory, slot: Slot | None) -> bool:
    if other.predicate == memory.predicate and slot is not None and slot.one:
        return True
    return same_value(memory.object or "", other.object or "")
