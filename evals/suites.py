"""The registry of suites: what each is called, measures, and where it is."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from evals.report import Report


@dataclass(frozen=True, slots=True)
class Options:
    """What a suite is asked to do.

    Args:
        data: A file of the suite's published schema; None where a suite can do without.
        limit: How many cases or measurements at most; None leaves it to the suite.
    """

    data: Path | None = None
    limit: int | None = None


Run = Callable[[Options], Report]

_SUITES = {
    "bench": "speed and size on this machine; --data: a conversation archive to digest",
    "faults": "processes killed -9 at random points of their work; --limit: rounds",
}


def suites() -> dict[str, str]:
    """Return every suite's name with what it measures."""
    return dict(_SUITES)


def load(name: str) -> Run:
    """Import a suite, which is the package of its name beside this file, and return its ``run``."""
    run: Run = import_module(f"evals.{name}").run
    return run
