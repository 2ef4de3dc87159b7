"""The names of a user's current memories and whom they mean, kept in step with the ledger."""

import threading
from collections import Counter
from collections.abc import Iterable

from memory_agent.domain import Identities, Memory, Tie
from memory_agent.domain.identity import new_tie, tie_of
from memory_stores.ledger.queries import NEWEST
from memory_stores.ledger.rows import fetch
from memory_stores.ledger.sqlite import SqliteLedger

_CHANGED = """
SELECT id, number, status, subject, predicate, object, turn_id FROM memories WHERE changed > ?
"""


class KnownNames:
    """Who is who, and by which subjects memories call them; see `Identities`."""

    def __init__(self) -> None:
        self._identities = Identities()
        self._subjects: dict[str, str] = {}
        self._called: Counter[str] = Counter()
        self._ties: dict[str, tuple[int, Tie]] = {}
        self._seen = (0, 0)
        self._lock = threading.Lock()

    @property
    def identities(self) -> Identities:
        """Who is who; refresh it first."""
        return self._identities

    def after(self, changed: Iterable[Memory]) -> Identities:
        """Return who is who once some memories, known or new, are as given."""
        made = {memory.id: tie_of(memory) for memory in changed}
        with self._lock:
            if all(tie == self._ties.get(id_, (0, None))[1] for id_, tie in made.items()):
                return self._identities
            ties: dict[str, Tie | None] = {id_: tie for id_, (_, tie) in self._ordered()}
            return Identities(tie for tie in (ties | made).values() if tie is not None)

    def _ordered(self) -> list[tuple[str, tuple[int, Tie]]]:
        return sorted(self._ties.items(), key=lambda item: item[1][0])

    def subjects(self) -> list[str]:
        """Return the subjects of current memories, as they stand there."""
        with self._lock:
            return [subject for subject, count in self._called.items() if count > 0]

    def refresh(self, ledger: SqliteLedger) -> None:
        """Take over what changed in the ledger since the last look."""
        with self._lock:
            newest = ledger.newest()
            if newest[1] != self._seen[1]:  # What is erased is in no row that could say so
                self._subjects.clear()
                self._called.clear()
                self._ties.clear()
                self._identities = Identities()
                self._seen = (0, 0)
            if newest != self._seen:
                self._take_over(ledger)

    def _take_over(self, ledger: SqliteLedger) -> None:
        with ledger.snapshot() as connection:
            rows = fetch(connection, _CHANGED, (self._seen[0],))
            revision, erasure = fetch(connection, NEWEST)[0]
        before = dict(self._ties)
        for memory_id, number, status, subject, predicate, object_, turn_id in rows:
            self._called[self._subjects.pop(memory_id, "")] -= 1
            self._ties.pop(memory_id, None)
            if subject is not None and status == "current":
                self._subjects[memory_id] = subject
                self._called[subject] += 1
            tie = new_tie(subject, predicate, object_, status, turn_id)
            if tie is not None:
                self._ties[memory_id] = (number, tie)
        if self._ties != before:
            self._identities = Identities(tie for _, (_, tie) in self._ordered())
        self._seen = (revision, erasure)
