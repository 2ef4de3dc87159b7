"""The gate on what is worth a year's place: nearness to prototype sentences."""

import tomllib
from collections.abc import Callable, Sequence
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from memory_agent.domain import Candidate

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Turns texts into L2-normalised rows: shape (texts, dimensions)."""


class WorthGate:
    """Compares sentences with prototypes of what lasts and of what passes.

    Args:
        embed: The embedder that also makes the vectors of memories.
    """

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        data = tomllib.loads(
            (files(__package__) / "data" / "prototypes.toml").read_text(encoding="utf-8")
        )
        self._margin: float = data["margin"]
        self._sentences: tuple[list[str], list[str]] = (data["worth"], data["passing"])
        self._prototypes: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None

    def margins(self, candidates: Sequence[Candidate]) -> NDArray[np.float32]:
        """Return how much nearer each is to what lasts than to what passes: shape (candidates,).

        Cosine similarity to the nearest prototype of the one list less that of the other.
        """
        if not candidates:
            return np.zeros(0, np.float32)
        if self._prototypes is None:
            worth, passing = self._sentences
            self._prototypes = self._embed(worth), self._embed(passing)
        vectors = self._embed([candidate.text for candidate in candidates])
        worth_near, passing_near = ((vectors @ p.T).max(axis=1) for p in self._prototypes)
        return np.asarray(worth_near - passing_near, np.float32)

    def passes(self, candidates: Sequence[Candidate]) -> list[bool]:
        """Return for each candidate whether it is worth keeping."""
        return [bool(margin >= self._margin) for margin in self.margins(candidates)]
