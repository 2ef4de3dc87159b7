"""What the graphs see of the stores: one user's ledger with the indexes over it."""

from collections.abc import Collection as Container
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from memory_agent.domain.errors import StoreError
from memory_stores.knowledge_graph import KnowledgeGraph
from memory_stores.ledger import Collection, Filter, LedgerHome, SqliteLedger
from memory_stores.lexical import search_text
from memory_stores.vectors import Vector

if TYPE_CHECKING:
    from memory_stores.vectors.exact import ExactVectorIndex


class UserStore:
    """One user's ledger, vectors, texts and knowledge graph, lent by `Stores`.

    Attributes:
        ledger: The user's ledger.
    """

    def __init__(self, ledger: SqliteLedger, stores: "Stores") -> None:
        self.ledger = ledger
        self._stores = stores

    def nearest(
        self,
        collection: Collection,
        model: str,
        vector: Vector,
        limit: int,
        among: Container[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Return what is nearest in meaning; see `VectorIndex.search`."""
        return self._stores.vectors.search(self.ledger, collection, model, vector, limit, among)

    def matching(
        self, collection: Collection, words: Sequence[str], limit: int, wanted: Filter
    ) -> list[tuple[int, float]]:
        """Return what matches words best; see `search_text`."""
        return search_text(self.ledger, collection, words, limit, wanted)

    def graph(self) -> KnowledgeGraph:
        """Return the user's knowledge graph, in step with the ledger."""
        graph = self._stores.graphs.get(self.ledger.user_id) or KnowledgeGraph()
        graph = self._stores.graphs.setdefault(self.ledger.user_id, graph)
        graph.refresh(self.ledger)
        return graph


class Stores:
    """Everything that is kept under one home folder.

    Args:
        home: The folder; made if it is not there.
        max_open: How many users' files are kept open.
        vector_cache_bytes: How much of their vectors is kept in memory.
        busy_timeout: Seconds to wait for another process's lock.

    Raises:
        HomeNotUsable: If the folder cannot be made.
    """

    def __init__(
        self, home: Path, *, max_open: int, vector_cache_bytes: int, busy_timeout: float
    ) -> None:
        self.home = home
        self._closed = False
        self._vector_cache_bytes = vector_cache_bytes
        self.graphs: dict[str, KnowledgeGraph] = {}
        self.ledgers = LedgerHome(
            home, max_open=max_open, busy_timeout=busy_timeout, on_close=self._forget
        )

    @cached_property
    def vectors(self) -> "ExactVectorIndex":
        """The vector index; made when it is first asked, as it needs NumPy."""
        from memory_stores.vectors.exact import ExactVectorIndex

        return ExactVectorIndex(self._vector_cache_bytes)

    @contextmanager
    def user(self, user_id: str) -> Iterator[UserStore]:
        """Lend one user's store.

        Raises:
            InvalidUser: If the id cannot be one.
            StoreError: If the file cannot be opened.
        """
        if self._closed:
            raise StoreError(f"the memories under {self.home} were closed; open them again")
        with self.ledgers.ledger(user_id) as ledger:
            yield UserStore(ledger, self)

    def _forget(self, user_id: str) -> None:
        self.graphs.pop(user_id, None)
        if "vectors" in vars(self):  # Else none were read
            self.vectors.forget_user(user_id)

    def close(self) -> None:
        """Close every file; nothing is lent after it."""
        self._closed = True
        self.ledgers.close()
