"""An embedder that tells how long it took."""

from collections.abc import Sequence
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from memory_agent.models import Embedder, MiniLM


class Timed:
    """Embeds with another embedder, and sums up its time.

    Attributes:
        spent: Milliseconds inside the other embedder since the last `reset`.
    """

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder or MiniLM()
        self.model = self._embedder.model
        self.dimensions = self._embedder.dimensions
        self.spent = 0.0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row for each text: shape (texts, dimensions)."""
        began = perf_counter()
        vectors = self._embedder.embed(texts)
        self.spent += (perf_counter() - began) * 1000
        return vectors

    def reset(self) -> None:
        """Begin a new sum."""
        self.spent = 0.0
