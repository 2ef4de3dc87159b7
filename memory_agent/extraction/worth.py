"""The gate on what is worth a year's place: a logistic model over meaning and build."""

import json
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Turns texts into L2-normalised rows: shape (texts, dimensions)."""

Features = Mapping[str, float]
"""How a statement is built; see `extraction.features`."""


class WorthGate:
    """Tells how likely a careful reader would keep a sentence for a year.

    Its weights are ``data/worth.json``, made by ``python -m evals.extraction.train_worth`` from
    clauses of real chats that were labelled by hand; the file says from how many, and how well it
    does on those that it was not trained on.

    Args:
        embed: The embedder that also makes the vectors of memories.
    """

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        text = (files(__package__) / "data" / "worth.json").read_text(encoding="utf-8")
        model: dict[str, Any] = json.loads(text)
        self._threshold: float = model["threshold"]
        self._bias: float = model["bias"]
        self._features: dict[str, float] = model["features"]
        self._meaning = np.asarray(model["meaning"], np.float32)

    def worth(self, texts: Sequence[str], features: Sequence[Features]) -> NDArray[np.float32]:
        """Return the probability that each is worth keeping: shape (texts,).

        Args:
            texts: Sentences as they would be remembered.
            features: How the statement of each is built.
        """
        if not texts:
            return np.zeros(0, np.float32)
        built = [sum(self._features.get(n, 0.0) * v for n, v in f.items()) for f in features]
        meant = self._embed(list(texts)) @ self._meaning
        return np.asarray(1 / (1 + np.exp(-(self._bias + np.asarray(built) + meant))), np.float32)

    def passes(self, worth: float) -> bool:
        """Return whether a probability is enough to be kept."""
        return worth >= self._threshold
