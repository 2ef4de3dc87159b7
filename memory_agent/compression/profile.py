"""The profile: a user's lasting facts in fixed sections, by selection and merging."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from memory_agent.compression.port import Counts
from memory_agent.compression.quoting import quoted, shown
from memory_agent.domain import Identities, Memory, Profile
from memory_agent.domain.identity import is_by_hand, relative, ties_of
from memory_agent.domain.kinship import relation
from memory_agent.domain.slots import slots

SECTIONS: Mapping[str, str] = {
    "who": "Who",
    "people": "People",
    "work": "Work",
    "health": "Health",
    "preferences": "Preferences",
    "instructions": "Instructions",
    "plans": "Plans",
}
"""The sections in their order, and what they are called."""

_PERSON_WEIGHT = 0.8
_OTHERS_WEIGHT = 0.6
_ATTRIBUTE_WEIGHT = 0.4
_LEAST_WEIGHT = 0.5
_PLAN_WEIGHT = 0.5
_MERGED = {"likes": "likes", "dislikes": "dislikes"}


def build_profile(
    memories: Sequence[Memory], latest: datetime | None, budget: int, counter: Counts
) -> Profile:
    """Choose the memories that matter most, within a budget, and write them by section.

    The same memories give the same bytes: choice and order depend on nothing else.

    Args:
        memories: The user's current memories, oldest first.
        latest: When the newest of them was said; later events are plans.
        budget: Tokens at most.
        counter: Measures them.
    """
    known = Identities(ties_of(memories))
    people = {m.object for m in memories if m.object and m.text.endswith(f" called {m.object}.")}
    people |= {m.subject for m in memories if m.subject and known.bearers(m.subject)}
    placed = [(m, place) for m in memories if (place := _place(m, people, latest)) is not None]
    ranked = sorted(
        range(len(placed)),
        key=lambda i: (not placed[i][0].pinned, -placed[i][1][1], -placed[i][0].confidence, i),
    )
    chosen: set[int] = set()
    for index in ranked:
        trial = [placed[i] for i in sorted(chosen | {index})]
        if counter.count(_written(trial)) > budget:
            break
        chosen.add(index)
    kept = [placed[i] for i in sorted(chosen)]
    text = _written(kept)
    in_order = [m for section in SECTIONS for m, place in kept if place[0] == section]
    return Profile(text, counter.count(text), tuple(in_order))


def _place(memory: Memory, people: set[str], latest: datetime | None) -> tuple[str, float] | None:
    """Return a memory's section and weight; None if a profile has no place for it."""
    slot = slots().get(memory.predicate or "")
    if memory.kind == "instruction":
        return "instructions", slot.weight if slot else 0.9
    if memory.kind == "preference":
        return "preferences", slot.weight if slot else 0.6
    if memory.kind == "event":
        return ("plans", _PLAN_WEIGHT) if _is_ahead(memory, latest) else None
    subject = memory.subject or ""
    if is_by_hand(memory.predicate):
        return None
    named = memory.object in people and memory.text.endswith(f" called {memory.object}.")
    if named or relation(memory.predicate or "") is not None:
        return "people", _PERSON_WEIGHT
    if subject in people or relative(subject) is not None:
        return "people", _OTHERS_WEIGHT
    if slot is not None:
        return (slot.section, slot.weight) if slot.weight >= _LEAST_WEIGHT else None
    return ("who", _ATTRIBUTE_WEIGHT) if memory.predicate is not None else None


def _is_ahead(memory: Memory, latest: datetime | None) -> bool:
    """Whether an event is still to come: "attended … in June", said in June, is not."""
    if latest is None or memory.valid_from is None or memory.valid_to is None:
        return False
    told_as_coming = re.search(r"\b(?:is|are|will)\b", memory.text) is not None
    return memory.valid_from > latest or (told_as_coming and memory.valid_to > latest)


def _written(kept: Sequence[tuple[Memory, tuple[str, float]]]) -> str:
    lines = []
    for section, title in SECTIONS.items():
        inside = [m for m, place in kept if place[0] == section]
        if inside:
            lines.append(f"{title}: {'; '.join(_phrases(inside))}.")
    return "\n".join(lines)


def _phrases(memories: Sequence[Memory]) -> list[str]:
    """Write one section: likes and dislikes as lists, the rest as they stand."""
    phrases: list[str] = []
    merged: dict[tuple[str, str], int] = {}
    for memory in memories:
        # One that was edited by hand has no object: its own words say it.
        verb = _MERGED.get(memory.predicate or "") if memory.object else None
        key = (memory.subject or "", verb or "")
        if verb and key in merged:
            phrases[merged[key]] += f", {quoted(memory.object or '')}"
        elif verb:
            merged[key] = len(phrases)
            who = "" if memory.subject == "user" else f"{memory.subject} "
            phrases.append(quoted(f"{who}{verb} {memory.object}"))
        else:
            phrases.append(_short(shown(memory)))
    return phrases


def _short(text: str) -> str:
    """Leave out the subject that every line has."""
    return re.sub(r"^The user(?:'s)? ", "", text).rstrip(".")
