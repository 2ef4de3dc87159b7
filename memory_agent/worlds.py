"""The graph that memories make, and the part of it around somebody."""

from collections import defaultdict
from collections.abc import Sequence

from memory_agent.domain import Entity, Graph, Identities, Memory, Relation, entity_id
from memory_agent.domain.errors import NotFound
from memory_agent.domain.identity import described, is_by_hand


def graph_of(memories: Sequence[Memory], identities: Identities) -> Graph:
    """Return the graph of the triples of memories, each entity under one name.

    Args:
        memories: Those whose relations are wanted.
        identities: Who is who.
    """
    names: dict[str, str] = {}
    aliases: defaultdict[str, dict[str, str]] = defaultdict(dict)
    relations = []

    def node(name: str) -> str:
        stands = identities.name(name)
        id_ = entity_id(stands)
        names.setdefault(id_, stands)
        aliases[id_].setdefault(entity_id(name), name)
        return id_

    for memory in memories:
        if not (memory.subject and memory.predicate and memory.object):
            continue
        if is_by_hand(memory.predicate):
            continue  # It tells names apart or joins them, which is no relation
        subject, object_ = node(memory.subject), node(memory.object)
        relations.append(
            Relation(
                subject=subject,
                predicate=memory.predicate,
                object=object_,
                memory_id=memory.id,
                valid_from=memory.valid_from,
                valid_to=memory.valid_to,
            )
        )
    entities = tuple(
        Entity(id_, names[id_], tuple(name for key, name in aliases[id_].items() if key != id_))
        for id_ in sorted(names)
    )
    return Graph(entities, tuple(relations))


def around(graph: Graph, entity: str, hops: int, identities: Identities) -> Graph:
    """Return the part of a graph that is at most so many relations away from an entity.

    Args:
        graph: The whole.
        entity: Who or what stands in the middle, by any name; "my brother" is the user's.
        hops: How many relations to walk at most.
        identities: Who is who.

    Raises:
        NotFound: If there is no such entity.
    """
    known = {entity.id for entity in graph.entities}
    names = (entity, identities.name(entity), identities.name(described(entity)))
    start = next((id_ for id_ in map(entity_id, names) if id_ in known), None)
    if start is None:
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
