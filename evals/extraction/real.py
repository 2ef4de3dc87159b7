"""The scorer of real text: what was drawn at random, and how a reader judged it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.extraction.counting import Share, interval_of, share
from evals.extraction.digested import Digested
from evals.extraction.part import Part, shares_record, shares_table
from evals.extraction.positions import Position
from evals.extraction.records import records
from memory_agent.domain.errors import InvalidInput

MEMORIES, SILENT = "judged_memories.jsonl", "judged_silent.jsonl"
"""The files of judgements, which hold positions and no words."""

_VERDICTS = {MEMORIES: ("keep", "not_worth", "wrong"), SILENT: ("fact_missed", "nothing")}
_PREFIX = 16


def held_out(question: str) -> bool:
    """Return whether nothing of a LongMemEval question's haystack was used to train on: a third."""
    return int(hashlib.sha256(question.encode()).hexdigest(), 16) % 3 == 0


def fingerprint(text: str) -> str:
    """Return what tells a memory's text from others without repeating it."""
    return hashlib.sha256(text.encode()).hexdigest()[:_PREFIX]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one memory, or one turn that gave nothing, was judged.

    Args:
        position: The turn.
        verdict: ``keep``, ``not_worth`` or ``wrong``; ``fact_missed`` or ``nothing``.
        sha256: The memory's fingerprint, or the beginning of it; empty for a turn.
    """

    position: Position
    verdict: str
    sha256: str = ""


def read_judgements(path: Path) -> list[Judgement]:
    """Return the judgements of a file; none where it is not there.

    Raises:
        InvalidInput: If a line is none, or its verdict is not among those of the file's name.
    """
    accepted = _VERDICTS[path.name]
    judged = []
    for where, line in records(path) if path.is_file() else ():
        try:
            one = Judgement(Position.of(line), line["verdict"], line.get("sha256", ""))
        except (KeyError, ValueError) as wrong:
            raise InvalidInput(f"{where}: no judgement: {wrong!r}") from wrong
        if one.verdict not in accepted:
            raise InvalidInput(f"{where}: verdict {one.verdict!r}; accepted are {accepted}")
        judged.append(one)
    return judged


def score(gold: Path, digested: Sequence[Digested] | None, data: str | None) -> Part | None:
    """Return the judged shares and, where the chats are at hand, what still stands of them.

    Args:
        gold: The folder of the judgements.
        digested: The turns of the given chats; None without data.
        data: Which data set those are of: only judgements on it are counted; None counts all.

    Returns:
        None where nothing was judged.
    """
    memories, silent = (
        [one for one in read_judgements(gold / name) if data in (None, one.position.data)]
        for name in (MEMORIES, SILENT)
    )
    if not memories and not silent:
        return None
    shares = _judged(memories, silent)
    document: dict[str, Any] = {}
    notes: tuple[str, ...] = ()
    if digested is not None:
        shares |= _standing(memories, silent, {turn.position: turn for turn in digested})
        estimate = missed_of_facts(memories, silent, digested)
        if estimate is not None:
            missed, (low, high) = estimate
            document["missed_of_turns_with_a_fact"] = {"share": missed, "interval95": [low, high]}
            notes = (
                f"Of all turns with a fact, {missed:.2f} [{low:.2f}-{high:.2f}] gave nothing: "
                "estimated from both shares and how many turns gave something (bootstrap).",
            )
    title = "real text, judged" + (f" ({data})" if data else "")
    return Part("real", (shares_table(title, shares),), document | shares_record(shares), notes)


def _judged(memories: Sequence[Judgement], silent: Sequence[Judgement]) -> dict[str, Share]:
    shares = {
        "memories worth keeping": share(one.verdict == "keep" for one in memories),
        "  right but not worth it": share(one.verdict == "not_worth" for one in memories),
        "  wrong or garbled": share(one.verdict == "wrong" for one in memories),
        "silent turns in which a fact was missed": share(
            one.verdict == "fact_missed" for one in silent
        ),
    }
    return {name: one for name, one in shares.items() if one.count}


def _standing(
    memories: Sequence[Judgement],
    silent: Sequence[Judgement],
    turns: Mapping[Position, Digested],
) -> dict[str, Share]:
    """Return how many judgements are still of what the extractor does: the others are stale."""
    return {
        "judged memories still made, to the letter": share(
            one.position in turns and _made(one, turns[one.position]) for one in memories
        ),
        "judged silent turns still silent": share(
            one.position in turns and not turns[one.position].changes for one in silent
        ),
    }


def _made(judged: Judgement, turn: Digested) -> bool:
    made = [*turn.current, *(change.memory for change in turn.changes)]
    return any(fingerprint(memory.text).startswith(judged.sha256) for memory in made)


def missed_of_facts(
    memories: Sequence[Judgement], silent: Sequence[Judgement], digested: Sequence[Digested]
) -> tuple[float, tuple[float, float]] | None:
    """Estimate of the turns that hold a fact the share that gave nothing.

    With S turns that gave nothing, of which a share m held a fact, and V that gave a memory, of
    which a share k was worth keeping: S m / (S m + V k).

    Returns:
        The share and its interval of 95%, by bootstrap over both samples; None without both.
    """
    if not memories or not silent:
        return None
    nothing = sum(not turn.changes for turn in digested)
    something = sum(bool(turn.current) for turn in digested)
    missed = np.array([one.verdict == "fact_missed" for one in silent])
    kept = np.array([one.verdict == "keep" for one in memories])

    def estimate(missed_share: float, kept_share: float) -> float:
        lost, found = nothing * missed_share, something * kept_share
        return float(lost / (lost + found)) if lost + found else 0.0

    random = np.random.default_rng(0)
    drawn = [
        estimate(random.choice(missed, missed.size).mean(), random.choice(kept, kept.size).mean())
        for _ in range(1000)
    ]
    return estimate(missed.mean(), kept.mean()), interval_of(drawn)
