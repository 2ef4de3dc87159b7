"""One measured figure beside its target."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, and what was hoped for.

    Args:
        name: What it is.
        unit: What it is measured in.
        samples: Every measurement; none says that it could not be measured.
        target: What the median is to reach; None where nothing is hoped for.
        at_least: Whether the target is a floor; else it is a ceiling.
        note: How it was measured, or why not.
    """

    name: str
    unit: str
    samples: tuple[float, ...]
    target: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def p50(self) -> float | None:
        """The median."""
        return float(np.median(self.samples)) if self.samples else None

    @property
    def p95(self) -> float | None:
        """The 95th percentile; None of fewer than twenty measurements, which say nothing of it."""
        return float(np.percentile(self.samples, 95)) if len(self.samples) >= 20 else None

    @property
    def met(self) -> bool | None:
        """Whether the median reaches the target; None without one of the two."""
        if self.p50 is None or self.target is None:
            return None
        return self.p50 >= self.target if self.at_least else self.p50 <= self.target

    def cells(self) -> tuple[str, ...]:
        """Return the figure as a row of `HEADER`."""
        sign = "≥" if self.at_least else "≤"
        return (
            self.name,
            _short(self.p50),
            _short(self.p95),
            self.unit,
            str(len(self.samples)) if self.samples else "",
            "" if self.target is None else f"{sign} {_short(self.target)}",
            "" if self.met is None else ("yes" if self.met else "NO"),
        )

    def record(self) -> dict[str, Any]:
        """Return the figure for JSON."""
        return {
            "name": self.name,
            "unit": self.unit,
            "p50": self.p50,
            "p95": self.p95,
            "n": len(self.samples),
            "target": self.target,
            "at_least": self.at_least,
            "met": self.met,
            "note": self.note,
        }


HEADER = ("figure", "p50", "p95", "unit", "n", "target", "met")


def _short(value: float | None) -> str:
    if value is None:
        return ""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f}"


def milliseconds(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    began = perf_counter()
    call()
    return (perf_counter() - began) * 1000
