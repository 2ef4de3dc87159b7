"""Records as the JSON documents that the command line promises, key for key."""

from typing import TypeAlias

from memory_agent.domain import Change, Context, Hit, Memory, Profile, Provenance, Revision
from memory_agent.domain.times import iso

Document: TypeAlias = dict[str, object]


def memory_document(memory: Memory) -> Document:
    """Return a memory with its source; ``source`` is null where a person wrote it directly."""
    return {
        "id": memory.id,
        "kind": memory.kind,
        "text": memory.text,
        "subject": memory.subject,
        "predicate": memory.predicate,
        "object": memory.object,
        "polarity": memory.polarity,
        "status": memory.status,
        "confidence": memory.confidence,
        "valid_from": iso(memory.valid_from),
        "valid_to": iso(memory.valid_to),
        "recorded_at": iso(memory.recorded_at),
        "version": memory.version,
        "pinned": memory.pinned,
        "source": None if memory.source is None else _source_document(memory.source),
    }


def _source_document(source: Provenance) -> Document:
    return {
        "turn_id": source.turn_id,
        "session_id": source.session_id,
        "quote": source.quote,
        "role": source.role,
    }


def change_document(change: Change) -> Document:
    """Return what was done and the memory as it is after it."""
    return {"op": change.op, "memory": memory_document(change.memory)}


def reasoned_document(change: Change) -> Document:
    """Return a change together with why it was made."""
    return {**change_document(change), "reason": change.reason}


def hit_document(hit: Hit) -> Document:
    """Return one ranked result; what it was said in is null for a memory written directly."""
    said = hit.said
    return {
        "id": hit.id,
        "type": hit.type,
        "text": hit.text,
        "score": hit.score,
        "session_id": said.session_id if said else None,
        "turn_id": said.id if said else None,
        "said_at": iso(said.said_at) if said else None,
    }


def context_document(context: Context) -> Document:
    """Return the block of a prompt and the ids of what it shows, in its order."""
    return {
        "text": context.text,
        "tokens": context.tokens,
        "memories": [memory.id for memory in context.memories],
        "turns": [turn.id for turn in context.turns],
    }


def profile_document(profile: Profile) -> Document:
    """Return the compressed summary and its length in tokens."""
    return {"text": profile.text, "tokens": profile.tokens}


def revision_document(revision: Revision) -> Document:
    """Return one step of a memory's life, with its state after it: nulls once that is erased."""
    memory = revision.memory
    return {
        "number": revision.number,
        "op": revision.op,
        "memory_id": revision.memory_id,
        "version": revision.version,
        "text": memory.text if memory else None,
        "reason": revision.reason,
        "actor": revision.actor,
        "recorded_at": iso(revision.recorded_at),
        "turn_id": revision.turn_id,
        "displaced": revision.displaced,
        "status": memory.status if memory else None,
        "valid_from": iso(memory.valid_from) if memory else None,
        "valid_to": iso(memory.valid_to) if memory else None,
        "source": None if revision.words is None else _source_document(revision.words),
    }
