"""Reading: hits, the recall graph's blocks, and the profile kept from call to call."""

import threading
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from memory_agent.compression import NOTHING, build_profile
from memory_agent.domain import Context, Hit, Profile
from memory_agent.models import Embedder, TokenCounter
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
    """

    def __init__(
        self, stores: Stores, embedder: Embedder, counter: TokenCounter, profile_tokens: int
    ) -> None:
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
        from memory_graphs import RecallState, run_apart

        state = RecallState(
            query=query,
            wanted=wanted,
            collections=_within(wanted, _BOTH if query.strip() else frozenset()),
            limit=hits,
            budget=budget,
            shown=shown,
        )
        with self._stores.user(user_id) as store:
            reading = self._reading(store, wanted)
            done = run_apart(self._get_graph(), state, context=reading)
        context: Context = done["context"]
        return context

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
