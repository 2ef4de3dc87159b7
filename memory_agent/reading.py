"""Reading: hits, the recall graph's blocks, and the profile kept from call to call."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from memory_agent.compression import NOTHING, build_profile
from memory_agent.context_log import ContextLog
from memory_agent.domain import Context, Hit, LoggedContext, Profile
from memory_agent.domain.ids import new_id
from memory_agent.domain.times import iso, now, parse_time
from memory_agent.models import Embedder, TokenCounter
from memory_agent.policies.privacy import mask
from memory_stores import Filter, Stores, UserStore

if TYPE_CHECKING:
    from memory_graphs import Reading

Collections = frozenset[Literal["memories", "turns"]]

_BOTH: Collections = frozenset({"memories", "turns"})
_NO_PROFILE = Profile("", 0, ())
_KEPT_PROFILES = 256


class Reader:
    """Answers searches, and makes contexts and profiles.

    Args:
        stores: Where everything is kept.
        embedder: Makes queries' vectors.
        counter: Measures blocks.
        profile_tokens: Tokens of a profile at most.
        log: Where contexts are logged.
    """

    def __init__(
        self,
        stores: Stores,
        embedder: Embedder,
        counter: TokenCounter,
        profile_tokens: int,
        log: ContextLog,
    ) -> None:
        self.log = log
        self._stores = stores
        self._embedder = embedder
        self._counter = counter
        self._profile_tokens = profile_tokens
        self._profiles: OrderedDict[tuple[str, int, int], Profile] = OrderedDict()
        self._lock = threading.Lock()
        self._graph: Any = None

    def search(
        self, query: str, user_id: str, wanted: Filter, collections: Collections, limit: int
    ) -> list[Hit]:
        """Return ranked memories and turns; nothing for an empty query or an unknown user."""
        collections = _within(wanted, collections)
        if not query.strip() or not collections or not self._stores.ledgers.has(user_id):
            return []
        from memory_graphs import RecallState, find

        state = RecallState(
            query=query,
            wanted=wanted,
            collections=collections,
            limit=limit,
            budget=None,
            shown=frozenset(),
        )
        with self._stores.user(user_id) as store:
            return find(state, self._reading(store, wanted))

    def context(
        self,
        query: str,
        user_id: str,
        wanted: Filter,
        budget: int,
        hits: int,
        shown: frozenset[str],
    ) -> Context:
        """Return the block of a prompt; an empty one for an unknown user."""
        if not self._stores.ledgers.has(user_id):
            return NOTHING
        with self._stores.user(user_id) as store:
            revision, erasure = store.ledger.newest()
            context = self._made(store, query, wanted, budget, hits, shown)
        if not (self.log.wanted and context.text):
            return context
        context = replace(context, id=new_id("c"))
        self.log.put(user_id, _logged(context, query, budget, wanted, revision), erasure)
        return context

    def again(self, logged: LoggedContext, user_id: str, hits: int) -> Context:
        """Return what a logged call would give today; it is not logged."""
        wanted = _filter_of(logged.filters)
        with self._stores.user(user_id) as store:
            return self._made(store, logged.query, wanted, logged.budget, hits, frozenset())

    def _made(
        self,
        store: UserStore,
        query: str,
        wanted: Filter,
        budget: int,
        hits: int,
        shown: frozenset[str],
    ) -> Context:
        from memory_graphs import RecallState, run_apart

        state = RecallState(
            query=query,
            wanted=wanted,
            collections=_within(wanted, _BOTH if query.strip() else frozenset()),
            limit=hits,
            budget=budget,
            shown=shown,
        )
        done = run_apart(self._get_graph(), state, context=self._reading(store, wanted))
        context: Context = done["context"]
        return context

    def forget_user(self, user_id: str) -> None:
        """Drop whatever is cached of a user."""
        with self._lock:
            for key in [key for key in self._profiles if key[0] == user_id]:
                del self._profiles[key]

    def profile(self, user_id: str) -> Profile:
        """Return the profile of a user; an empty one for an unknown user."""
        if not self._stores.ledgers.has(user_id):
            return _NO_PROFILE
        with self._stores.user(user_id) as store:
            return self._profile(store, self._profile_tokens)

    def _reading(self, store: UserStore, wanted: Filter) -> "Reading":
        from memory_graphs import Reading

        # A filtered context shows what passes the filter, and no profile made of everything.
        plain = wanted == Filter()
        profile = partial(self._share, store) if plain else _no_profile
        return Reading(store, self._embedder, self._counter, profile)

    def _share(self, store: UserStore, budget: int) -> Profile:
        """Return a profile that leaves half of a context's budget to the query."""
        return self._profile(store, min(self._profile_tokens, budget // 2))

    def _profile(self, store: UserStore, tokens: int) -> Profile:
        """Build a profile, or give the one built since the last change."""
        ledger = store.ledger
        key = (ledger.user_id, ledger.revision_count(), tokens)
        with self._lock:
            known = self._profiles.get(key)
        if known is None:
            latest = ledger.last_learned_at()
            known = build_profile(ledger.lasting(latest), latest, tokens, self._counter)
            with self._lock:
                self._profiles[key] = known
                while len(self._profiles) > _KEPT_PROFILES:
                    self._profiles.popitem(last=False)
        return known

    def _get_graph(self) -> Any:
        with self._lock:
            if self._graph is None:
                from memory_graphs import build_recall

                self._graph = build_recall()
            return self._graph


def _within(wanted: Filter, collections: Collections) -> Collections:
    """Leave turns out where a filter asks for what only memories have."""
    only_memories = wanted.kind is not None or wanted.valid_at is not None
    return collections - {"turns"} if only_memories else collections


def _no_profile(_budget: int) -> Profile:
    return _NO_PROFILE


def _logged(
    context: Context, query: str, budget: int, wanted: Filter, revision: int
) -> LoggedContext:
    values = {
        "kind": wanted.kind,
        "session_id": wanted.session_id,
        "agent_id": wanted.agent_id,
        "as_of": iso(wanted.as_of),
        "valid_at": iso(wanted.valid_at),
    }
    return LoggedContext(
        id=context.id or "",
        at=now(),
        query=mask(query.encode("utf-8", "replace").decode()).text,  # No lone surrogates
        budget=budget,
        text=context.text,
        tokens=context.tokens,
        memories=tuple(memory.id for memory in context.memories),
        turns=tuple(turn.id for turn in context.turns),
        revision=revision,
        filters={name: value for name, value in values.items() if value is not None},
    )


def _filter_of(filters: Mapping[str, str]) -> Filter:
    as_of, valid_at = filters.get("as_of"), filters.get("valid_at")
    return Filter(
        kind=filters.get("kind"),  # type: ignore[arg-type]
        session_id=filters.get("session_id"),
        agent_id=filters.get("agent_id"),
        as_of=parse_time(as_of) if as_of else None,
        valid_at=parse_time(valid_at) if valid_at else None,
    )
