"""The vector index port: nearest neighbours within one user's life."""

from collections.abc import Collection as Container
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from memory_stores.ledger.port import Collection, Ledger

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Vector: TypeAlias = "NDArray[np.float32]"
"""An embedding: shape (dimensions,), L2 norm 1."""


LedgerT = TypeVar("LedgerT", bound=Ledger, contravariant=True)


class VectorIndex(Protocol[LedgerT]):
    """Finds the memories or turns whose embeddings are nearest to a vector."""

    def search(
        self,
        ledger: LedgerT,
        collection: Collection,
        model: str,
        vector: Vector,
        limit: int,
        among: Container[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Return (number or position, cosine similarity), nearest first.

        Args:
            ledger: Whose vectors.
            collection: Current memories, or turns.
            model: Only vectors made by this model are compared.
            vector: The query's embedding by the same model.
            limit: How many at most.
            among: Only these numbers or positions, memories that are no longer current included;
                None means every current memory, or every turn.
        """

    def forget_user(self, user_id: str) -> None:
        """Drop whatever is cached of a user."""

    def erase_user(self, user_id: str) -> None:
        """Destroy all that the index keeps of a user; what is in the ledger is taken up again.

        Raises:
            StoreError: If something of it could not be destroyed.
        """

    def check(self, ledger: LedgerT) -> list[str]:
        """Return what is wrong with the index of a user, in words; nothing is put right.

        Raises:
            StoreError: If the index cannot be reached.
        """

    def close(self) -> None:
        """Release files and connections; the next search opens them again."""
