"""One part of the report on extraction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evals.extraction.counting import Share
from evals.report import Table


@dataclass(frozen=True, slots=True)
class Part:
    """What one scorer found.

    Args:
        name: Its name in the JSON document.
        tables: What is printed of it.
        document: The same for programs: anything that JSON can hold.
        notes: Lines under all tables.
    """

    name: str
    tables: tuple[Table, ...]
    document: Any
    notes: tuple[str, ...] = ()


def changed_by(actors: Mapping[str, int]) -> str:
    """Return who made how many changes, in words: what a model failed at, others took."""
    made = ", ".join(f"{many} by {actor}" for actor, many in sorted(actors.items()))
    return f"changes: {made or 'none'}"


def shares_table(title: str, shares: dict[str, Share]) -> Table:
    """Return shares as a table, one a row, with their intervals of 95%."""
    rows = tuple((name, share.cell()) for name, share in shares.items())
    return Table(title, ("what", "share [95%] of"), rows)


def shares_record(shares: dict[str, Share]) -> dict[str, Any]:
    """Return shares for JSON."""
    return {name: share.record() for name, share in shares.items()}
