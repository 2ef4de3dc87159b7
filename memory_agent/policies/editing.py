"""Reconciling: what a new candidate means for what is known. Every decision says why."""

from collections.abc import Sequence
from dataclasses import replace

from memory_agent.domain import Candidate, Change, Ignored, Memory
from memory_agent.domain.identity import is_tie
from memory_agent.domain.kinship import former, relation
from memory_agent.domain.languages import SAID_IN
from memory_agent.domain.slots import slots
from memory_agent.policies.changing import (
    Moment,
    adding,
    changing,
    reinforcing,
    replacing,
    retracting,
)
from memory_agent.policies.displacing import displaced
from memory_agent.policies.ending import ended, told_with
from memory_agent.policies.forgetting_requests import forgotten
from memory_agent.policies.known import Known
from memory_agent.policies.meaning import paraphrased
from memory_agent.policies.measures import editing_words, thresholds
from memory_agent.policies.privacy import opting
from memory_agent.policies.text import (
    content,
    contrary,
    more_precise,
    same_negation,
    same_value,
    stems,
)

_NEVER = frozenset({"never", "not", "alway"})


def reconcile(candidate: Candidate, known: Known, at: Moment) -> list[Change] | Ignored:
    """Decide what a candidate changes.

    Args:
        candidate: What was said; it has passed the grounding gate.
        known: What the store knows of the same user.
        at: When, and who decides.

    Returns:
        The changes, in the order in which they are to be recorded; or why there are none.
    """
    for rule in (
        opting,
        forgotten,
        _verbatim,
        _corrected,
        ended,
        _again,
        _former,
        _opposed,
        _replaced,
        displaced,
        _countermanded,
        _paraphrased,
    ):
        decided = rule(candidate, known, at)
        if decided is not None:
            return decided
    return [adding(candidate, at, f"new: {candidate.rule}")]


def _verbatim(candidate: Candidate, known: Known, at: Moment) -> list[Change] | Ignored | None:
    """Words of another language are the same memory only if they are the same words."""
    if candidate.predicate != SAID_IN:
        return None
    for memory, _ in known.similar(candidate.text, 5):
        if memory.predicate == SAID_IN and same_value(memory.text, candidate.text):
            return reinforcing(memory, candidate, at)
    return [adding(candidate, at, f"new: {candidate.rule}")]


def _corrected(candidate: Candidate, known: Known, at: Moment) -> list[Change] | None:
    """What the user puts right takes the place of what was never so."""
    if candidate.corrects is None:
        return None
    for memory, _ in known.similar(candidate.corrects, 5):
        if memory.text == candidate.corrects:
            reason = f"never so: the user put it right: {candidate.source.quote}"
            added = adding(candidate, at, f"puts right: {memory.text}", displaces=memory.id)
            return [added, retracting(memory, candidate, at, reason)]
    return None


def _again(candidate: Candidate, known: Known, at: Moment) -> list[Change] | Ignored | None:
    """What is known already is reinforced, or made more precise."""
    for memory in _slot(candidate, known):
        value, old = candidate.object or "", memory.object or ""
        if memory.polarity == candidate.polarity and same_value(value, old):
            return reinforcing(memory, candidate, at)
        if not (candidate.single or is_tie(candidate.predicate)):
            continue
        if more_precise(old, value):
            return reinforcing(memory, candidate, at)
        if more_precise(value, old):
            reason = f"more precise than: {memory.text}"
            fields = {"text": candidate.text, "object": value, "source": candidate.source}
            return [changing(memory, "update", candidate, at, reason, **fields)]
    return None


def _former(candidate: Candidate, known: Known, at: Moment) -> list[Change] | None:
    """Who is called an ex-wife is the wife no longer; whoever else is one stays."""
    if candidate.subject is None:
        return None
    over = [
        memory
        for word in former(relation(candidate.predicate or "") or "")
        for memory in known.slot(candidate.subject, word)
        if same_value(candidate.object or "", memory.object or "")
    ]
    if not over:
        return None
    return replacing(candidate, over, at, f"says that it is over: {over[0].text}")


def _opposed(candidate: Candidate, known: Known, at: Moment) -> list[Change] | None:
    """Who comes to dislike what they liked no longer likes it."""
    slot = slots().get(candidate.predicate or "")
    if slot is None or slot.opposite is None or candidate.subject is None:
        return None
    for memory in known.slot(candidate.subject, slot.opposite):
        if same_value(candidate.object or "", memory.object or ""):
            return replacing(candidate, [memory], at, f"changes: {memory.text}")
    return None


def _replaced(candidate: Candidate, known: Known, at: Moment) -> list[Change] | None:
    """A slot that holds one value gets a new one."""
    current = _slot(candidate, known)
    if not candidate.single or not current:
        return None
    newer = next((m for m in current if _is_older(candidate, m, known, at)), None)
    if newer is not None:
        return _already_over(candidate, newer, known, at)
    reason = f"takes the place of: {current[-1].text}"
    slot = slots().get(candidate.predicate or "")
    if slot is not None and slot.fixed:
        never = f"never so: {slot.predicate} does not change, and the user said: {candidate.text}"
        return [
            adding(candidate, at, reason, displaces=current[-1].id),
            *(retracting(memory, candidate, at, never) for memory in current),
        ]
    over = [*reversed(current), *told_with(current, candidate, known)]
    return replacing(candidate, over, at, reason)


def _already_over(candidate: Candidate, newer: Memory, known: Known, at: Moment) -> list[Change]:
    """Add what was over before it was told; what ended it is the cause that it is over."""
    added = adding(candidate, at, f"older than what is known: {newer.text}")
    until = newer.valid_from or known.said_at(newer)
    over = replace(added.memory, version=2, status="superseded", valid_to=until)
    reason = f"superseded by: {newer.text}"
    return [added, Change("supersede", over, reason, at.actor, newer.source)]


def _is_older(candidate: Candidate, memory: Memory, known: Known, at: Moment) -> bool:
    """Whether a value held before a known one: by their own dates, else by when they were said."""
    if candidate.valid_from and memory.valid_from:
        return candidate.valid_from < memory.valid_from
    return at.said_at < known.said_at(memory)


def _countermanded(candidate: Candidate, known: Known, at: Moment) -> list[Change] | None:
    """A standing instruction takes the place of one that it cannot stand beside."""
    if candidate.kind != "instruction":
        return None
    for memory, cosine in known.similar(candidate.text, 5):
        if memory.kind == "instruction" and cosine >= thresholds().same_order:
            one, other = (stems(text) - _NEVER for text in (memory.text, candidate.text))
            undone = not same_negation(memory.text, candidate.text) and (
                one <= other or other <= one
            )
            if undone or _at_odds(memory.text, candidate.text):
                return replacing(candidate, [memory], at, f"takes the place of: {memory.text}")
    return None


def _at_odds(one: str, other: str) -> bool:
    """Whether two orders want contrary things of the same: short answers, short emails not."""
    if not contrary(one, other):
        return False
    about, again = _subject_of(one), _subject_of(other)
    return bool(about & again) or not (about and again)


def _subject_of(order: str) -> frozenset[str]:
    """Return what an order is about: answers, units, emails; nothing where it does not say."""
    words = editing_words()
    telling = content(order) - frozenset().union(*words.contraries) - words.ordering
    return frozenset("answer" if word in words.answering else word for word in telling)


def _paraphrased(candidate: Candidate, known: Known, at: Moment) -> list[Change] | Ignored | None:
    """A paraphrase of what is known reinforces it."""
    memory = paraphrased(candidate, known)
    return None if memory is None else reinforcing(memory, candidate, at)


def _slot(candidate: Candidate, known: Known) -> Sequence[Memory]:
    if candidate.subject is None or candidate.predicate is None:
        return ()
    return known.slot(candidate.subject, candidate.predicate)
