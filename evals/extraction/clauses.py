"""Labelled clauses of real chats: the gold of the gate on what is worth keeping."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.extraction.part import Part
from evals.extraction.positions import Chats, Position
from evals.extraction.records import records
from evals.report import Table
from memory_agent.domain.errors import InvalidInput

CLAUSES = "clauses.jsonl"
SHORT = "short.jsonl"
JUDGED = "candidates.jsonl"
_KINDS = ("fact", "preference", "event", "instruction", "none")
_ALLOWED: dict[str, tuple[object, ...]] = {
    "keep": (0, 1),
    "kind": _KINDS,
    "about": ("user", "other", "none"),
    "durable": (0, 1),
    "negated": (0, 1),
    "hypothetical": (0, 1),
    "standing": ("standing", "one-off", "none"),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """One clause as somebody labelled it who read it in its dialogue.

    Args:
        position: The turn.
        start: Offset in characters of the clause in the turn's text.
        end: Offset of the character after it.
        labels: What was said of it: ``keep``, ``kind``, ``about``, ``durable``, ``negated``,
            ``hypothetical``, ``standing``.
        labeller: Who.
    """

    position: Position
    start: int
    end: int
    labels: Mapping[str, Any]
    labeller: str

    @property
    def key(self) -> tuple[Position, int, int]:
        """What is the same for two labels of one clause."""
        return self.position, self.start, self.end


def read_short(path: Path) -> list[tuple[Labelled, str]]:
    """Return the short statements that were written for the project, each a turn of its own.

    Chats of two people are full of them, and the labelled chats with an assistant have few.

    Raises:
        InvalidInput: If a line is none.
    """
    found = []
    for number, (where, line) in enumerate(records(path)):
        text = line.get("text")
        if not isinstance(text, str) or line.get("keep") not in (0, 1):
            raise InvalidInput(f"{where}: needs a text, and keep of 0 or 1")
        position = Position("short", str(number), "0", 0)
        found.append((Labelled(position, 0, len(text), {"keep": line["keep"]}, "f"), text))
    return found


def read_judged(path: Path) -> list[Labelled]:
    """Return memories that were read of the training chats and judged, as labelled clauses.

    Each line has the verdict, ``keep``, ``not_worth`` or ``wrong``, and the beginning of the
    SHA-256 of the memory that was judged: a wrong one says nothing of a better reading.

    Raises:
        InvalidInput: If a line is none.
    """
    found = []
    for where, line in records(path):
        try:
            position, verdict = Position.of(line), line["verdict"]
            span, memory = (int(line["start"]), int(line["end"])), str(line["memory"])
        except (KeyError, ValueError) as error:
            raise InvalidInput(f"{where}: is no judged memory: {error!r}") from error
        labels = {"keep": int(verdict == "keep"), "verdict": verdict, "memory": memory}
        found.append(Labelled(position, *span, labels, str(line.get("judge", ""))))
    return found


def read_clauses(path: Path) -> list[Labelled]:
    """Return the labelled clauses of a file.

    Raises:
        InvalidInput: If a line is none, or has a label that there is not.
    """
    return [_labelled(where, line) for where, line in records(path)]


def _labelled(where: str, line: Mapping[str, Any]) -> Labelled:
    try:
        labels = {name: line[name] for name in _ALLOWED}
        one = Labelled(
            Position.of(line), line["start"], line["end"], labels, str(line.get("labeller", ""))
        )
    except (KeyError, ValueError) as wrong:
        raise InvalidInput(f"{where}: no labelled clause: {wrong!r}") from wrong
    for name, allowed in _ALLOWED.items():
        if labels[name] not in allowed:
            raise InvalidInput(f"{where}: {name} is {labels[name]!r}; accepted are {allowed}")
    return one


def texts(clauses: Iterable[Labelled], chats: Chats) -> list[tuple[Labelled, str]]:
    """Return the clauses that are of a data set, each with the text of its turn.

    Raises:
        InvalidInput: If one of them is at a place that the data set does not have.
    """
    found = []
    for clause in clauses:
        if clause.position.data != chats.data:
            continue
        spoken = chats.at(clause.position)
        if spoken is None or not 0 <= clause.start < clause.end <= len(spoken.text):
            raise InvalidInput(
                f"{chats.path}: has no characters {clause.start}-{clause.end} at {clause.position}"
            )
        found.append((clause, spoken.text))
    return found


def counts(clauses: Sequence[Labelled]) -> Part:
    """Return how many clauses there are, by data set and kind, and how many are worth keeping."""
    rows: list[tuple[str, ...]] = []
    document: dict[str, Any] = {}
    for data in sorted({clause.position.data for clause in clauses}):
        some = [clause for clause in clauses if clause.position.data == data]
        kinds = Counter(clause.labels["kind"] for clause in some)
        keep = sum(clause.labels["keep"] for clause in some)
        rows.append((data, str(len(some)), str(keep), *(str(kinds[kind]) for kind in _KINDS)))
        document[data] = {"clauses": len(some), "keep": keep, "kinds": dict(kinds)}
    table = Table("labelled clauses", ("data", "clauses", "keep", *_KINDS), tuple(rows))
    return Part("clauses", (table,), document)
