"""Erasing: what has to be destroyed so that nothing of a memory, or of a turn, is left.

A memory goes with every revision of it, and with the words that it cites in turns, as far as no
other memory stands on the same words. A turn goes with what it caused: what only it said goes, what
others said too stays on their evidence, and what it had superseded comes back.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from memory_agent.domain import Destruction, Provenance, Revision
from memory_agent.policies.contesting import undo
from memory_agent.policies.undoing import Undoing, kept_steps

Span = tuple[int, int]

_TELLING = ("text", "subject", "predicate", "object")


def without_turns(turn_ids: Iterable[str], undoing: Undoing) -> Destruction:
    """Return what the erasure of turns destroys.

    Args:
        turn_ids: The turns.
        undoing: Everything that they caused.
    """
    gone = frozenset(id_ for id_, steps in kept_steps(undoing).items() if not steps)
    kept = {id_: h for id_, h in undoing.histories.items() if id_ not in gone}
    turn_ids = frozenset(turn_ids)
    told = (_told(history, undoing) + _citing(history, turn_ids) for history in kept.values())
    states = frozenset(number for numbers in told for number in numbers)
    changes = [change for change in undo(undoing, states) if change.memory.id not in gone]
    return Destruction(gone, turn_ids, states, (), tuple(changes))


def _told(history: Sequence[Revision], undoing: Undoing) -> list[int]:
    """Return the revisions that hold what an undone one said: it, and those after it."""
    told: list[int] = []
    before = None
    for revision in history:
        after = revision.memory
        if after is None:
            continue
        telling = not before or any(getattr(before, f) != getattr(after, f) for f in _TELLING)
        if told or (telling and revision.number in undoing.undone):
            told.append(revision.number)
        before = after
    return told


def _citing(history: Sequence[Revision], turn_ids: AbstractSet[str]) -> list[int]:
    """Return the revisions after which a memory cites turns."""
    return [
        revision.number
        for revision in history
        if revision.memory and revision.memory.source
        if revision.memory.source.turn_id in turn_ids
    ]


def cited_words(histories: Mapping[str, Sequence[Revision]]) -> list[Provenance]:
    """Return the words that memories cite, or were changed by.

    Args:
        histories: All revisions of the memories.
    """
    found: dict[tuple[str, int, int], Provenance] = {}
    for history in histories.values():
        for revision in history:
            for source in (revision.words, revision.memory.source if revision.memory else None):
                if source is not None:
                    found[(source.turn_id, source.start, source.end)] = source
    return list(found.values())


def struck_words(
    words: Iterable[Provenance], cited: Mapping[str, Sequence[Span]]
) -> list[Provenance]:
    """Return words as far as nothing else stands on them.

    Args:
        words: What is to go.
        cited: The spans, by turn id, that other memories stand on.
    """
    return [
        replace(source, quote=source.quote[a - source.start : b - source.start], start=a, end=b)
        for source in words
        for a, b in without_spans((source.start, source.end), cited.get(source.turn_id, ()))
    ]


def without_spans(span: Span, taken: Iterable[Span]) -> list[Span]:
    """Return the parts of a span that others leave."""
    left = [span]
    for start, end in taken:
        left = [
            part
            for a, b in left
            for part in ((a, min(b, start)), (max(a, end), b))
            if part[0] < part[1]
        ]
    return left
