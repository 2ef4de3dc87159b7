"""What it does to the known that something is over, or never was."""

import re
from collections.abc import Sequence
from dataclasses import replace

from memory_agent.domain import Candidate, Change, Ignored, Memory
from memory_agent.domain.kinship import covered, relation
from memory_agent.domain.slots import BACK, DEAD, slots
from memory_agent.policies.changing import Moment, adding, reinforcing, replacing, retracting
from memory_agent.policies.known import Known
from memory_agent.policies.meaning import paraphrased
from memory_agent.policies.measures import editing_words, thresholds
from memory_agent.policies.text import content, denies, stems, tells_an_end

_NEAREST = 25
"""Memories at most among which what is over is looked for by its words."""

_HOLDS_NO_MORE = re.compile(r"\b(?:was|were|had|used to|died|passed away|called)\b", re.IGNORECASE)
_MORE = frozenset(
    {"all", "ever", "either", "again", "anymore", "any", "more", "actually", "really"}
)
"""After what is over or never was: "diabetes at all"."""

_AWAY = re.compile(
    r"\b(?:is|are|stays|staying|living) (?:away )?(?:in|at) (?P<place>[A-Z][\w' -]*)"
)


def ended(candidate: Candidate, known: Known, at: Moment) -> list[Change] | Ignored | None:
    """Supersede what no longer holds, retract what never did; None for what does hold."""
    if candidate.intent == "state":
        return None
    bare = replace(candidate, predicate=None, object=None, subject=None, slight=False)
    targets = _targets(candidate, known)
    if not targets:
        if candidate.slight:
            return Ignored(candidate, "worth nothing of its own, and ends nothing that is known")
        again = paraphrased(bare, known)
        if again is not None:
            return reinforcing(again, bare, at)
        return [adding(bare, at, f"new: {candidate.rule}")]
    if candidate.intent == "retract":
        reason = f"the user said: {candidate.source.quote}"
        return [
            *(retracting(target, candidate, at, reason) for target in targets),
            adding(bare, at, f"new: {candidate.rule}"),
        ]
    over = [*targets, *told_with(targets, candidate, known)]
    return replacing(bare, over, at, f"ends what was known: {targets[0].text}")


def _targets(candidate: Candidate, known: Known) -> list[Memory]:
    """Find the memories that a candidate says are over."""
    if candidate.predicate == DEAD:
        return [m for m in known.current() if _of_the_living(m, candidate)]
    if candidate.predicate == BACK:
        return [m for m in known.current() if _elsewhere(m, candidate)]
    wanted = content(candidate.object or "") - _MORE
    if candidate.subject and candidate.predicate:
        found = _in_slot(candidate, wanted, known)
        if found:
            return found
    found = _told(candidate, wanted, known)
    if found and candidate.subject == "user":
        found += [m for m in known.current() if _of_the_thing(m, wanted) and m not in found]
    return found or _summed_up(candidate, wanted, known)


def _in_slot(candidate: Candidate, wanted: frozenset[str], known: Known) -> list[Memory]:
    """Find what is over in the slot that a candidate names."""
    any_job = bool(wanted & {"job", "work"})
    relative = relation(candidate.predicate or "")
    # "I broke up with my girlfriend" ends whoever she is
    whoever = any_job or (relative is not None and relation(candidate.object or "") is not None)
    summed = editing_words().summed_up
    jobs = [predicate for predicate, nouns in summed.items() if wanted & nouns]
    others = jobs if any_job else covered(relative) if relative else ()
    for predicate in dict.fromkeys((candidate.predicate or "", *others)):
        for memory in reversed(known.slot(candidate.subject or "", predicate)):
            if whoever or wanted <= content(memory.object or ""):
                return [memory]
    return []


def _told(candidate: Candidate, wanted: frozenset[str], known: Known) -> list[Memory]:
    """Find by its words what is over, where no slot has it."""
    telling = stems(" ".join(wanted - editing_words().occasions or wanted))
    for memory, cosine in known.similar(candidate.text, _NEAREST) if telling else ():
        near = cosine >= thresholds().same_affair and telling <= stems(memory.text)
        if near and _may_end(memory, candidate, wanted):
            return [memory]
    return []


def _summed_up(candidate: Candidate, wanted: frozenset[str], known: Known) -> list[Memory]:
    """Find what a word like "uni" sums up; what else is said of it must stand in the memory."""
    for predicate, nouns in editing_words().summed_up.items():
        if not wanted & nouns or not candidate.subject:
            continue
        rest = stems(" ".join(wanted - nouns))
        for memory in reversed(known.slot(candidate.subject, predicate)):
            if rest <= stems(memory.text):
                return [memory]
    return []


def _of_the_living(memory: Memory, candidate: Candidate) -> bool:
    """Whether a memory says of somebody who died what holds of the living; a pet is had no more."""
    who = re.sub(r"^the user's ", "", candidate.subject or "", flags=re.IGNORECASE)
    named = memory.object is not None and memory.object.casefold() == who.casefold()
    if named and memory.text.endswith(f" called {memory.object}."):
        return memory.predicate in {*slots()["pet"].have, "boy", "girl"}
    if memory.predicate == "pet" and content(who) <= content(memory.object or ""):
        return memory.text.count(",") == 0 and not re.search(r"\b(?:two|three|\d)\b", memory.text)
    theirs = memory.subject is not None and memory.subject == candidate.subject
    return theirs and memory.kind != "event" and not _HOLDS_NO_MORE.search(memory.text)


def _of_the_thing(memory: Memory, wanted: frozenset[str]) -> bool:
    """Whether a memory says how a thing is that is had no more: "The user's Brompton is red"."""
    owned = re.match(
        r"The user's ((?:[\w-]+ )?[\w-]+) (?:is|has|needs|runs|does|can)\b", memory.text
    )
    return owned is not None and memory.kind == "fact" and content(owned[1]) == wanted


def _elsewhere(memory: Memory, candidate: Candidate) -> bool:
    """Whether a memory says that somebody is in a place for a time, and it is another place."""
    if memory.subject not in {None, candidate.subject}:
        return False
    if memory.predicate in slots():
        there = content(memory.object or "") & content(candidate.object or "")
        return memory.predicate == "stays_in" and not there
    away = _AWAY.search(memory.text) if memory.kind == "fact" else None
    own = memory.text.startswith("The user ") == (candidate.subject == "user")
    return away is not None and own and not content(candidate.object or "") & content(away["place"])


def _may_end(memory: Memory, candidate: Candidate, wanted: frozenset[str]) -> bool:
    """Whether something that shares its words with a memory may be what the memory says.

    "I cancelled the Lisbon trip" ends no home in Lisbon, and "I sold my guitar" no love of guitars.
    """
    if denies(memory.text) or tells_an_end(memory.text):
        return False
    anyone = candidate.intent == "retract" and candidate.predicate is None
    if memory.subject is not None and memory.subject != candidate.subject and not anyone:
        return False
    if candidate.predicate in slots() and memory.predicate in slots():
        return False  # It names its slot: "I don't work at Apple" ends no love of apples
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
