"""Entities and relations: the user's world as a graph."""

from dataclasses import dataclass
from datetime import datetime


def entity_id(name: str) -> str:
    """Return the id of what a name means: letter case, articles and possessives apart."""
    words = name.casefold().split()
    while len(words) > 1 and words[0] in {"a", "an", "the", "my", "our", "their", "some"}:
        del words[0]
    return " ".join(words)


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something in the user's life.

    Args:
        id: The name folded for comparison; unique for its user.
        name: The name as it was first said.
        aliases: The other names under which memories speak of it.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """One edge of the knowledge graph, tied to the memory that says it.

    Args:
        subject: Id of the entity it starts from.
        predicate: What holds between the two.
        object: Id of the entity it leads to.
        memory_id: The memory that says it.
        valid_from: When it began to hold, where known.
        valid_to: When it stopped holding, where it has.
    """

    subject: str
    predicate: str
    object: str
    memory_id: str
    valid_from: datetime | None = None
    valid_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """A part of the knowledge graph.

    Args:
        entities: Its nodes, by id.
        relations: Its edges, oldest memory first.
    """

    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
