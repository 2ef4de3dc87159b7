"""Digestion: takes the turns that were accepted through the remember graph, now or behind."""

import logging
import queue
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from memory_agent.domain import Change, Ignored
from memory_agent.domain.errors import MemoryAgentError
from memory_agent.domain.times import now
from memory_agent.models import Embedder
from memory_stores import Stores, UserStore

if TYPE_CHECKING:
    from memory_agent.extraction import Extractor

_log = logging.getLogger("memory_agent")
_STEPS_PER_TURN = 20
"""Supersteps that the graph may take for one turn: three, and as many for each conflict."""


class Digester:
    """Digests users' queues in order: on the caller's thread, or on one of its own.

    Args:
        stores: Where the queues are.
        embedder: Makes the vectors.
        batch: Turns that are parsed and embedded together.
    """

    def __init__(self, stores: Stores, embedder: Embedder, batch: int) -> None:
        self._stores = stores
        self._embedder = embedder
        self._batch = batch
        self._machinery: tuple[Any, Extractor] | None = None
        self._lock = threading.Lock()
        self._user_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._waiting: queue.Queue[str | None] = queue.Queue()
        self._worker: threading.Thread | None = None
        self._failed: MemoryAgentError | None = None

    def digest(
        self, user_id: str, progress: Callable[[int], None] | None = None
    ) -> tuple[list[Change], list[Ignored]]:
        """Digest all that waits of one user; return what changed and what was ignored.

        Args:
            user_id: Whose queue.
            progress: Called with the number of turns after each batch.
        """
        changes: list[Change] = []
        ignored: list[Ignored] = []
        with self._lock:
            user_lock = self._user_locks[user_id]
        with user_lock, self._stores.user(user_id) as store:
            while waiting := store.ledger.pending(self._batch):
                done = self._run(store, waiting)
                changes += done["changes"]
                ignored += done["ignored"]
                if progress is not None:
                    progress(len(waiting))
        return changes, ignored

    def _run(self, store: UserStore, waiting: list[Any]) -> dict[str, Any]:
        from memory_graphs import Writing, run_apart

        graph, extractor = self._get_machinery()
        state = {"turns": waiting, "changes": [], "ignored": []}
        context = Writing(store, extractor, self._embedder, now())
        steps = 10 + _STEPS_PER_TURN * len(waiting)
        return run_apart(graph, state, context=context, steps=steps)

    def _get_machinery(self) -> "tuple[Any, Extractor]":
        with self._lock:
            if self._machinery is None:
                from memory_agent.extraction import LocalExtractor, WorthGate
                from memory_graphs import build_remember

                extractor = LocalExtractor(WorthGate(self._embedder.embed))
                self._machinery = build_remember(), extractor
            return self._machinery

    def later(self, user_id: str) -> None:
        """Digest a user's queue behind the caller's back."""
        with self._lock:
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(
                    target=self._work, name="memory-agent digestion", daemon=True
                )
                self._worker.start()
        self._waiting.put(user_id)

    def _work(self) -> None:
        while (user_id := self._waiting.get()) is not None:
            try:
                self.digest(user_id)
            except MemoryAgentError as error:
                _log.error("digestion stopped: %s; the turns wait for the next start", error)
                self._failed = error
            finally:
                self._waiting.task_done()
        self._waiting.task_done()

    def flush(self) -> None:
        """Wait until everything handed to `later` is digested.

        Raises:
            MemoryAgentError: What stopped digestion since the last flush, if anything did.
        """
        if self._worker is not None:
            self._waiting.join()
        failed, self._failed = self._failed, None
        if failed is not None:
            raise failed

    def close(self) -> None:
        """Finish what waits, then end the thread."""
        if self._worker is not None and self._worker.is_alive():
            self._waiting.put(None)
            self._worker.join()
