"""Reconciling: what a new candidate means for what is known. Every decision says why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from memory_agent.domain import Candidate, Change, Ignored, Memory, Operation, Status
from memory_agent.domain.ids import new_id
from memory_agent.domain.slots import slots
from memory_agent.policies.text import (
    content,
    more_precise,
    same_negation,
    same_numbers,
    same_value,
)

SAME_MEANING = 0.92
"""Cosine of MiniLM from which two sentences with equal numbers and polarity are one memory. Pairs
read by hand in the development conversations: paraphrases lie above .90, the nearest different
facts ("a trip to Rome", "a trip to Paris") below .88."""

ABOUT_THE_SAME = 0.35
"""Cosine from which "I cancelled the trip" may be about a known memory, if the words of what was
cancelled stand in it as well."""

OCCASIONS = frozenset(
    {"trip", "visit", "holiday", "vacation", "plan", "booking", "reservation", "appointment"}
    | {"meeting", "class", "course"}
)
"""Words for an occasion that the plan itself may not have used: "the Lisbon trip" is over when
"going to Lisbon" is known."""

REINFORCED = 0.3
"""Share of the remaining doubt that a second mention takes away."""


class Known(Protocol):
    """What reconciling asks about one user."""

    def slot(self, subject: str, predicate: str) -> list[Memory]:
        """Return the current memories of a subject's slot, oldest first."""

    def similar(self, text: str, limit: int) -> list[tuple[Memory, float]]:
        """Return the current memories nearest in meaning, with their cosine."""

    def said_at(self, memory: Memory) -> datetime:
        """Return when a memory was said, or recorded if nobody said it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When and by whom a decision is made.

    Args:
        said_at: When the candidate's words were said (aware).
        now: The time of recording (aware, UTC).
        actor: The extractor's name.
    """

    said_at: datetime
    now: datetime
    actor: str


def reconcile(candidate: Candidate, known: Known, at: Moment) -> list[Change] | Ignored:
    """Decide what a candidate changes.

    Args:
        candidate: What was said; it has passed the grounding gate.
        known: What the store knows of the same user.
        at: When, and who decides.

    Returns:
        The changes, in the order in which they are to be recorded; or why there are none.
    """
    for rule in (_ended, _again, _opposed, _replaced, _same_meaning):
        decided = rule(candidate, known, at)
        if decided is not None:
            return decided
    return [_added(candidate, at, f"new: {candidate.rule}")]


def _ended(candidate: Candidate, known: Known, at: Moment) -> list[Change] | Ignored | None:
    """What no longer holds is superseded, what never did is retracted."""
    if candidate.intent == "state":
        return None
    bare = replace(candidate, predicate=None, object=None, subject=None)
    target = _target(candidate, known)
    duplicate = _same_meaning(bare, known, at)
    if target is None:
        return duplicate or [_added(bare, at, f"new: {candidate.rule}")]
    if candidate.intent == "retract":
        return [
            _changed(target, "retract", candidate, at, f"the user said: {candidate.source.quote}"),
            _added(bare, at, f"new: {candidate.rule}"),
        ]
    added = _added(bare, at, f"ends what was known: {target.text}", displaces=target.id)
    return [added, _superseded(target, candidate, at)]


def _target(candidate: Candidate, known: Known) -> Memory | None:
    """Find the memory that a candidate says is over."""
    wanted = content(candidate.object or "")
    if candidate.subject and candidate.predicate:
        current = known.slot(candidate.subject, candidate.predicate)
        for memory in reversed(current):
            if wanted <= content(memory.object or "") or wanted & {"job", "work"}:
                return memory
        return None
    if not wanted:
        return None
    telling = wanted - OCCASIONS or wanted
    for memory, cosine in known.similar(candidate.text, 12):
        if cosine >= ABOUT_THE_SAME and telling <= content(memory.text):
            return memory
    return None


def _again(candidate: Candidate, known: Known, at: Moment) -> list[Change] | Ignored | None:
    """What is known already is reinforced, or made more precise."""
    for memory in _slot(candidate, known):
        value, old = candidate.object or "", memory.object or ""
        if memory.polarity == candidate.polarity and same_value(value, old):
            return _reinforced(memory, candidate, at)
        if candidate.single and more_precise(old, value):
            return _reinforced(memory, candidate, at)
        if candidate.single and more_precise(value, old):
            reason = f"more precise than: {memory.text}"
            return [
                _changed(
                    memory,
                    "update",
                    candidate,
                    at,
                    reason,
                    text=candidate.text,
                    object=candidate.object,
                    source=candidate.source,
                )
            ]
    return None


def _opposed(candidate: Candidate, known: Known, at: Moment) -> list[Change] | None:
    """Who comes to dislike what they liked no longer likes it."""
    slot = slots().get(candidate.predicate or "")
    if slot is None or slot.opposite is None or candidate.subject is None:
        return None
    for memory in known.slot(candidate.subject, slot.opposite):
        if same_value(candidate.object or "", memory.object or ""):
            added = _added(candidate, at, f"changes: {memory.text}", displaces=memory.id)
            return [added, _superseded(memory, candidate, at)]
    return None


def _replaced(candidate: Candidate, known: Known, at: Moment) -> list[Change] | None:
    """A slot that holds one value gets a new one."""
    current = _slot(candidate, known)
    if not candidate.single or not current:
        return None
    newer = next((m for m in current if _is_older(candidate, m, known, at)), None)
    if newer is not None:
        until = newer.valid_from or known.said_at(newer)
        reason = f"older than what is known: {newer.text}"
        return [_added(candidate, at, reason, status="superseded", valid_to=until)]
    slot = slots().get(candidate.predicate or "")
    added = _added(
        candidate, at, f"takes the place of: {current[-1].text}", displaces=current[-1].id
    )
    if slot is not None and slot.fixed:
        reason = (
            f"never so: {candidate.predicate} does not change, and the user said: {candidate.text}"
        )
        return [added, *(_changed(m, "retract", candidate, at, reason) for m in current)]
    return [added, *(_superseded(m, candidate, at) for m in current)]


def _is_older(candidate: Candidate, memory: Memory, known: Known, at: Moment) -> bool:
    """Whether a value held before a known one: by their own dates, else by when they were said."""
    if candidate.valid_from and memory.valid_from:
        return candidate.valid_from < memory.valid_from
    return at.said_at < known.said_at(memory)


def _same_meaning(candidate: Candidate, known: Known, at: Moment) -> list[Change] | Ignored | None:
    """A paraphrase of what is known reinforces it."""
    for memory, cosine in known.similar(candidate.text, 5):
        if (
            cosine >= SAME_MEANING
            and memory.kind == candidate.kind
            and memory.polarity == candidate.polarity
            and same_numbers(memory.text, candidate.text)
            and same_negation(memory.text, candidate.text)
            and _names(memory.text) == _names(candidate.text)
        ):
            return _reinforced(memory, candidate, at)
    return None


def _names(text: str) -> set[str]:
    return {word.strip(".,'’s") for word in text.split()[1:] if word[:1].isupper()}


def _slot(candidate: Candidate, known: Known) -> Sequence[Memory]:
    if candidate.subject is None or candidate.predicate is None:
        return ()
    return known.slot(candidate.subject, candidate.predicate)


def _added(
    candidate: Candidate,
    at: Moment,
    reason: str,
    *,
    displaces: str | None = None,
    status: Status = "current",
    valid_to: datetime | None = None,
) -> Change:
    memory = Memory(
        id=new_id("m"),
        kind=candidate.kind,
        text=candidate.text,
        status=status,
        confidence=candidate.confidence,
        recorded_at=at.now,
        version=1,
        subject=candidate.subject,
        predicate=candidate.predicate,
        object=candidate.object,
        polarity=candidate.polarity,
        valid_from=candidate.valid_from,
        valid_to=valid_to or candidate.valid_to,
        source=candidate.source,
    )
    return Change("add", memory, reason, at.actor, candidate.source, displaces)


def _reinforced(memory: Memory, candidate: Candidate, at: Moment) -> list[Change] | Ignored:
    if memory.source and memory.source.turn_id == candidate.source.turn_id:
        return Ignored(candidate, f"the same turn said it already: {memory.text}")
    surer = memory.confidence + REINFORCED * (1 - memory.confidence)
    reason = f"said again: {candidate.source.quote}"
    return [_changed(memory, "reinforce", candidate, at, reason, confidence=round(surer, 4))]


def _superseded(memory: Memory, candidate: Candidate, at: Moment) -> Change:
    until = candidate.valid_from or at.said_at
    if memory.valid_from and until < memory.valid_from:
        until = memory.valid_from  # A plan that is cancelled before its day never began
    reason = f"superseded by: {candidate.text}"
    return _changed(memory, "supersede", candidate, at, reason, status="superseded", valid_to=until)


def _changed(
    memory: Memory, op: Operation, candidate: Candidate, at: Moment, reason: str, **fields: object
) -> Change:
    if op == "retract":
        fields["status"] = "retracted"
    after = replace(memory, version=memory.version + 1, recorded_at=at.now, **fields)  # type: ignore[arg-type]
    return Change(op, after, reason, at.actor, candidate.source)
