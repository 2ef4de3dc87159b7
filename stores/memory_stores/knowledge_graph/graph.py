"""The relations of a user's current memories as a networkx graph, kept in step with the ledger."""

import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from memory_agent.domain import Identities, entity_id
from memory_agent.domain.identity import is_by_hand
from memory_stores.knowledge_graph.names import KnownNames
from memory_stores.ledger.queries import NEWEST
from memory_stores.ledger.rows import fetch, moment
from memory_stores.ledger.sqlite import SqliteLedger

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_CHANGED = """
SELECT m.id, m.status = 'current', m.number, r.subject, r.predicate, r.object, r.valid_from,
       r.valid_to
FROM memories AS m LEFT JOIN relations AS r ON r.memory_id = m.id WHERE m.changed > ?
"""
_MAX_NEIGHBOURS = 64
"""An entity with more neighbours than this (the user, a home town) leads everywhere: it is
reached, but not passed through."""


class _Edge(NamedTuple):
    subject: str
    object: str
    predicate: str
    number: int
    valid_from: datetime | None
    valid_to: datetime | None


class KnowledgeGraph:
    """A ``networkx.MultiDiGraph`` of entities and relations.

    Each current relation is an edge whose key is the id of its memory and whose data are
    ``predicate``, ``number``, ``valid_from`` and ``valid_to``. An entity that goes under several
    names is one node.

    Args:
        names: Who is who; None makes one that is kept in step with the graph.
    """

    def __init__(self, names: KnownNames | None = None) -> None:
        from networkx import MultiDiGraph

        self.names = names or KnownNames()
        self._graph: MultiDiGraph = MultiDiGraph()
        self._identities: Identities = self.names.identities
        self._told: dict[str, _Edge] = {}
        self._edges: dict[str, tuple[str, str, str]] = {}
        self._objects: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._seen = (0, 0)
        self._lock = threading.Lock()

    @property
    def graph(self) -> "MultiDiGraph":
        """The graph itself; refresh it first, and do not change it."""
        return self._graph

    def refresh(self, ledger: SqliteLedger) -> None:
        """Take over what the ledger's relations gained or lost since the last look."""
        with self._lock:
            newest = ledger.newest()
            if newest[1] != self._seen[1]:  # What is erased is in no row that could say so
                self._clear()
            if newest != self._seen:
                self._take_over(ledger)
            self.names.refresh(ledger)
            if self.names.identities is not self._identities:
                self._rejoin(self.names.identities)

    def _take_over(self, ledger: SqliteLedger) -> None:
        with ledger.snapshot() as connection:
            rows = fetch(connection, _CHANGED, (self._seen[0],))
            revision, erasure = fetch(connection, NEWEST)[0]
        for memory_id, current, number, subject, predicate, object_, since, until in rows:
            self._remove(memory_id)
            self._told.pop(memory_id, None)
            if current and subject is not None and not is_by_hand(predicate):
                edge = _Edge(subject, object_, predicate, number, moment(since), moment(until))
                self._told[memory_id] = edge
                self._add(memory_id, edge)
        self._seen = (revision, erasure)

    def _add(self, memory_id: str, edge: _Edge) -> None:
        subject, object_ = self.node(edge.subject), self.node(edge.object)
        self._edges[memory_id] = (subject, object_, edge.predicate)
        self._objects[edge.predicate][object_] += 1
        self._graph.add_edge(
            subject,
            object_,
            key=memory_id,
            predicate=edge.predicate,
            number=edge.number,
            valid_from=edge.valid_from,
            valid_to=edge.valid_to,
        )

    def node(self, name: str) -> str:
        """Return the node of whom or what a name means, whether it is there or not."""
        return entity_id(self._identities.name(name))

    def _rejoin(self, identities: Identities) -> None:
        """Move the edges whose ends are somebody else than they were."""
        before = {id_: self._edges[id_][:2] for id_ in self._told}
        self._identities = identities
        for memory_id, edge in self._told.items():
            if (self.node(edge.subject), self.node(edge.object)) != before[memory_id]:
                self._remove(memory_id)
                self._add(memory_id, edge)

    def _clear(self) -> None:
        self._graph.clear()
        self._told.clear()
        self._edges.clear()
        self._objects.clear()
        self._seen = (0, 0)

    def _remove(self, memory_id: str) -> None:
        edge = self._edges.pop(memory_id, None)
        if edge:
            subject, object_, predicate = edge
            self._graph.remove_edge(subject, object_, key=memory_id)
            self._objects[predicate][object_] -= 1
            alone = [end for end in {subject, object_} if not self._neighbours(end)]
            self._graph.remove_nodes_from(alone)

    def named(self, phrases: Iterable[str], words: Collection[str]) -> set[str]:
        """Return the entities that a text names, by name or by a relation of theirs.

        Args:
            phrases: Word sequences of the text, casefolded; an entity whose id is one is named.
            words: Single words of the text, casefolded; "my brother" names whoever a relation
                ``brother`` leads to.
        """
        with self._lock:
            found = {node for node in map(self.node, phrases) if node in self._graph}
            for word in words:
                named = self._objects.get(word, Counter())
                found |= {object_ for object_, count in named.items() if count > 0}
        return found

    def leads(self, subject: str, object_: str) -> bool:
        """Return whether a relation leads from one entity to another."""
        with self._lock:
            return bool(self._graph.has_edge(self.node(subject), self.node(object_)))

    def is_somebody(self, name: str) -> bool:
        """Return whether a name is that of somebody or something relations lead from."""
        with self._lock:
            node = self.node(name)
            return node in self._graph and bool(self._graph.succ[node])

    def steps(self, node: str) -> list[tuple[str, str, int]]:
        """Return what leads from a node: each relation, where it leads, and its memory's number."""
        with self._lock:
            if node not in self._graph:
                return []
            edges = self._graph.out_edges(node, data=True)
            return [(data["predicate"], end, data["number"]) for _, end, data in edges]

    def around(self, entities: Iterable[str], hops: int) -> dict[int, int]:
        """Return the memories that touch entities, or what those lead to.

        Args:
            entities: Where to start.
            hops: How many relations to walk at most.

        Returns:
            The numbers of memories, each with how many relations away it is, from 1.
        """
        distance: dict[int, int] = {}
        with self._lock:
            border = {entity for entity in entities if entity in self._graph}
            seen = set(border)
            for hop in range(1, hops + 1):
                reached: set[str] = set()
                for entity in border:
                    if hop > 1 and self._neighbours(entity) > _MAX_NEIGHBOURS:
                        continue
                    for start, end, number in self._both_ways(entity):
                        distance.setdefault(number, hop)
                        reached |= {start, end}
                border = reached - seen
                seen |= reached
        return distance

    def _both_ways(self, entity: str) -> Iterable[tuple[str, str, int]]:
        yield from self._graph.out_edges(entity, data="number")
        yield from self._graph.in_edges(entity, data="number")

    def _neighbours(self, entity: str) -> int:
        """Count neighbours either way: at once, where networkx's `degree` walks every edge."""
        return len(self._graph.succ[entity]) + len(self._graph.pred[entity])
