"""The graph that memories make, and the part of it around somebody."""

from collections import defaultdict
from collections.abc import Sequence

from memory_agent.domain import Entity, Graph, Memory, Relation
from memory_agent.domain.errors import NotFound
from memory_stores import entity_id


def graph_of(memories: Sequence[Memory]) -> Graph:
    """Return the graph of the triples of memories; an entity has the name first said of it."""
    names: dict[str, str] = {}
    relations = []
    for memory in memories:
        if memory.subject and memory.predicate and memory.object:
            ends = entity_id(memory.subject), entity_id(memory.object)
            names = {ends[0]: memory.subject, ends[1]: memory.object} | names
            relations.append(
                Relation(
                    subject=ends[0],
                    predicate=memory.predicate,
                    object=ends[1],
                    memory_id=memory.id,
                    valid_from=memory.valid_from,
                    valid_to=memory.valid_to,
                )
            )
    entities = tuple(Entity(id_, names[id_]) for id_ in sorted(names))
    return Graph(entities, tuple(relations))


def around(graph: Graph, entity: str, hops: int) -> Graph:
    """Return the part of a graph that is at most so many relations away from an entity.

    Raises:
        NotFound: If there is no such entity.
    """
    start = entity_id(entity)
    if all(known.id != start for known in graph.entities):
        raise NotFound(f"no entity {entity!r} in the graph; `memory-agent graph` lists them")
    touching: defaultdict[str, list[Relation]] = defaultdict(list)
    for relation in graph.relations:
        touching[relation.subject].append(relation)
        touching[relation.object].append(relation)
    reached = border = {start}
    walked: set[str] = set()
    for _ in range(hops):
        steps = [relation for id_ in border for relation in touching[id_]]
        walked |= {relation.memory_id for relation in steps}
        border = {end for step in steps for end in (step.subject, step.object)} - reached
        reached = reached | border
    return Graph(
        tuple(known for known in graph.entities if known.id in reached),
        tuple(relation for relation in graph.relations if relation.memory_id in walked),
    )
