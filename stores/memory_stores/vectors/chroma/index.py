"""Approximate search by Chroma, re-scored exactly from the ledger's own rows."""

import threading
from collections import OrderedDict
from collections.abc import Collection as Container
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from memory_stores.ledger.port import Collection
from memory_stores.ledger.sqlite import SqliteLedger
from memory_stores.vectors.chroma.embedded import Embedded
from memory_stores.vectors.chroma.place import Place
from memory_stores.vectors.chroma.server import Server
from memory_stores.vectors.chroma.user import UserCollections
from memory_stores.vectors.outbox import Key
from memory_stores.vectors.port import Vector
from memory_stores.vectors.stored import load, load_searched, nearest

_CANDIDATES = 100
"""Asked of Chroma for a shorter list: what its graph misses is mostly near the end."""


class ChromaVectorIndex:
    """Has Chroma name candidates; scores and order are the ledger's.

    Chroma is given numbers and vectors, never text. It is fed from the outbox in the user's file
    before each search, so that it is in step again after whatever went wrong; one that was
    emptied, damaged or put back from an older copy is filled from the ledger.

    Args:
        home: The home folder.
        server: ``http://host:port`` of a server started with ``chroma run``; None keeps each
            user's vectors in a folder of their own under ``<home>/chroma/``.
        max_open: How many users' collections are kept open when nobody uses them.
        busy_timeout: Seconds to wait for another process.
        timeout: Seconds to wait for the server's answer.

    Raises:
        InvalidInput: If `server` is not of that form.
    """

    def __init__(
        self,
        home: Path,
        *,
        server: str | None = None,
        max_open: int = 16,
        busy_timeout: float = 5.0,
        timeout: float = 30.0,
    ) -> None:
        self._place: Place = (
            Embedded(home, busy_timeout=busy_timeout)
            if server is None
            else Server(home, server, busy_timeout=busy_timeout, timeout=timeout)
        )
        self._max_open = max_open
        self._users: OrderedDict[str, UserCollections] = OrderedDict()
        self._leases: dict[UserCollections, int] = {}
        self._lock = threading.Lock()

    def search(
        self,
        ledger: SqliteLedger,
        collection: Collection,
        model: str,
        vector: Vector,
        limit: int,
        among: Container[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Return the nearest; see `VectorIndex.search`.

        Raises:
            StoreError: If Chroma cannot be reached or fails, or if another process has the
                user's folder open.
        """
        if among is not None:
            return nearest(*load(ledger, collection, model, sorted(among)), vector, limit)
        if limit < 1:
            return []
        key: Key = (collection, model)
        count = max(_CANDIDATES, 2 * limit)
        with self._lent(ledger.user_id) as user:
            while (named := user.nearest(ledger, key, vector, count)) is not None:
                found = load(ledger, collection, model, named, searched=True)
                ranked = nearest(*found, vector, len(named))
                # Among equals the oldest are wanted, so all that tie for the last place are.
                if len(named) < count or _is_cut(ranked, limit):
                    return ranked[:limit]
                count *= 4
        return nearest(*load_searched(ledger, collection, model), vector, limit)

    def forget_user(self, user_id: str) -> None:
        """Close a user's collections."""
        with self._lock:
            user = self._users.pop(user_id, None)
            if user is not None and user not in self._leases:
                user.close()

    def erase_user(self, user_id: str) -> None:
        """Destroy a user's collections; see `VectorIndex.erase_user`.

        Embedded, the user's folder is deleted. A server deletes the collections, and leaves their
        bytes in its own files: see ``docs/vectors.md``.

        Raises:
            StoreError: If the server does not answer, or another process has the folder open.
        """
        with self._lent(user_id) as user:
            user.erase()

    def check(self, ledger: SqliteLedger) -> list[str]:
        """Return how Chroma's counts differ from the ledger's, in words.

        Raises:
            StoreError: As `search`.
        """
        with self._lent(ledger.user_id) as user:
            return user.problems(ledger)

    def close(self) -> None:
        """Close everything; the next search opens it again."""
        with self._lock:
            while self._users:
                self._users.popitem()[1].close()
            self._place.close()

    @contextmanager
    def _lent(self, user_id: str) -> Iterator[UserCollections]:
        """Lend a user's collections; they are not closed while they are lent."""
        with self._lock:
            user = self._users.get(user_id) or UserCollections(user_id, self._place)
            self._users[user_id] = user
            self._users.move_to_end(user_id)
            self._leases[user] = self._leases.get(user, 0) + 1
        try:
            yield user
        finally:
            with self._lock:
                self._leases[user] -= 1
                if not self._leases[user]:
                    del self._leases[user]
                    if self._users.get(user_id) is not user:  # Forgotten while it was lent
                        user.close()
                self._close_unused()

    def _close_unused(self) -> None:
        idle = [user_id for user_id, user in self._users.items() if user not in self._leases]
        for user_id in idle[: max(0, len(self._users) - self._max_open)]:
            self._users.pop(user_id).close()


def _is_cut(ranked: list[tuple[int, float]], limit: int) -> bool:
    """Return whether the list is long enough, and ends below the last place that is wanted."""
    return len(ranked) >= limit and ranked[-1][1] < ranked[limit - 1][1]
