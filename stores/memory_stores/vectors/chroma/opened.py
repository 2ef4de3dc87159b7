"""The collections of one user while they are open: told of news, counted and asked."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from memory_stores.vectors.chroma.place import digest
from memory_stores.vectors.outbox import Claim, Key, Waiting
from memory_stores.vectors.port import Vector

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

_GRAPH: "CreateCollectionConfiguration" = {
    "hnsw": {"space": "ip", "max_neighbors": 32, "ef_search": 1000}
}
"""Misses none of the nearest ten of 10,000 random vectors, of which Chroma's defaults miss half, in
three times as long; see ``docs/vectors.md``. The inner product is the cosine of vectors of length
1: told "cosine", Chroma would keep them rescaled, and no erasure could be proven by their bytes."""

_MOST_AT_ONCE = 1000
"""Vectors delivered together; Chroma mostly takes a few thousand, and is no faster for it."""


@dataclass(slots=True)
class OpenCollections:
    """One collection for each kind of vector, all of one generation.

    Args:
        client: Where they are.
        prefix: What their names begin with.
        claim: Whose generation they are of; one of another is taken for missing.
    """

    client: "Client"
    prefix: str
    claim: Claim
    _known: "dict[Key, Collection]" = field(default_factory=dict)

    @property
    def batch(self) -> int:
        """How many news Chroma takes at once."""
        return min(_MOST_AT_ONCE, self.client.get_max_batch_size())

    def deliver(self, news: Sequence[Waiting]) -> None:
        """Bring the collections up to some news; doing so twice changes nothing."""

        def kind(one: Waiting) -> tuple[Key, bool]:
            return one.key, one.vector is None

        for (key, gone), group in groupby(sorted(news, key=kind), kind):
            same = list(group)
            ids = [str(one.owner) for one in same]
            collection = self._find(key)
            if not gone:
                block = b"".join(one.vector for one in same if one.vector is not None)
                vectors = np.frombuffer(block, "<f4").reshape(len(same), -1)
                (collection or self._make(key)).upsert(ids=ids, embeddings=vectors)
            elif collection is not None:
                collection.delete(ids=ids)

    def differences(self, counts: Mapping[Key, int]) -> list[str]:
        """Return where there are more or fewer vectors than there should be, in words."""
        found = []
        for key, expected in counts.items():
            collection = self._find(key)
            count = collection.count() if collection is not None else 0
            if count != expected:
                found.append(
                    f"Chroma ({self.claim.place}) holds {count:,} vectors of {key[0]} by {key[1]}, "
                    f"the ledger {expected:,}; the next search feeds it again"
                )
        return found

    def query(self, key: Key, vector: Vector, count: int) -> list[int] | None:
        """Return the owners of what Chroma takes for the nearest.

        None where it names fewer than it could: its graph falls into pieces that do not lead to
        each other where dozens of vectors are the same.
        """
        collection = self._find(key)
        if collection is None:
            return []
        found = collection.query(query_embeddings=vector[None, :], n_results=count, include=[])
        owners = [int(owner) for owner in found["ids"][0]]
        return None if len(owners) < count and len(owners) < collection.count() else owners

    def _find(self, key: Key) -> "Collection | None":
        from chromadb.errors import NotFoundError

        if key not in self._known:
            try:
                there = self.client.get_collection(self._name(key), embedding_function=None)
            except NotFoundError:
                return None
            if (there.metadata or {}).get("generation") != self.claim.generation:
                return None
            self._known[key] = there
        return self._known[key]

    def _make(self, key: Key) -> "Collection":
        from chromadb.errors import NotFoundError

        name = self._name(key)
        with suppress(NotFoundError):  # One of another generation
            self.client.delete_collection(name)
        self._known[key] = self.client.create_collection(
            name,
            configuration=_GRAPH,
            metadata={"generation": self.claim.generation},
            embedding_function=None,
        )
        return self._known[key]

    def _name(self, key: Key) -> str:
        """Return a name as Chroma takes them: at most 512 letters, digits and hyphens."""
        collection, model = key
        return f"{self.prefix}-{collection}-{digest(model)[:32]}"
