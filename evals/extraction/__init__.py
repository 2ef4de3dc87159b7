"""How well is extracted: the gold dialogues, and what the given data allows to measure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evals.extraction import lives
from evals.extraction.records import GOLD
from evals.report import Report, Table
from evals.suites import Options


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the report.

    Args:
        name: Its name in the JSON document.
        tables: What is printed of it.
        document: The same for programs.
        notes: Lines under all tables.
    """

    name: str
    tables: tuple[Table, ...]
    document: Any
    notes: tuple[str, ...] = ()


def run(options: Options) -> Report:
    """Measure whatever the gold and the given data allow.

    Raises:
        InvalidInput: If gold or data are not of their schema.
    """
    parts = list(_parts(options))
    return Report(
        above=(f"extractor: {options.model or 'local'}",),
        tables=tuple(table for part in parts for table in part.tables),
        below=tuple(note for part in parts for note in part.notes),
        document={"suite": "extraction", "model": options.model or "local"}
        | {part.name: part.document for part in parts},
    )


def _parts(options: Options) -> Iterator[Part]:
    gold = options.gold or GOLD
    if (gold / "lives.jsonl").is_file():
        for name, roughly in (("lives", False), ("rough", True)):
            yield _lives(options, name, roughly)


def _lives(options: Options, name: str, roughly: bool) -> Part:
    path = (options.gold or GOLD) / "lives.jsonl"
    judged = lives.run_lives(path, options.model, roughly, options.split)
    tables, document = [], {}
    notes: list[str] = []
    for split in ("dev", "test"):
        of_split = [one for one in judged if one.dialogue.split == split]
        if not of_split:
            continue
        scores = lives.by_category(of_split)
        violations = lives.zero_tolerance(of_split)
        tables.append(lives.table(f"{name}, {split}", scores))
        document[split] = {
            "categories": lives.record(scores),
            "zero_tolerance": len(violations),
            "wrong": [one.dialogue.id for one in of_split if one.faults],
        }
        notes.append(
            f"{name}, {split}: `never` violated among {', '.join(lives.ZERO_TOLERANCE)}: "
            f"{len(violations)}."
        )
        if options.failures == split:
            notes += ["", f"{name}, {split}: what went wrong", *lives.failures(of_split), ""]
    return Part(name, tuple(tables), document, tuple(notes))
