"""The scorer of the grounding gate: wrong candidates that are refused, right ones that pass."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from evals.extraction.counting import Share
from evals.extraction.part import Part
from evals.extraction.records import records
from evals.report import Table
from memory_agent.domain import Candidate, Provenance
from memory_agent.domain.candidate import Resolution
from memory_agent.domain.errors import InvalidInput
from memory_agent.extraction import unsupported

GROUNDING = "grounding.jsonl"
_RIGHT = "none"


def score(path: Path, split: str = "all", failures: str | None = None) -> Part:
    """Ask the gate about every candidate of a file.

    Args:
        path: Candidates, each with its quote and whether it is right; see docs/extraction.md.
        split: ``dev``, ``test`` or ``all``.
        failures: The split of which the candidates that went wrong are listed.

    Raises:
        InvalidInput: If a line is no candidate.
    """
    counted: dict[tuple[str, str], Share] = {}
    notes: list[str] = []
    for where, line in records(path):
        of = line.get("split", "dev")
        if split not in (of, "all"):
            continue
        right, fault, reason = _asked(where, line)
        well = (reason is None) is right
        key = (of, _RIGHT if right else fault)
        counted[key] = counted.get(key, Share(0, 0)) + Share(int(well), 1)
        if of == failures and not well:
            said = f"refused: {reason}" if right else f"passed, with a wrong {fault}"
            notes.append(f"{line.get('id', where)} {said}: {line['text']!r} of {line['quote']!r}")
    for of in sorted({split for split, _ in counted}):
        wrong = [one for (s, fault), one in counted.items() if s == of and fault != _RIGHT]
        counted[of, "any fault"] = sum(wrong, Share(0, 0))
    named = {
        f"{of}: {'right, passed' if fault == _RIGHT else f'wrong, {fault}, refused'}": one
        for (of, fault), one in sorted(counted.items())
    }
    rows = tuple((name, one.cell()) for name, one in named.items())
    record = {name: one.record() for name, one in named.items()}
    table = Table("grounding", ("candidates", "share [95%] of"), rows)
    return Part("grounding", (table,), record, tuple(notes))


def _asked(where: str, line: Mapping[str, Any]) -> tuple[bool, str, str | None]:
    """Return whether a candidate is right, its fault, and why the gate refuses it."""
    try:
        quote = line["quote"]
        start = max(0, line.get("turn", quote).find(quote))
        candidate = Candidate(
            kind=line.get("kind", "fact"),
            text=line["text"],
            source=Provenance("t", "s", "user", quote, start, start + len(quote)),
            rule="gold",
            confidence=1.0,
            subject=line.get("subject"),
            predicate=line.get("predicate"),
            object=line.get("object"),
            polarity=line.get("polarity") or 0,
            resolutions=tuple(Resolution(*pair) for pair in line.get("resolutions", ())),
        )
        said_at = datetime.fromisoformat(line["said_at"]) if "said_at" in line else None
        reason = unsupported(candidate, line["speaker"], said_at)
        return line["right"], line["fault"], reason
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise InvalidInput(f"{where}: no candidate: {wrong!r}") from wrong
