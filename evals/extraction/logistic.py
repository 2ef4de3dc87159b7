"""Logistic regression on sparse features, and its weights as a text file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Weights = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Examples:
    """What is learned from.

    Args:
        features: Of each example, those that are there.
        labels: The class of each, as its place among the classes.
    """

    features: list[list[str]]
    labels: list[int]


def fit(examples: Examples, classes: int, *, seen: int, keep: int, penalty: float) -> Weights:
    """Return the weights that fit examples best, of the features that matter most.

    Args:
        examples: What is learned from.
        classes: How many classes there are.
        seen: How often a feature must have been there to be learned.
        keep: How many features are kept; the model is fitted again with these alone.
        penalty: The weight of the squared weights, in examples.
    """
    counts = Counter(f for found in examples.features for f in set(found))
    names = [f for f, n in counts.items() if n >= seen]
    weights = _fitted(examples, names, classes, penalty)
    matter = {f: float(np.ptp(w)) * counts[f] ** 0.4 for f, w in weights.items()}
    names = sorted(names, key=lambda f: -matter[f])[:keep]
    return _fitted(examples, names, classes, penalty)


def _fitted(examples: Examples, names: Sequence[str], classes: int, penalty: float) -> Weights:
    place = {name: at for at, name in enumerate(names)}
    rows = [[place[f] for f in dict.fromkeys(found) if f in place] for found in examples.features]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate([np.asarray(row, dtype=np.int32) for row in rows])
    ones = np.ones(len(columns))
    x = csr_matrix((ones, columns, ends), shape=(len(rows), len(names)))
    xt = x.T.tocsr()
    y = np.asarray(examples.labels)
    at = np.arange(len(y))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w = flat.reshape(len(names), classes)
        scores = x @ w
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        total = odds.sum(axis=1, keepdims=True)
        value = float((np.log(total[:, 0]) - scores[at, y]).sum() + penalty * (flat @ flat) / 2)
        odds /= total
        odds[at, y] -= 1
        return value, (xt @ odds + penalty * w).ravel()

    found: Any = minimize(
        loss,
        np.zeros(len(names) * classes),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 80},
    )
    return dict(zip(names, found.x.reshape(len(names), classes), strict=True))


def write(path: Path, head: str, classes: Sequence[str], weights: Weights, scale: int) -> int:
    """Write weights as whole numbers and return how many features are left.

    Args:
        path: The file.
        head: Its first lines.
        classes: What the model tells apart.
        weights: The weights of each feature, one a class; only their differences matter.
        scale: By what they are multiplied before they are rounded.
    """
    rows = []
    for feature, row in weights.items():
        whole = [round(v * scale) for v in row - row[0]]
        if any(whole):
            rows.append("\t".join([feature, *map(str, whole)]))
    path.write_text(
        head + "\t".join(classes) + "\n" + "".join(f"{row}\n" for row in sorted(rows)),
        encoding="utf-8",
    )
    return len(rows)
