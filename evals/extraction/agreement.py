"""The scorer of agreement: how far two readers of the same clauses say the same."""

from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np

from evals.extraction.clauses import Labelled
from evals.extraction.counting import interval_of, share, short
from evals.extraction.part import Part
from evals.report import Table

SECOND = "second_labels.jsonl"
_COMPARED = ("keep", "kind", "durable")
_DRAWS = 1000


def kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return Cohen's kappa of two readers: agreement beyond what chance would give.

    Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and
    Psychological Measurement 20 (1960).

    Args:
        first: The one reader's labels.
        second: The other's, of the same things in the same order.

    Returns:
        1 where they always agree, 0 where they agree as often as by chance.
    """
    count = len(first)
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / count
    one, other = Counter(first), Counter(second)
    expected = sum(one[label] * other[label] for label in one) / count**2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def score(clauses: Sequence[Labelled], second: Sequence[Labelled]) -> Part:
    """Compare the second labels of clauses with their first ones."""
    labelled = {clause.key: clause for clause in clauses}
    pairs = [(labelled[two.key], two) for two in second if two.key in labelled]
    rows: list[tuple[str, ...]] = []
    document: dict[str, object] = {"pairs": len(pairs), "second_labels": len(second)}
    for name in _COMPARED if pairs else ():
        a = np.array([str(one.labels[name]) for one, _ in pairs])
        b = np.array([str(two.labels[name]) for _, two in pairs])
        random = np.random.default_rng(0)
        again = (random.integers(0, len(a), len(a)) for _ in range(_DRAWS))
        low, high = interval_of([kappa(a[i].tolist(), b[i].tolist()) for i in again])
        found, same = kappa(a.tolist(), b.tolist()), share((a == b).tolist())
        rows.append((name, f"{short(found)} [{short(low)}-{short(high)}]", same.cell()))
        document[name] = {"kappa": found, "interval95": [low, high], "same": same.record()}
    title = f"agreement of two readers on {len(pairs)} clauses"
    table = Table(title, ("label", "kappa [95%, bootstrap]", "same [95%] of"), tuple(rows))
    return Part("agreement", (table,), document)
