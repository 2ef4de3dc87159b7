"""What is reported of the gold dialogues: by category, dev and test apart."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from evals.extraction.counting import Share
from evals.extraction.lives import (
    ZERO_TOLERANCE,
    Judged,
    Score,
    failures,
    run_lives,
    zero_tolerance,
)
from evals.extraction.part import Part, changed_by
from evals.report import Table
from evals.suites import Options

LIVES = "lives.jsonl"


def by_category(judged: Iterable[Judged]) -> dict[str, Score]:
    """Return the scores of each category, sorted by name, then of ``all``."""
    scores: dict[str, Score] = {}
    for one in judged:
        category = one.dialogue.category
        scores[category] = scores.get(category, Score()) + one.score
    total = sum(scores.values(), Score())
    return dict(sorted(scores.items())) | {"all": total}


def table(title: str, scores: dict[str, Score]) -> Table:
    """Return the scores as a table, one category a row."""
    names = [f.name for f in fields(Score)]
    return Table(
        title,
        ("category", "cases", *names),
        tuple(
            (
                category,
                str(score.right.count),
                *(_cell(getattr(score, name), name) for name in names),
            )
            for category, score in scores.items()
        ),
    )


def _cell(share: Share, name: str) -> str:
    return share.cell() if name != "unseen" else str(share.hits) if share.count else ""


def record(scores: dict[str, Score]) -> dict[str, Any]:
    """Return the scores for JSON."""
    return {
        category: {f.name: getattr(score, f.name).record() for f in fields(Score)}
        for category, score in scores.items()
    }


def report(path: Path, options: Options, roughly: bool) -> Part:
    """Live the dialogues of a file through and report on them.

    Args:
        path: The gold dialogues.
        options: Which of them, with which model, and whether to list what went wrong.
        roughly: Whether the user's turns are lower-cased and lose their punctuation.

    Raises:
        InvalidInput: If the file is not of the schema.
    """
    name = "rough" if roughly else "lives"
    judged = run_lives(path, options, roughly)
    tables: list[Table] = []
    notes: list[str] = []
    by = Counter(actor for one in judged for actor in one.lived.actors)
    document: dict[str, Any] = {"changes_by": dict(by)}
    notes.append(f"{name}: {changed_by(by)}.")
    for split in ("dev", "test"):
        some = [one for one in judged if one.dialogue.split == split]
        if not some:
            continue
        scores, violations = by_category(some), len(zero_tolerance(some))
        tables.append(table(f"{name}, {split}", scores))
        document[split] = {
            "categories": record(scores),
            "zero_tolerance": violations,
            "wrong": [one.dialogue.id for one in some if one.faults],
        }
        where = ", ".join(ZERO_TOLERANCE)
        notes.append(f"{name}, {split}: a `never` violated among {where}: {violations}.")
        if options.failures == split:
            notes += ["", f"{name}, {split}: what went wrong", *failures(some), ""]
    return Part(name, tuple(tables), document, tuple(notes))
