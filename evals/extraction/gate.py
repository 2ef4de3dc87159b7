"""The scorer of the gate on what is worth keeping, on labelled clauses of real chats."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.extraction.clauses import Labelled
from evals.extraction.counting import interval_of, share, short
from evals.extraction.part import Part, shares_record
from evals.report import Table
from memory_agent.domain import Candidate, Provenance
from memory_agent.extraction import WorthGate
from memory_agent.models import MiniLM

_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Gated:
    """What the gate made of clauses.

    Args:
        scores: The higher, the more worth keeping: shape (clauses,).
        passed: Whether each is over the threshold that is shipped: shape (clauses,).
        how: What the scores are of, in words.
    """

    scores: NDArray[np.float64]
    passed: NDArray[np.bool_]
    how: str


def gated(clauses: Sequence[tuple[Labelled, str]]) -> Gated:
    """Return what the shipped gate makes of clauses, none of which it has learned from.

    Args:
        clauses: Each with the text of its turn.
    """
    candidates = [_candidate(clause, turn) for clause, turn in clauses]
    gate = WorthGate(MiniLM().embed)
    return Gated(
        np.asarray(gate.margins(candidates), np.float64),
        np.array(gate.passes(candidates), np.bool_),
        "nearness to prototypes; nothing was learned from these clauses",
    )


def _candidate(clause: Labelled, turn: str) -> Candidate:
    quote = turn[clause.start : clause.end]
    source = Provenance("t", clause.position.session, "user", quote, clause.start, clause.end)
    return Candidate("fact", quote, source, rule="labelled", confidence=1.0)


def score(clauses: Sequence[tuple[Labelled, str]], made: Gated) -> Part:
    """Compare what the gate made of clauses with how they were labelled.

    Intervals of the area are by bootstrap over sessions: clauses of one are alike.
    """
    keep = np.array([bool(clause.labels["keep"]) for clause, _ in clauses])
    sessions = [(clause.position.question, clause.position.session) for clause, _ in clauses]
    found = area(made.scores, keep)
    low, high = interval_of(_areas_again(made.scores, keep, sessions))
    shares = {
        "precision at the threshold": share(keep[made.passed].tolist()),
        "recall at the threshold": share(made.passed[keep].tolist()),
        "worth keeping, of all": share(keep.tolist()),
    }
    rows = (
        ("area under the ROC curve", f"{short(found)} [{short(low)}-{short(high)}] {len(keep)}"),
        *((name, one.cell()) for name, one in shares.items()),
    )
    record: dict[str, Any] = {"auc": found, "interval95": [low, high], "how": made.how}
    table = Table(f"the gate on worth: {made.how}", ("what", "figure [95%] of"), rows)
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


def _areas_again(
    scores: NDArray[np.float64],
    keep: NDArray[np.bool_],
    sessions: Sequence[tuple[str, str]],
) -> list[float]:
    places: dict[tuple[str, str], list[int]] = {}
    for number, session in enumerate(sessions):
        places.setdefault(session, []).append(number)
    groups = [np.array(group) for group in places.values()]
    random = np.random.default_rng(0)
    areas = []
    for _ in range(_DRAWS):
        drawn = np.concatenate([groups[i] for i in random.integers(0, len(groups), len(groups))])
        areas.append(area(scores[drawn], keep[drawn]))
    return [one for one in areas if not np.isnan(one)]
