"""An embedder that costs nothing: what is killed should be the store, not a model."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class Hashing:
    """Embeds texts as the normalised sum of the hashes of text and words.

    Args:
        model: What it calls itself; another name gives other vectors.

    Attributes:
        dimensions: Of a vector.
    """

    dimensions = 16

    def __init__(self, model: str = "hashing") -> None:
        self.model = model

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector of length 1 for each text: shape (texts, dimensions)."""
        rows = np.array([self._sum(text) for text in texts], np.float32)
        rows = rows.reshape(len(texts), self.dimensions)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def _sum(self, text: str) -> NDArray[np.float32]:
        total = np.zeros(self.dimensions, np.float32)
        for word in [self.model, text.lower(), *text.lower().split()]:
            digest = hashlib.sha256(f"{self.model} {word}".encode()).digest()
            total += np.frombuffer(digest[: self.dimensions], np.int8)
        return total
