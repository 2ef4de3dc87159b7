"""What it does to the known that something is over, or never was."""

from collections.abc import Sequence
from dataclasses import replace

from memory_agent.domain import Candidate, Change, Ignored, Memory
from memory_agent.domain.kinship import covered, relation
from memory_agent.domain.slots import slots
from memory_agent.policies.changing import Moment, adding, reinforcing, replacing, retracting
from memory_agent.policies.known import Known
from memory_agent.policies.meaning import paraphrased
from memory_agent.policies.measures import editing_words, thresholds
from memory_agent.policies.text import content, denies, stems, tells_an_end

_JOBS = ("works_at", "works_as")
"""What "I quit my job" may end."""


def ended(candidate: Candidate, known: Known, at: Moment) -> list[Change] | Ignored | None:
    """Supersede what no longer holds, retract what never did; None for what does hold."""
    if candidate.intent == "state":
        return None
    bare = replace(candidate, predicate=None, object=None, subject=None)
    target = _target(candidate, known)
    if target is None:
        again = paraphrased(bare, known)
        if again is not None:
            return reinforcing(again, bare, at)
        return [adding(bare, at, f"new: {candidate.rule}")]
    if candidate.intent == "retract":
        reason = f"the user said: {candidate.source.quote}"
        return [
            retracting(target, candidate, at, reason),
            adding(bare, at, f"new: {candidate.rule}"),
        ]
    over = [target, *told_with([target], candidate, known)]
    return replacing(bare, over, at, f"ends what was known: {target.text}")


def _target(candidate: Candidate, known: Known) -> Memory | None:
    """Find the memory that a candidate says is over."""
    wanted = content(candidate.object or "")
    if candidate.subject and candidate.predicate:
        any_job = bool(wanted & {"job", "work"})
        relative = relation(candidate.predicate)
        # "I broke up with my girlfriend" ends whoever she is
        whoever = any_job or (relative is not None and relation(candidate.object or "") is not None)
        others = _JOBS if any_job else covered(relative) if relative else ()
        for predicate in dict.fromkeys((candidate.predicate, *others)):
            for memory in reversed(known.slot(candidate.subject, predicate)):
                if whoever or wanted <= content(memory.object or ""):
                    return memory
        return None
    telling = stems(" ".join(wanted - editing_words().occasions or wanted))
    for memory, cosine in known.similar(candidate.text, 12) if wanted else ():
        near = cosine >= thresholds().same_affair and telling <= stems(memory.text)
        if near and _may_end(memory, candidate, wanted):
            return memory
    return None


def _may_end(memory: Memory, candidate: Candidate, wanted: frozenset[str]) -> bool:
    """Whether something that shares its words with a memory may be what the memory says.

    "I cancelled the Lisbon trip" ends no home in Lisbon, and "I sold my guitar" no love of guitars.
    """
    if denies(memory.text) or tells_an_end(memory.text):
        return False
    if memory.subject is not None and memory.subject != candidate.subject:
        return False
    if memory.kind in {"preference", "instruction"} and candidate.kind == "event":
        return False
    if relation(memory.predicate or "") is not None:
        return bool(wanted & content(f"{memory.predicate} {memory.object}"))
    plan = memory.kind == "event" or memory.predicate is None
    return plan or wanted & editing_words().occasions <= content(memory.text)


def told_with(over: Sequence[Memory], candidate: Candidate, known: Known) -> list[Memory]:
    """Find what was told together with something that is over, and is over with it.

    "I'm an analyst at Acme" told both: with Acme the analyst is over, too.
    """
    found: dict[str, Memory] = {}
    for memory in over:
        slot = slots().get(memory.predicate or "")
        for predicate in slot.ends if slot else ():
            for other in known.slot(memory.subject or "", predicate):
                if _turn(other) == _turn(memory) != candidate.source.turn_id:
                    found[other.id] = other
    return list(found.values())


def _turn(memory: Memory) -> str | None:
    return memory.source.turn_id if memory.source else None
