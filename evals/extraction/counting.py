"""Shares and their intervals: an accuracy never travels without how sure it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

_Z = 1.959964
"""The 97.5th percentile of the normal distribution: intervals are of 95%."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many.

    Args:
        hits: How many.
        count: Of how many.
    """

    hits: int
    count: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.hits / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's score interval of 95%, which holds for few cases and for shares near 0 and 1.

        Source: E. B. Wilson, Probable inference, the law of succession, and statistical
        inference, JASA 22 (1927).
        """
        if not self.count:
            return None
        share, square = self.hits / self.count, _Z**2
        centre = share + square / (2 * self.count)
        half = _Z * sqrt(share * (1 - share) / self.count + square / (4 * self.count**2))
        below = 1 + square / self.count
        return max(0.0, (centre - half) / below), min(1.0, (centre + half) / below)

    def __add__(self, other: "Share") -> "Share":
        """Return both counted together."""
        return Share(self.hits + other.hits, self.count + other.count)

    def cell(self) -> str:
        """Return it for a table, as in ``.92 [.67-.99] 12/13``; nothing of nothing."""
        if self.value is None or self.interval is None:
            return ""
        low, high = self.interval
        return f"{short(self.value)} [{short(low)}-{short(high)}] {self.hits}/{self.count}"

    def record(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "hits": self.hits,
            "n": self.count,
            "share": self.value,
            "interval95": None if self.interval is None else list(self.interval),
        }


def share(found: Iterable[bool]) -> Share:
    """Return how many of some are true."""
    listed = list(found)
    return Share(sum(listed), len(listed))


def short(value: float) -> str:
    """Return a figure between -1 and 1 in two digits, without the nought."""
    return f"{value:.2f}".replace("0.", ".", 1)


def interval_of(drawn: Sequence[float]) -> tuple[float, float]:
    """Return the interval of 95% of a statistic that was computed over samples drawn again."""
    low, high = np.percentile(np.array(drawn), (2.5, 97.5))
    return float(low), float(high)
