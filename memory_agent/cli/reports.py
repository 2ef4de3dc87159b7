"""Differences, graphs, receipts and the like as the JSON documents that are promised."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from memory_agent.cli.highlighting import words_changed
from memory_agent.cli.output import marked
from memory_agent.cli.records import Document, context_document, memory_document
from memory_agent.domain.times import iso

if TYPE_CHECKING:
    from memory_agent.domain import (
        Diff,
        Entity,
        Graph,
        Health,
        LoggedContext,
        Memory,
        Receipt,
        Replay,
    )


def diff_rows(diff: "Diff") -> "Iterator[tuple[str, Memory | None, Memory | None]]":
    """Give each difference: what it is, and the memory before and after; None where there is none.

    What was there before comes in the order of the sections of a diff.
    """
    for memory in diff.added:
        yield "added", None, memory
    for name, edits in (
        ("changed", diff.changed),
        ("superseded", diff.superseded),
        ("gone", diff.gone),
    ):
        for edit in edits:
            yield name, edit.before, edit.after


def diff_document(diff: "Diff") -> list[Document]:
    """Return one document a difference; ``words`` marks [-what is gone-] and {+what is new+}."""
    return [_difference(*row) for row in diff_rows(diff)]


def _difference(name: str, before: "Memory | None", after: "Memory | None") -> Document:
    either = after or before
    words = words_changed(before.text, after.text) if before and after else None
    return {
        "change": name,
        "memory_id": either.id if either else None,
        "before": before and memory_document(before),
        "after": after and memory_document(after),
        "words": None if words is None else marked(words),
    }


def entity_document(entity: "Entity") -> Document:
    """Return an entity with the other names under which memories speak of it."""
    return {"id": entity.id, "name": entity.name, "aliases": list(entity.aliases)}


def graph_document(graph: "Graph") -> Document:
    """Return entities as nodes and relations as edges between their ids."""
    return {
        "nodes": [entity_document(entity) for entity in graph.entities],
        "edges": [
            {
                "source": relation.subject,
                "target": relation.object,
                "predicate": relation.predicate,
                "memory_id": relation.memory_id,
                "valid_from": iso(relation.valid_from),
                "valid_to": iso(relation.valid_to),
            }
            for relation in graph.relations
        ],
    }


def logged_document(logged: "LoggedContext") -> Document:
    """Return a context as it was put into a prompt."""
    return {
        "id": logged.id,
        "at": iso(logged.at),
        "query": logged.query,
        "budget": logged.budget,
        "filters": dict(logged.filters),
        "text": logged.text,
        "tokens": logged.tokens,
        "memories": list(logged.memories),
        "turns": list(logged.turns),
        "revision": logged.revision,
    }


def replay_document(replay: "Replay") -> Document:
    """Return a past context, what it would be today, and the lines only one of them has."""
    return {
        **logged_document(replay.logged),
        "today": context_document(replay.today),
        "gone": list(replay.gone),
        "added": list(replay.added),
    }


def receipt_document(receipt: "Receipt") -> Document:
    """Return the proof of an erasure; ``salt`` is null in a stored one, which does not keep it."""
    return {
        "id": receipt.id,
        "at": iso(receipt.at),
        "erased": receipt.erased,
        "turns": receipt.turns,
        "revisions": receipt.revisions,
        "scanned": list(receipt.scanned),
        "residue": receipt.residue,
        "commitment": receipt.commitment,
        "salt": receipt.salt or None,
        "kept": list(receipt.kept),
    }


def health_document(health: "Health") -> Document:
    """Return what was checked, and what is wrong."""
    return {
        "checked": dict(health.checked),
        "problems": list(health.problems),
        "head": health.head,
    }
