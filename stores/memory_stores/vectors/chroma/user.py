"""One user's collections in Chroma, kept in step with the ledger through its outbox."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from memory_agent.domain.errors import StoreError
from memory_stores.ledger.sqlite import SqliteLedger
from memory_stores.vectors import outbox
from memory_stores.vectors.chroma.opened import OpenCollections
from memory_stores.vectors.chroma.place import Place
from memory_stores.vectors.outbox import Claim, Key
from memory_stores.vectors.port import Vector


class _OutOfStep(Exception):
    """Chroma has not what it was given: it was emptied, or put back from an older copy."""


class UserCollections:
    """What Chroma keeps of one user; opened when it is first needed.

    Args:
        user_id: Whose.
        place: Where.
    """

    def __init__(self, user_id: str, place: Place) -> None:
        self._user_id = user_id
        self._place = place
        self._guard = place.guard(user_id)
        self._lock = threading.Lock()
        self._opened: OpenCollections | None = None

    def nearest(
        self, ledger: SqliteLedger, key: Key, vector: Vector, count: int
    ) -> list[int] | None:
        """Return the owners that Chroma takes for the nearest; see `OpenCollections.query`.

        Args:
            ledger: The user's ledger; what waits in its outbox is delivered first.
            key: Which collection and model.
            vector: The query: shape (dimensions,).
            count: How many at most.

        Raises:
            StoreError: If Chroma cannot be reached, or fails.
        """
        with self._lock, self._place.translated():
            lost: tuple[type[Exception], ...] = (_OutOfStep, *self._place.lost())
            try:
                return self._in_step(ledger).query(key, vector, count)
            except lost:
                with self._alone():
                    self._begin_anew(ledger)
            try:
                return self._in_step(ledger).query(key, vector, count)
            except _OutOfStep as error:
                raise StoreError(
                    f"Chroma does not keep what it is given: {error}; see that nobody else writes "
                    "there, or use the exact index"
                ) from error

    def problems(self, ledger: SqliteLedger) -> list[str]:
        """Return where Chroma differs from the ledger, in words, and leave it so."""
        with self._lock, self._place.translated(), self._alone():
            claim, _ = outbox.claimed(ledger)
            if claim is None or claim.place != self._place.name:
                return []  # It was not used yet: the next search fills it
            try:
                opened = self._open(claim)
                found = opened.differences(_deliver_all(ledger, opened))
            except self._place.lost() as error:
                found = [f"Chroma ({self._place.name}) is damaged ({error}); a search mends it"]
            if found:
                self._leave()  # So that the next search looks at it again
            return found

    def erase(self) -> None:
        """Destroy all of it."""
        with self._lock, self._place.translated(), self._alone():
            self._leave()
            self._place.erase(self._user_id)

    def close(self) -> None:
        """Close the client; the next search opens it again."""
        with self._lock:
            self._leave()
            self._guard.release()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes out; where one alone may have it open, for as long as it is."""
        self._guard.acquire()
        try:
            yield
        finally:
            if self._opened is None or not self._place.exclusive:
                self._guard.release()

    def _in_step(self, ledger: SqliteLedger) -> OpenCollections:
        """Return the collections, with everything delivered that waited."""
        claim, waits = outbox.claimed(ledger)
        if self._opened is not None and self._opened.claim == claim and not waits:
            return self._opened
        with self._alone():
            claim, _ = outbox.claimed(ledger)
            if claim is None or claim.place != self._place.name:
                claim = self._begin_anew(ledger)
            before = self._opened
            opened = self._open(claim)
            counts = _deliver_all(ledger, opened)
            if opened is not before and (found := opened.differences(counts)):
                self._leave()
                raise _OutOfStep("; ".join(found))
            return opened

    def _begin_anew(self, ledger: SqliteLedger) -> Claim:
        """Throw away what there is, and have everything delivered."""
        self._leave()
        if self._place.exclusive:  # On a server, each is replaced when the next generation comes
            self._place.erase(self._user_id)
        return outbox.take_over(ledger, self._place.name)

    def _open(self, claim: Claim) -> OpenCollections:
        if self._opened is None or self._opened.claim != claim:
            self._leave()
            client = self._place.open(self._user_id, claim)
            self._opened = OpenCollections(client, self._place.prefix(self._user_id), claim)
        return self._opened

    def _leave(self) -> None:
        if self._opened is not None:
            self._place.leave(self._opened.client)
            self._opened = None


def _deliver_all(ledger: SqliteLedger, opened: OpenCollections) -> Mapping[Key, int]:
    """Empty the outbox; return how many of each kind there have to be then."""
    while (counts := outbox.settled(ledger)) is None:
        news = outbox.waiting(ledger, opened.batch)
        opened.deliver(news)
        outbox.cross_off(ledger, news[-1].number)
    return counts
