"""The registry of suites: what each is called, measures, and where it is."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal

from evals.report import Report

Split = Literal["dev", "test", "all"]
"""Part of a suite's gold: ``test`` is frozen before anything is tuned."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a suite is asked to do.

    Args:
        data: A file of the suite's published schema; None where a suite can do without.
        limit: How many cases or measurements at most; None leaves it to the suite.
        gold: The folder of the gold; None is the project's own.
        split: Which part of the gold is run.
        failures: Of which part of the gold what went wrong is listed; None lists nothing.
        model: The chat model that is measured, as ``provider:name``; None measures what needs none.
    """

    data: Path | None = None
    limit: int | None = None
    gold: Path | None = None
    split: Split = "all"
    failures: Split | None = None
    model: str | None = None


Run = Callable[[Options], Report]

_SUITES = {
    "bench": "speed and size on this machine; --data: a conversation archive to digest",
    "faults": "processes killed -9 at random points of their work; --limit: rounds",
    "extraction": "what is learned and what is not, on the project's gold; --data: real chats",
}
_OWN_OPTIONS = {"extraction": frozenset({"gold", "split", "failures", "model"})}


def suites() -> dict[str, str]:
    """Return every suite's name with what it measures."""
    return dict(_SUITES)


def own_options(name: str) -> frozenset[str]:
    """Return the names of the options that a suite takes beside ``data`` and ``limit``."""
    return _OWN_OPTIONS.get(name, frozenset())


def load(name: str) -> Run:
    """Import a suite, which is the package of its name beside this file, and return its ``run``."""
    run: Run = import_module(f"evals.{name}").run
    return run
