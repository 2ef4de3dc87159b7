"""``python -m evals.extraction.train_worth``: learns the weights of the gate on worth.

From the labelled clauses of the gold, whose texts it finds in the data by their positions. What it
writes are weights, a threshold and a note on how well they do on what they were not learned from.
No weights are learned from LoCoMo, whose licence is not for that.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evals.extraction.clauses import (
    CLAUSES,
    JUDGED,
    SHORT,
    read_clauses,
    read_judged,
    read_short,
    texts,
)
from evals.extraction.examples import Example, examples
from evals.extraction.gate import area
from evals.extraction.positions import read_chats
from evals.extraction.records import GOLD
from evals.extraction.worth_model import Design
from memory_agent.domain.errors import InvalidInput, MemoryAgentError
from memory_agent.models import MiniLM

_WRONG_USAGE = 2
_THRESHOLD = 0.45


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn from the gold and write the weights; return the exit status.

    Args:
        arguments: The words of the command line; None means those of this process.
    """
    parser = argparse.ArgumentParser(prog="python -m evals.extraction.train_worth")
    parser.add_argument(
        "--data", type=Path, nargs="+", required=True, help="LongMemEval and PersonaMem"
    )
    parser.add_argument("--out", type=Path, required=True, help="the file of weights to write")
    parser.add_argument("--gold", type=Path, default=GOLD, help="the folder of clauses.jsonl")
    parser.add_argument("--threshold", type=float, default=_THRESHOLD, help="from which is kept")
    asked = parser.parse_args(arguments)
    try:
        note, document = learned(asked.gold, asked.data, asked.threshold)
    except MemoryAgentError as error:
        print(f"train_worth: {error}", file=sys.stderr)
        return _WRONG_USAGE
    asked.out.write_text(json.dumps(document) + "\n", encoding="utf-8")
    print(note)
    return 0


def learned(gold: Path, data: Sequence[Path], threshold: float) -> tuple[str, dict[str, object]]:
    """Return how well the gate does on held-out folds, and its file.

    Args:
        gold: The folder of the labelled clauses and short statements.
        data: The data sets that they are of.
        threshold: The probability from which a memory is kept.

    Raises:
        InvalidInput: If the gold is not of its schema, or none of it is of the data.
        ArchiveError: If the data cannot be read.
    """
    judged = read_judged(gold / JUDGED) if (gold / JUDGED).is_file() else []
    labelled = [*read_clauses(gold / CLAUSES), *judged]
    found = [pair for path in data for pair in texts(labelled, read_chats(path))]
    short = read_short(gold / SHORT) if (gold / SHORT).is_file() else []
    read = examples([*found, *short])
    doubtful = [example for example in read if example.doubtful and _is_of(example)]
    if not doubtful:
        raise InvalidInput(f"{gold}: has no clauses of the data that the gate is asked about")
    design = Design.of(doubtful, MiniLM().embed)
    chats = np.array([example.clause.position.data != "short" for example in doubtful], np.bool_)
    likely, keep = design.out_of_fold()[chats], design.keep[chats]
    passed = likely >= threshold
    note = (
        f"Learned by evals/extraction/train_worth.py from {len(keep)} statements that are read of "
        f"{len(found)} labelled clauses, and {len(doubtful) - len(keep)} of {len(short)} short "
        "statements; on held-out folds of the clauses: area under the ROC curve "
        f"{area(likely, keep):.3f}, precision {np.mean(keep[passed]):.3f} and recall "
        f"{np.mean(passed[keep]):.3f} at the threshold."
    )
    return note, {"note": note, "threshold": threshold, **design.fitted().record()}


def _is_of(example: Example) -> bool:
    """Whether a label is of what is read today: one that called it wrong may not be."""
    labels, text = example.clause.labels, example.text or ""
    was = labels.get("verdict") == "wrong"
    return not was or labels["memory"] == hashlib.sha256(text.encode()).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
