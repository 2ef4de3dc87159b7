"""What the graphs see of the stores: one user's ledger with the indexes over it."""

from collections.abc import Collection as Container
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from memory_agent.domain import Destroyed, Identities, LoggedContext, Memory
from memory_agent.domain.errors import InvalidInput, StoreError
from memory_stores.knowledge_graph import KnowledgeGraph, KnownNames
from memory_stores.ledger import Collection, Filter, LedgerHome, SqliteLedger
from memory_stores.ledger.naming import user_file
from memory_stores.lexical import search_text
from memory_stores.vectors import Vector, VectorIndex

if TYPE_CHECKING:
    from memory_stores.encryption import HomeKeys
    from memory_stores.proving import Proof
    from memory_stores.vectors.chroma import ChromaVectorIndex


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
        graph = self._stores.graphs.get(self.ledger.user_id) or KnowledgeGraph(self._names())
        graph = self._stores.graphs.setdefault(self.ledger.user_id, graph)
        graph.refresh(self.ledger)
        return graph

    def _names(self) -> KnownNames:
        names = self._stores.names.setdefault(self.ledger.user_id, KnownNames())
        names.refresh(self.ledger)
        return names

    def identities(self, changed: Iterable[Memory] = ()) -> Identities:
        """Return who is who in the user's life, once some memories are as given."""
        return self._names().after(changed)

    def slot(
        self, subject: str, predicate: str, identities: Identities | None = None
    ) -> list[Memory]:
        """Return the current memories of a slot, under every name of its subject, oldest first.

        Args:
            subject: Whom they are about, by any name.
            predicate: The slot.
            identities: Who is who, if not as the ledger has it.
        """
        names = self._names()
        who = identities or names.identities
        meant = who.of(subject)
        called = {name for name in names.subjects() if who.of(name) == meant}
        return self.ledger.slot_of(sorted(called | {subject}), predicate)

    def drop_projections(self) -> None:
        """Destroy what indexes outside the ledger keep; see `Stores.drop_projections`."""
        self._stores.drop_projections(self.ledger)

    def check_index(self) -> list[str]:
        """Return what is wrong with the vector index, in words; see `VectorIndex.check`."""
        return self._stores.vectors.check(self.ledger)

    def prove(self, destroyed: Destroyed) -> "Proof":
        """Look through the home for what was destroyed, once the caches are rid of it.

        Raises:
            StoreError: If an index or a file cannot be rid of it, or read.
        """
        from memory_stores.proving import prove

        self.drop_projections()
        return prove(self._stores.home, self.ledger, destroyed, self._stores.lend)


class Stores:
    """Everything that is kept under one home folder.

    Args:
        home: The folder; made if it is not there.
        max_open: How many users' files are kept open.
        vector_cache_bytes: How much of their vectors is kept in memory.
        busy_timeout: Seconds to wait for another process's lock.
        vector_index: ``exact``, ``chroma``, or a Chroma server's ``http://host:port``.
        keys: The keys of an encrypted home; None for one in plain text.

    Raises:
        HomeNotUsable: If the folder cannot be made.
        InvalidInput: If there is no such index, or it would keep an encrypted home's vectors in
            plain text.
    """

    def __init__(
        self,
        home: Path,
        *,
        max_open: int,
        vector_cache_bytes: int,
        busy_timeout: float,
        vector_index: str = "exact",
        keys: "HomeKeys | None" = None,
    ) -> None:
        self.home = home
        self._index = _checked_index(vector_index, keys)
        self._busy_timeout = busy_timeout
        self._closed = False
        self._vector_cache_bytes = vector_cache_bytes
        self.graphs: dict[str, KnowledgeGraph] = {}
        self.names: dict[str, KnownNames] = {}
        self.ledgers = LedgerHome(
            home, max_open=max_open, busy_timeout=busy_timeout, on_close=self._forget, keys=keys
        )

    @cached_property
    def vectors(self) -> "VectorIndex[SqliteLedger]":
        """The vector index; made when it is first asked, as it needs NumPy."""
        if self._index == "exact":
            from memory_stores.vectors.exact import ExactVectorIndex

            return ExactVectorIndex(self._vector_cache_bytes)
        return self._chroma(self._index)

    def _chroma(self, name: str) -> "ChromaVectorIndex":
        from memory_stores.vectors.chroma import ChromaVectorIndex

        server = None if name == "chroma" else name
        return ChromaVectorIndex(self.home, server=server, busy_timeout=self._busy_timeout)

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

    def log_contexts(
        self, user_id: str, entries: Sequence[tuple[LoggedContext, int]], keep: int
    ) -> None:
        """Log contexts of a user; see `LedgerHome.log_contexts`."""
        self.ledgers.log_contexts(user_id, entries, keep)

    @contextmanager
    def lend(self, path: Path) -> Iterator[SqliteLedger | None]:
        """Lend the ledger that a file, or the log beside it, is of; None if it is nobody's."""
        owner = self.ledgers.owner(path.with_name(path.name.removesuffix("-wal")))
        if owner is None:
            yield None
        else:
            with self.ledgers.ledger(owner) as ledger:
                yield ledger

    def drop_projections(self, ledger: SqliteLedger) -> None:
        """Destroy what the indexes outside the ledger keep of a user; they take it up again.

        That is this process's index, and the one that last was given the user's vectors.

        Raises:
            StoreError: If an index cannot be reached or destroyed.
        """
        from memory_stores.vectors.outbox import claimed

        self.graphs.pop(ledger.user_id, None)
        self.names.pop(ledger.user_id, None)
        self.vectors.erase_user(ledger.user_id)
        claim, _ = claimed(ledger)
        if claim is None:
            return
        given = "chroma" if claim.place == "embedded" else claim.place
        if given != self._index:
            with closing(self._chroma(given)) as other:
                other.erase_user(ledger.user_id)

    def destroy_user(self, user_id: str, *, shred_key: bool) -> Destroyed:
        """Destroy all that is kept of a user; see `LedgerHome.destroy`."""
        with self.ledgers.ledger(user_id) as ledger:
            self.drop_projections(ledger)
        return self.ledgers.destroy(user_id, shred_key=shred_key)

    def rekey(self, user_id: str) -> None:
        """Put a user's file under a new data key; see `LedgerHome.rekey`."""
        self.ledgers.rekey(user_id)

    def prove_gone(self, destroyed: Destroyed) -> "Proof":
        """Look through the home for a life that was destroyed."""
        from memory_stores.proving import prove

        return prove(self.home, None, destroyed, self.lend)

    def keep_receipt(self, user_id: str, receipt: str) -> None:
        """Keep the receipt of a life that was destroyed, under a name that tells nobody whose."""
        path = self._receipts(user_id)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{receipt}\n")

    def receipts(self, user_id: str) -> list[str]:
        """Return the receipts of a user's lives that were destroyed, oldest first."""
        path = self._receipts(user_id)
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def _receipts(self, user_id: str) -> Path:
        return user_file(self.home / "receipts", user_id).with_suffix(".jsonl")

    def _forget(self, user_id: str) -> None:
        self.graphs.pop(user_id, None)
        self.names.pop(user_id, None)
        if "vectors" in vars(self):  # Else none were read
            self.vectors.forget_user(user_id)

    def close(self) -> None:
        """Close every file; nothing is lent after it."""
        self._closed = True
        self.ledgers.close()
        if "vectors" in vars(self):
            self.vectors.close()


def _checked_index(name: str, keys: "HomeKeys | None") -> str:
    if name not in {"exact", "chroma"} and not name.startswith(("http://", "https://")):
        raise InvalidInput(
            f"no vector index {name!r}; accepted are exact, chroma and a server's http://host:port"
        )
    if name != "exact" and keys is not None:
        raise InvalidInput(
            "Chroma keeps vectors in plain text; an encrypted home has the exact index"
        )
    return name
