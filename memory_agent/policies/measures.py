"""The thresholds and word classes of editing, from the files in ``data``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What ``data/thresholds.toml`` sets; the measurement of each stands beside it there."""

    same_meaning: float
    same_affair: float
    same_order: float
    reinforced: float


@dataclass(frozen=True, slots=True)
class EditingWords:
    """The word classes of ``data/words.toml``; what each is for stands beside it there."""

    occasions: frozenset[str]
    ordering: frozenset[str]
    answering: frozenset[str]
    contraries: tuple[frozenset[str], ...]
    measuring: frozenset[str]
    accomplished: tuple[tuple[str, str], ...]
    summed_up: Mapping[str, frozenset[str]]


@cache
def thresholds() -> Thresholds:
    """Read the thresholds, once."""
    return Thresholds(**{name: entry["value"] for name, entry in _data("thresholds").items()})


@cache
def editing_words() -> EditingWords:
    """Read the word classes, once."""
    data = _data("words")
    return EditingWords(
        frozenset(data["occasions"]),
        frozenset(data["ordering"]),
        frozenset(data["answering"]),
        tuple(frozenset(group.split()) for group in data["contraries"]),
        frozenset(data["measuring"]),
        tuple((pursued, done) for pursued, done in data["accomplished"]),
        {slot: frozenset(nouns) for slot, nouns in data["summed_up"].items()},
    )


def _data(name: str) -> dict[str, Any]:
    path = files("memory_agent.policies") / "data" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
