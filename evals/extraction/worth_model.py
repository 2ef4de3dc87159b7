"""The model of the gate on worth: a logistic regression over how a sentence is built and means."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from evals.extraction.examples import Example

_FOLDS = 10
_MEANING = 4.0
"""By how much the embedding's numbers, of length 1 together, are enlarged beside the features."""

_PENALTY = 1 / 0.1
"""Of the squared weights, in halves: with `_MEANING` the best of a few tried in ten folds."""

Array = NDArray[np.float64]
Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Weights:
    """What is learned.

    Args:
        bias: Of all.
        features: Of each feature, by name.
        meaning: Of each number of the embedding: shape (dimensions,).
    """

    bias: float
    features: Mapping[str, float]
    meaning: Array

    def record(self) -> dict[str, Any]:
        """Return them as `WorthGate` reads them."""
        return {
            "bias": round(self.bias, 4),
            "features": {name: round(value, 4) for name, value in self.features.items()},
            "meaning": [round(value, 4) for value in self.meaning.tolist()],
        }


@dataclass(frozen=True, slots=True)
class Design:
    """Doubtful examples as numbers.

    Args:
        names: Of the features.
        numbers: Features, then the enlarged embedding: shape (examples, features + dimensions).
        keep: Whether each is worth keeping: shape (examples,).
        folds: The fold of each, which is the same for all of a session: shape (examples,).
    """

    names: tuple[str, ...]
    numbers: Array
    keep: NDArray[np.bool_]
    folds: NDArray[np.int64]

    @classmethod
    def of(cls, examples: Sequence[Example], embed: Embed) -> "Design":
        """Return doubtful examples as numbers.

        Args:
            examples: Doubtful ones only.
            embed: The embedder that ships.
        """
        built = [example.features or {} for example in examples]
        names = tuple(sorted({name for features in built for name in features}))
        features = np.array([[f.get(name, 0.0) for name in names] for f in built], np.float64)
        meaning = np.asarray(embed([example.text or "" for example in examples]), np.float64)
        return cls(
            names,
            np.hstack([features, _MEANING * meaning]),
            np.array([example.keep for example in examples], np.bool_),
            np.array([_fold(example) for example in examples], np.int64),
        )

    def fitted(self) -> Weights:
        """Learn from all examples."""
        bias, weights = _fit(self.numbers, self.keep)
        count = len(self.names)
        features = dict(zip(self.names, weights[:count].tolist(), strict=True))
        return Weights(bias, features, _MEANING * weights[count:])

    def out_of_fold(self) -> Array:
        """Return for each example how likely it is kept, learned from the other folds alone."""
        found = np.zeros(len(self.keep))
        for fold in np.unique(self.folds):
            out = self.folds == fold
            bias, weights = _fit(self.numbers[~out], self.keep[~out])
            found[out] = _odds(bias + self.numbers[out] @ weights)
        return found


def _fold(example: Example) -> int:
    name = "\n".join(example.session)
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _FOLDS


def _fit(numbers: Array, keep: NDArray[np.bool_]) -> tuple[float, Array]:
    """Return the bias and the weights of a logistic regression with penalised squares."""
    wanted = keep.astype(np.float64)

    def loss(flat: Array) -> tuple[float, Array]:
        bias, weights = flat[0], flat[1:]
        scores = bias + numbers @ weights
        value = np.logaddexp(0, scores).sum() - scores @ wanted + _PENALTY * (weights @ weights) / 2
        off = _odds(scores) - wanted
        slope = np.concatenate([[off.sum()], numbers.T @ off + _PENALTY * weights])
        return float(value), slope

    found = minimize(loss, np.zeros(numbers.shape[1] + 1), jac=True, method="L-BFGS-B")
    return float(found.x[0]), np.asarray(found.x[1:], np.float64)


def _odds(scores: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-scores)), np.float64)
