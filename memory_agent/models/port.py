"""The embedder and token counter ports."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into vectors whose dot product says how near they are in meaning.

    Attributes:
        model: An id that changes whenever the vectors would: vectors of two ids are not compared.
        dimensions: Length of each vector.
    """

    model: str
    dimensions: int

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return one L2-normalised row for each text: shape (texts, dimensions)."""


class TokenCounter(Protocol):
    """Measures how much of a prompt a text takes."""

    def count(self, text: str) -> int:
        """Return the number of tokens of a text."""
