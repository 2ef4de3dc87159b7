"""What a suite gives back: a table for people, a document for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a report.

    Args:
        title: What it shows; nothing is printed over it where it is empty.
        header: The names of the columns.
        rows: The cells; the first of each row is what it is about.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one suite.

    Args:
        tables: What is printed.
        above: Lines to print over the tables.
        below: Lines to print under them.
        document: The same for programs: anything that JSON can hold.
        failed: Whether something was found that must not be; the exit status says so.
    """

    tables: tuple[Table, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    document: Mapping[str, Any]
    failed: bool = False


def written(report: Report) -> str:
    """Return a report as text: first column to the left, figures to the right."""
    lines = [*report.above]
    for table in report.tables:
        lines += ["", *([table.title] if table.title else []), *_table([table.header, *table.rows])]
    if report.below:
        lines += ["", *report.below]
    return "\n".join(lines) + "\n"


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    head, *rest = (
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
    return [head, "  ".join("-" * width for width in widths), *rest]
