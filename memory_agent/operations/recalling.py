"""Recalling: what a prompt or a person asks."""

from collections.abc import Iterable
from datetime import datetime

from memory_agent import domain
from memory_agent.asynchronous import as_async
from memory_agent.domain import Context, Graph, Hit, Identities, Kind, Profile, Turn
from memory_agent.domain.errors import NotFound
from memory_agent.domain.identity import ties_of
from memory_agent.domain.memory import Status
from memory_agent.operations.base import CONTEXT_HITS, Operations, at_least_one, filter_of, found
from memory_agent.worlds import around, graph_of
from memory_stores import check_user_id


class Recalling(Operations):
    """Reading what is known."""

    def search(
        self,
        query: str,
        *,
        user_id: str,
        limit: int = 10,
        kind: Kind | None = None,
        session_id: str | None = None,
        agent_id: str | None = None,
        as_of: datetime | None = None,
        valid_at: datetime | None = None,
        memories: bool = True,
        turns: bool = True,
    ) -> list[Hit]:
        """Return ranked memories and verbatim turns, best first.

        Args:
            query: What is looked for; nothing is found for an empty one.
            user_id: Whose memories.
            limit: How many at most.
            kind: Only memories of this kind, no turns.
            session_id: Only what was said in this conversation.
            agent_id: Only what was said to this assistant.
            as_of: As it was known at this moment.
            valid_at: Only memories that were true at this moment, no turns.
            memories: Whether memories are wanted.
            turns: Whether turns are wanted.

        Raises:
            InvalidInput: If `limit` is below 1, or a moment has no zone.
        """
        at_least_one(limit, "limit")
        wanted = filter_of(kind, "current", session_id, agent_id, as_of, valid_at)
        chosen = {"memories": memories, "turns": turns}
        collections = frozenset(name for name, on in chosen.items() if on)
        return self._reader.search(query, check_user_id(user_id), wanted, collections, limit)  # type: ignore[arg-type]

    def context(
        self,
        query: str,
        *,
        user_id: str,
        budget: int = 400,
        shown: Iterable[str] = (),
        kind: Kind | None = None,
        session_id: str | None = None,
        agent_id: str | None = None,
        as_of: datetime | None = None,
        valid_at: datetime | None = None,
    ) -> Context:
        """Return the block that a prompt gets: the profile, then what the query needs.

        Args:
            query: What the user says now; the profile alone is given for an empty one.
            user_id: Whose memories; an empty context for somebody unknown.
            budget: Tokens that the whole block may take.
            shown: Texts that the prompt holds already, such as the conversation so far: what
                comes from a turn of that very text is left out.
            kind: As in `search`, as are the other filters; a filtered context has no profile.
            session_id: See `search`.
            agent_id: See `search`.
            as_of: See `search`.
            valid_at: See `search`.

        Raises:
            InvalidInput: If `budget` is below 1, or a moment has no zone.
        """
        at_least_one(budget, "budget")
        wanted = filter_of(kind, "current", session_id, agent_id, as_of, valid_at)
        return self._reader.context(
            query, check_user_id(user_id), wanted, budget, CONTEXT_HITS, frozenset(shown)
        )

    def profile(self, *, user_id: str) -> Profile:
        """Return the compressed summary of a user; an empty one for somebody unknown."""
        return self._reader.profile(check_user_id(user_id))

    def get(self, memory_id: str, *, user_id: str) -> domain.Memory:
        """Return one memory.

        Raises:
            NotFound: If the user has none of that id.
        """
        with self._known(user_id) as store:
            return found(store, memory_id)

    def turn(self, turn_id: str, *, user_id: str) -> Turn:
        """Return one turn.

        Raises:
            NotFound: If the user has none of that id.
        """
        with self._known(user_id) as store:
            turn = store.ledger.turn(turn_id)
        if turn is None:
            raise NotFound(f"no turn {turn_id!r} of user {user_id!r}")
        return turn

    def stats(self, *, user_id: str) -> dict[str, int]:
        """Return counts: turns, sessions, memories by status, revisions, pending and so on.

        Raises:
            NotFound: If nothing is kept of the user.
        """
        with self._known(user_id) as store:
            return store.ledger.counts()

    def list(
        self,
        *,
        user_id: str,
        kind: Kind | None = None,
        status: Status | None = "current",
        session_id: str | None = None,
        agent_id: str | None = None,
        as_of: datetime | None = None,
        valid_at: datetime | None = None,
        limit: int | None = None,
    ) -> list[domain.Memory]:
        """Return memories, oldest first; none for somebody unknown.

        Args:
            user_id: Whose memories.
            kind: Only of this kind.
            status: Only of this status; None means all.
            session_id: Only those said in this conversation.
            agent_id: Only those said to this assistant.
            as_of: As they were known at this moment.
            valid_at: Only those that were true at this moment.
            limit: The newest so many.

        Raises:
            InvalidInput: If `limit` is below 1, or a moment has no zone.
        """
        wanted = filter_of(kind, status, session_id, agent_id, as_of, valid_at)
        if limit is not None:
            at_least_one(limit, "limit")
        if not self.has_user(user_id):
            return []
        with self._stores.user(user_id) as store:
            found = store.ledger.memories(wanted)
        return found if limit is None else found[-limit:]

    def graph(
        self,
        *,
        user_id: str,
        entity: str | None = None,
        hops: int = 1,
        as_of: datetime | None = None,
        valid_at: datetime | None = None,
    ) -> Graph:
        """Return the knowledge graph of a user, or the part of it around an entity.

        Args:
            user_id: Whose world; an empty graph for somebody unknown.
            entity: The name of who or what stands in the middle; None gives the whole graph.
            hops: How many relations away from it the graph goes.
            as_of: As it was known at this moment.
            valid_at: Only relations that held at this moment.

        Raises:
            InvalidInput: If `hops` is below 1, or a moment has no zone.
            NotFound: If there is no such entity.
        """
        at_least_one(hops, "hops")
        memories = self.list(user_id=user_id, as_of=as_of, valid_at=valid_at)
        everything = self.list(user_id=user_id, as_of=as_of, status=None)
        identities = Identities(ties_of(everything))
        whole = graph_of(memories, identities)
        return whole if entity is None else around(whole, entity, hops, identities)

    asearch = as_async(search)
    acontext = as_async(context)
    aprofile = as_async(profile)
    aget = as_async(get)
    aturn = as_async(turn)
    astats = as_async(stats)
    alist = as_async(list)
    agraph = as_async(graph)
