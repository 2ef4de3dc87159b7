"""The scorer of the gate on what is worth keeping, on labelled clauses of real chats."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.extraction.clauses import Labelled
from evals.extraction.counting import interval_of, share, short
from evals.extraction.examples import Example, examples
from evals.extraction.part import Part, shares_record
from evals.extraction.worth_model import Design
from evals.report import Table
from memory_agent.extraction import WorthGate
from memory_agent.models import MiniLM

_DRAWS = 1000


def score(clauses: Sequence[tuple[Labelled, str]]) -> Part:
    """Compare what the rules and the gate keep of clauses with how they were labelled.

    The gate learned from these very clauses. So it is learned anew for each of ten folds of
    sessions, from the others, and scored on that one, at the threshold that ships. Intervals of
    the area are by bootstrap over sessions: clauses of one are alike.

    Args:
        clauses: Each with the text of its turn.
    """
    embed = MiniLM().embed
    found = list(examples(clauses))
    doubtful = [example for example in found if example.doubtful]
    if not doubtful:
        return Part("gate", (), {})
    design = Design.of(doubtful, embed)
    return report(found, doubtful, design.out_of_fold(), WorthGate(embed))


def report(
    found: Sequence[Example],
    doubtful: Sequence[Example],
    likely: NDArray[np.float64],
    gate: WorthGate,
) -> Part:
    """Report on what was made of clauses.

    Args:
        found: What was read of them.
        doubtful: Those of these that the gate is asked about.
        likely: How likely each of the doubtful is worth keeping: shape (doubtful,).
        gate: The gate whose threshold is used.
    """
    keep = np.array([example.keep for example in doubtful], np.bool_)
    passed = np.array([gate.passes(float(worth)) for worth in likely], np.bool_)
    sure = [example for example in found if example.text is not None and not example.doubtful]
    kept = {example.clause.key for example in sure}
    kept |= {example.clause.key for example, p in zip(doubtful, passed, strict=True) if p}
    clauses = {example.clause.key: example.keep for example in found}
    read = {example.clause.key for example in found if example.text is not None}
    auc = area(likely, keep)
    low, high = interval_of(areas_again(likely, keep, [example.session for example in doubtful]))
    shares = {
        "gate: precision at the threshold": share(keep[passed].tolist()),
        "gate: recall at the threshold": share(passed[keep].tolist()),
        "what no gate is asked about: worth keeping": share(example.keep for example in sure),
        "clauses worth keeping that are read": share(k in read for k, w in clauses.items() if w),
        "clauses worth keeping that are kept": share(k in kept for k, w in clauses.items() if w),
        "clauses kept that are worth keeping": share(w for k, w in clauses.items() if k in kept),
    }
    rows = (
        (
            "gate: area under the ROC curve",
            f"{short(auc)} [{short(low)}-{short(high)}] {len(keep)}",
        ),
        *((name, one.cell()) for name, one in shares.items()),
    )
    record: dict[str, Any] = {"auc": auc, "interval95": [low, high], "n": len(keep)}
    title = "clauses of this data set, the gate learned from the other folds of it"
    table = Table(title, ("what", "figure [95%] of"), rows)
    return Part("gate", (table,), record | shares_record(shares))


def area(scores: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """Return the area under the ROC curve: how often a positive is above a negative, ties half.

    Args:
        scores: Shape (n,).
        positive: Shape (n,).

    Returns:
        Between 0 and 1; not a number where one of the two is missing.
    """
    count = int(positive.sum())
    pairs = count * (len(positive) - count)
    if not pairs:
        return float("nan")
    _, which, many = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = np.cumsum(many) - (many - 1) / 2
    return float((ranks[which][positive].sum() - count * (count + 1) / 2) / pairs)


def areas_again(
    scores: NDArray[np.float64],
    positive: NDArray[np.bool_],
    sessions: Sequence[tuple[str, ...]],
) -> list[float]:
    """Return the area of each of a thousand draws of whole sessions, with replacement."""
    places: dict[tuple[str, ...], list[int]] = {}
    for number, session in enumerate(sessions):
        places.setdefault(session, []).append(number)
    groups = [np.array(group) for group in places.values()]
    random = np.random.default_rng(0)
    areas = []
    for _ in range(_DRAWS):
        drawn = np.concatenate([groups[i] for i in random.integers(0, len(groups), len(groups))])
        areas.append(area(scores[drawn], positive[drawn]))
    return [one for one in areas if not np.isnan(one)]
