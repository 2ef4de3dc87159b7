"""Small linear models: weights by feature, kept as text."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from memory_agent.extraction.restoring.data import lines

SCALE = 10
"""Weights are written as whole tenths."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear model over features that are there or not.

    Args:
        classes: What it tells apart.
        weights: For each feature one weight a class.
    """

    classes: tuple[str, ...]
    weights: dict[str, tuple[int, ...]]

    def scores(self, features: Iterable[str]) -> list[float]:
        """Return the log-odds of each class, up to a constant they share."""
        found = [w for w in map(self.weights.get, dict.fromkeys(features)) if w is not None]
        return [sum(column) / SCALE for column in zip(*found, strict=True)] or [0.0] * len(
            self.classes
        )


@cache
def linear(name: str) -> Linear:
    """Read a model, once.

    Args:
        name: The file's, without its ending. Its first line names the classes; every other is a
            feature and its weights, apart by tabs.
    """
    first, *rest = lines(f"{name}.tsv")
    weights = {}
    for line in rest:
        feature, *values = line.split("\t")
        weights[feature] = tuple(map(int, values))
    return Linear(tuple(first.split("\t")), weights)
