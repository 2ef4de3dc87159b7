"""Digestion: takes the turns that were accepted through the remember graph, now or behind."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from memory_agent.domain import Change, Ignored
from memory_agent.domain.times import now
from memory_agent.models import Embedder, MiniLM
from memory_stores import Stores, UserStore

if TYPE_CHECKING:
    from memory_agent.extraction import Extractor

_log = logging.getLogger("memory_agent")
_MANY = 64
"""Turns after whose digestion the store is tidied; fewer are left to when the user is closed."""

_STEPS_PER_TURN = 25
"""Supersteps that the graph may take for one turn: four, and as many for each conflict."""


class Digester:
    """Digests users' queues in order: on the caller's thread, or on one of its own.

    Args:
        stores: Where the queues are.
        embedder: Makes the vectors.
        batch: Turns that are parsed and embedded together.
        over: Makes the extractor of the local one; None takes that one.
    """

    def __init__(
        self,
        stores: Stores,
        embedder: Embedder,
        batch: int,
        over: "Callable[[Extractor], Extractor] | None" = None,
    ) -> None:
        self._stores = stores
        self._embedder = embedder
        self._batch = batch
        self._over = over
        self._machinery: tuple[Any, Extractor] | None = None
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._user_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="memory-agent digestion")
        self._behind: dict[str, Future[None]] = {}

    def digest(self, user_id: str) -> tuple[list[Change], list[Ignored]]:
        """Digest all that waits of one user; return what changed and what was ignored."""
        changes: list[Change] = []
        ignored: list[Ignored] = []
        digested = 0
        with self.pause(user_id), self._stores.user(user_id) as store:
            while waiting := store.ledger.pending(self._batch):
                done = self._run(store, waiting)
                changes += done["changes"]
                ignored += done["ignored"]
                digested += len(waiting)
            if digested >= _MANY:
                store.ledger.tidy()
        return changes, ignored

    @contextmanager
    def pause(self, user_id: str) -> Iterator[None]:
        """Keep a user's digestion, of this process, from going on meanwhile."""
        with self._lock:
            user_lock = self._user_locks[user_id]
        with user_lock:
            yield

    def _run(self, store: UserStore, waiting: list[Any]) -> dict[str, Any]:
        from memory_agent.policies import read_policies
        from memory_graphs import Writing, run_apart

        graph, extractor = self._get_machinery()
        state = {"turns": waiting, "changes": [], "ignored": []}
        never = read_policies(self._stores.home / "policies.toml").never_remember
        context = Writing(store, extractor, self._embedder, now(), never)
        steps = 10 + _STEPS_PER_TURN * len(waiting)
        return run_apart(graph, state, context=context, steps=steps)

    def _get_machinery(self) -> "tuple[Any, Extractor]":
        with self._making:
            if self._machinery is None:
                from memory_agent.extraction import LocalExtractor, WorthGate
                from memory_graphs import build_remember

                own = self._embedder
                # The gate knows the vectors of one model, whichever makes those of memories
                known = own if own.model == MiniLM.model else MiniLM()
                local = LocalExtractor(WorthGate(known.embed))
                extractor = self._over(local) if self._over else local
                self._machinery = build_remember(), extractor
            return self._machinery

    def later(self, user_id: str) -> None:
        """Digest a user's queue behind the caller's back."""
        with self._lock:
            asked = self._behind.get(user_id)
            # One that has not begun will find in the queue what this one was asked for.
            if asked is None or asked.running() or asked.done():
                self._behind[user_id] = self._worker.submit(self._digest_behind, user_id)

    def _digest_behind(self, user_id: str) -> None:
        try:
            self.digest(user_id)
        except BaseException as error:
            _log.error("digestion stopped: %s; the turns wait for the next start", error)
            raise

    def flush(self) -> None:
        """Wait until everything handed to `later` is digested.

        Raises:
            Exception: What stopped the digestion of a user's queue, if anything did.
        """
        with self._lock:
            behind = dict(self._behind)
        failed = [error for done in behind.values() if (error := done.exception()) is not None]
        with self._lock:
            for user_id, done in behind.items():
                if self._behind.get(user_id) is done:
                    del self._behind[user_id]
        if failed:
            raise failed[0]

    def close(self) -> None:
        """Finish what waits, then end the thread."""
        self._worker.shutdown()
