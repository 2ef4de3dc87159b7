"""The log of contexts: written behind the caller's back, bounded, and never after an erasure."""

import logging
import threading
from collections import defaultdict, deque
from collections.abc import Callable

from memory_agent.domain import LoggedContext
from memory_agent.domain.errors import StoreError
from memory_stores import Stores

_log = logging.getLogger("memory_agent")
_MOST_WAITING = 1024
"""Contexts that wait to be written at most; the oldest are dropped, the caller is never held."""

_GATHERING = 0.2
"""Seconds for which contexts gather before they are written together."""


class ContextLog:
    """Writes contexts on a thread of its own, which runs only while some wait.

    Args:
        stores: Where they go.
        keep: How many are kept of a user; the older ones go.
    """

    def __init__(self, stores: Stores, keep: int) -> None:
        self._stores = stores
        self._keep = keep
        self._waiting: deque[tuple[str, LoggedContext, int]] = deque(maxlen=_MOST_WAITING)
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._timer: threading.Timer | None = None

    @property
    def wanted(self) -> bool:
        """Whether contexts are logged at all."""
        return self._keep > 0

    def put(self, user_id: str, logged: LoggedContext, erasure: int) -> None:
        """Hand a context over; returns at once.

        Args:
            user_id: Whose it is.
            logged: The context.
            erasure: The number of the newest erasure before it was made: it is dropped if there
                has been another when it is written.
        """
        with self._lock:
            self._waiting.append((user_id, logged, erasure))
            if self._timer is None:
                self._timer = threading.Timer(_GATHERING, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what waits; what cannot be written is dropped, and the log of the app says so."""
        with self._writing:
            with self._lock:
                self._timer = None
                waiting = list(self._waiting)
                self._waiting.clear()
            by_user: defaultdict[str, list[tuple[LoggedContext, int]]] = defaultdict(list)
            for user_id, logged, erasure in waiting:
                by_user[user_id].append((logged, erasure))
            for user_id, entries in by_user.items():
                try:
                    self._stores.log_contexts(user_id, entries, self._keep)
                except StoreError as error:
                    _log.warning("contexts were not logged: %s", error)

    def forget(self, drop: Callable[[str], bool]) -> None:
        """Drop what waits of the users that a test picks."""
        with self._lock:
            kept = [entry for entry in self._waiting if not drop(entry[0])]
            self._waiting.clear()
            self._waiting.extend(kept)

    def close(self) -> None:
        """Write what waits, and end."""
        with self._lock:
            timer = self._timer
        if timer is not None:
            timer.cancel()
        self.flush()
