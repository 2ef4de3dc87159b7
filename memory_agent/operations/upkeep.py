"""Upkeep: checking, rebuilding, and changing the embedder."""

from collections.abc import Callable
from dataclasses import replace

from memory_agent.asynchronous import as_async
from memory_agent.domain import Health
from memory_agent.domain.errors import NotFound
from memory_agent.operations.base import Operations
from memory_stores import UserStore

_BATCH = 64
"""Texts that are embedded and kept in one transaction: what an interruption can lose."""

Progress = Callable[[int], None]
"""Told, now and then, how many more texts have been embedded."""


class Upkeep(Operations):
    """Looking after what is kept."""

    def verify(self, *, user_id: str) -> Health:
        """Check everything that is kept of a user; nothing is changed.

        That is: the pages of the file, the hash chains and commitments, references, memories,
        relations, entities, text indexes and vectors against the ledger.

        Raises:
            NotFound: If nothing is kept of the user.
            LedgerDamaged: If the file cannot be read at all.
        """
        model = self._embedder.model
        with self._known(user_id) as store:
            health = store.ledger.verify()
            problems = [*health.problems, *store.check_index()]
            missing = len(store.ledger.embeddable("memories", 0, -1, model))
            missing += len(store.ledger.embeddable("turns", 0, -1, model))
        if missing:
            problems.append(
                f"{missing} texts have no vector of {model}; run `memory-agent reembed`"
            )
        return replace(health, problems=tuple(problems))

    def rebuild(
        self, *, user_id: str, vectors: bool = True, progress: Progress | None = None
    ) -> dict[str, int]:
        """Make every projection again from the ledger; no read changes.

        Args:
            user_id: Whose.
            vectors: Whether every text is embedded again, too, which takes some 5 ms each.
            progress: Told how many more texts have been embedded.

        Returns:
            How many memories, turns and vectors there are.

        Raises:
            NotFound: If nothing is kept of the user.
        """
        with self._known(user_id) as store:
            store.ledger.rebuild()
            if vectors:
                self._embed(store, None, progress)
            store.drop_projections()
            self._reader.forget_user(user_id)
            counts = store.ledger.counts()
        memories = sum(count for name, count in counts.items() if name.startswith("memories_"))
        return {"memories": memories, "turns": counts["turns"], "vectors": counts["vectors"]}

    def reembed(self, *, user_id: str, progress: Progress | None = None) -> int:
        """Embed what has no vector of the present model, then drop other models' vectors.

        It can be interrupted at any time and goes on where it was. Until it has ended, searches
        find by meaning what is embedded already; vectors of two models are never compared.

        Returns:
            How many texts were embedded.

        Raises:
            NotFound: If nothing is kept of the user.
        """
        with self._known(user_id) as store:
            done = self._embed(store, self._embedder.model, progress)
            store.ledger.drop_other_models(self._embedder.model)
            store.drop_projections()
        return done

    def rekey(self, *, user_id: str) -> None:
        """Put the file of a user of an encrypted home under a new key of its own.

        `memory-agent rekey` changes the home's master key, which seals these keys.

        Raises:
            NotFound: If nothing is kept of the user.
            InvalidInput: If the home is not encrypted.
            LedgerBusy: If the user is being used, or another process has the file open.
        """
        if not self.has_user(user_id):
            raise NotFound(f"no user {user_id!r} in {self.home}")
        with self._digester.pause(user_id):
            self._stores.rekey(user_id)

    def _embed(self, store: UserStore, besides: str | None, progress: Progress | None) -> int:
        done = 0
        for collection in ("memories", "turns"):
            after = 0
            while texts := store.ledger.embeddable(collection, after, _BATCH, besides):
                rows = self._embedder.embed([owner.text for owner in texts])
                vectors = [row.astype("<f4").tobytes() for row in rows]
                store.ledger.put_vectors(
                    self._embedder.model, list(zip(texts, vectors, strict=True))
                )
                after = texts[-1].number
                done += len(texts)
                if progress is not None:
                    progress(len(texts))
        return done

    averify = as_async(verify)
    arebuild = as_async(rebuild)
    areembed = as_async(reembed)
    arekey = as_async(rekey)
