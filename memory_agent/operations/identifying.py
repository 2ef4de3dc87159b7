"""Identifying: who is who, joined and split by hand."""

from dataclasses import replace

from memory_agent import domain
from memory_agent.asynchronous import as_async
from memory_agent.domain import Change, Entity, Graph, Identities
from memory_agent.domain.errors import InvalidInput, NotFound
from memory_agent.domain.identity import DIFFERENT_FROM, SAME_AS, described, folded
from memory_agent.domain.ids import new_id
from memory_agent.domain.times import now
from memory_agent.operations.history import History
from memory_agent.operations.recalling import Recalling
from memory_stores import UserStore, entity_id


class Identifying(History, Recalling):
    """Saying that two names are one entity, or that they are two.

    What is said is itself a memory, ``same_as`` or ``different_from``: it has a history, is
    exported, and can be reverted, forgotten and erased like any other.
    """

    def merge(self, entity: str, into: str, *, user_id: str) -> list[Change]:
        """Make one entity of two; what is told of either is told of `into` from now on.

        Args:
            entity: Any name of the one; "my brother" is the user's.
            into: Any name of the other, under which both are known.
            user_id: Whose world.

        Returns:
            The new memory, and what it took back: that the two are different.

        Raises:
            NotFound: If there is no such user or entity.
            InvalidInput: If they are one already.
        """
        graph = self.graph(user_id=user_id)
        with self._known(user_id) as store:
            identities = store.identities()
            one, other = (_entity(graph, identities, name) for name in (entity, into))
            if one == other:
                raise InvalidInput(f"{entity!r} and {into!r} are one entity already: {other!r}")
            added = self._told(one, SAME_AS, other, "joined by hand")
            apart = [
                memory
                for memory in _by_hand(store, DIFFERENT_FROM)
                if {identities.of(memory.subject or ""), identities.of(memory.object or "")}
                == {identities.of(one), identities.of(other)}
            ]
            return self._recorded(store, added, apart)

    def split(self, alias: str, *, user_id: str) -> list[Change]:
        """Make a name mean somebody else than the entity that it is a name of.

        Args:
            alias: The name that was joined wrongly, by hand or not.
            user_id: Whose world.

        Returns:
            The new memory, that the two are different, and what it took back.

        Raises:
            NotFound: If nothing is kept of the user.
            InvalidInput: If it is joined with no other name.
        """
        with self._known(user_id) as store:
            identities = store.identities()
            name = alias if identities.of(alias) != folded(alias) else described(alias)
            entity = identities.name(name)
            if folded(entity) == folded(name):
                raise InvalidInput(
                    f"{alias!r} is no other name of anybody; `memory-agent entity list` shows "
                    "which names are"
                )
            added = self._told(name, DIFFERENT_FROM, entity, "split by hand")
            joined = [
                memory
                for memory in _by_hand(store, SAME_AS)
                if folded(memory.subject or "") in identities.steps(name)
            ]
            return self._recorded(store, added, joined[:1])

    def entities(self, *, user_id: str) -> list[Entity]:
        """Return who and what is in a user's life, each with its other names."""
        return list(self.graph(user_id=user_id).entities)

    def _told(self, subject: str, predicate: str, object_: str, reason: str) -> Change:
        text = f"{subject} {'is' if predicate == SAME_AS else 'is not'} {object_}."
        memory = domain.Memory(
            id=new_id("m"),
            kind="fact",
            text=text[:1].upper() + text[1:],
            status="current",
            confidence=1.0,
            recorded_at=now(),
            version=1,
            subject=subject,
            predicate=predicate,
            object=object_,
        )
        return Change("add", memory, reason, "user")

    def _recorded(self, store: UserStore, added: Change, over: list[domain.Memory]) -> list[Change]:
        changes = [
            added,
            *(
                Change(
                    "retract",
                    replace(memory, version=memory.version + 1, status="retracted"),
                    f"{added.reason}: {added.memory.text}",
                    "user",
                )
                for memory in over
            ),
        ]
        at = store.ledger.commit(changes, vectors=self.vectors_of(store, [added]))
        return [change.recorded(at) for change in changes] if at else changes

    amerge = as_async(merge)
    asplit = as_async(split)
    aentities = as_async(entities)


def _by_hand(store: UserStore, predicate: str) -> list[domain.Memory]:
    return [memory for memory in store.ledger.memories() if memory.predicate == predicate]


def _entity(graph: Graph, identities: Identities, name: str) -> str:
    """Return the name that an entity of the graph goes under."""
    known = {entity.id: entity.name for entity in graph.entities}
    for meant in (name, described(name)):
        stands = identities.name(meant)
        if entity_id(stands) in known:
            return stands
    raise NotFound(f"no entity {name!r} in the graph; `memory-agent entity list` lists them")
