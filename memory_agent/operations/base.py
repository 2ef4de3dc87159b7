"""What every operation works with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from memory_agent import domain
from memory_agent.digesting import Digester
from memory_agent.domain import Kind
from memory_agent.domain.errors import InvalidInput, NotFound
from memory_agent.domain.memory import Status
from memory_agent.domain.times import aware
from memory_agent.models import Embedder
from memory_agent.reading import Reader
from memory_agent.settings import Settings
from memory_stores import Filter, Stores, UserStore, check_user_id

CONTEXT_HITS = 40
"""Hits of each kind that a context may choose from."""


class Operations:
    """The parts that operations share.

    Attributes:
        home: The home folder.
    """

    home: Path
    _settings: Settings
    _embedder: Embedder
    _stores: Stores
    _digester: Digester
    _reader: Reader

    def users(self) -> list[str]:
        """Return the ids of all users, sorted."""
        return self._stores.ledgers.users()

    def has_user(self, user_id: str) -> bool:
        """Return whether anything is kept of a user."""
        return self._stores.ledgers.has(check_user_id(user_id))

    @contextmanager
    def _known(self, user_id: str) -> Iterator[UserStore]:
        """Lend the store of a user of whom something is kept."""
        if not self.has_user(user_id):
            raise NotFound(f"no user {user_id!r} in {self.home}")
        with self._stores.user(user_id) as store:
            yield store


def found(store: UserStore, memory_id: str) -> domain.Memory:
    """Return a memory of a user.

    Raises:
        NotFound: If the user has none of that id.
    """
    memory = store.ledger.memory(memory_id)
    if memory is None:
        raise NotFound(f"no memory {memory_id!r} of user {store.ledger.user_id!r}")
    return memory


def filter_of(
    kind: Kind | None,
    status: Status | None,
    session_id: str | None,
    agent_id: str | None,
    as_of: datetime | None,
    valid_at: datetime | None,
) -> Filter:
    """Return the filter of a call's arguments.

    Raises:
        InvalidInput: If a moment has no zone.
    """
    for moment in (as_of, valid_at):
        if moment is not None:
            aware(moment)
    return Filter(kind, status, session_id, agent_id, as_of, valid_at)


def at_least_one(value: int, name: str) -> None:
    """Refuse a number below 1, or one that SQLite has no room for.

    Raises:
        InvalidInput: If it is.
    """
    if not 1 <= value < 1 << 63:
        raise InvalidInput(f"{name} is {value}; accepted is 1 or more, in 63 bits")
