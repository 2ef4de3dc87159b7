"""From labelled clauses to what the gate on worth is asked about: what is read of them by rule."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from evals.extraction.clauses import Labelled
from memory_agent.domain import Turn
from memory_agent.extraction import NoBackground
from memory_agent.extraction.local import read
from memory_agent.extraction.reading import Read

_SAID_AT = datetime(2026, 5, 13, tzinfo=UTC)
_BATCH = 64
_PREFIX = "User: "
"""With which PersonaMem begins what the user says. As it stands it reads as a transcript."""

_WITHIN = 0.6
"""Share of a candidate's cited words that must be a clause's own for it to be read of that."""


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate that was read of a labelled clause, or that nothing was.

    Args:
        clause: The clause as it was labelled.
        text: The candidate's text; None where nothing was read of the clause.
        features: How it is built; None where the gate is not asked, because a rule is sure.
    """

    clause: Labelled
    text: str | None
    features: Mapping[str, float] | None = None

    @property
    def doubtful(self) -> bool:
        """Whether the gate decides."""
        return self.features is not None

    @property
    def keep(self) -> bool:
        """Whether the reader would keep the clause."""
        return bool(self.clause.labels["keep"])

    @property
    def session(self) -> tuple[str, str, str]:
        """The session that it is of: clauses of one are alike."""
        position = self.clause.position
        return position.data, position.question, position.session


def examples(clauses: Iterable[tuple[Labelled, str]]) -> Iterator[Example]:
    """Read the turns of labelled clauses, and yield what was read of each, before any gate.

    Args:
        clauses: Each with the text of its turn.
    """
    turns: dict[str, list[Labelled]] = {}
    for clause, text in clauses:
        turns.setdefault(text, []).append(clause)
    rest = iter(turns.items())
    while batch := list(islice(rest, _BATCH)):
        said = [_turn(text.removeprefix(_PREFIX)) for text, _ in batch]
        for found, turn, (text, labelled) in zip(
            read(said, NoBackground()), said, batch, strict=True
        ):
            for clause in labelled:
                yield from _of_clause(clause, found, len(text) - len(turn.text))


def _turn(text: str) -> Turn:
    return Turn("t", "s", 1, "user", text, _SAID_AT, _SAID_AT)


def _of_clause(clause: Labelled, found: Sequence[Read], offset: int) -> Iterator[Example]:
    own = [one for one in found if _is_within(one, clause, offset)]
    for one in own:
        yield Example(clause, one.candidate.text, one.doubt)
    if not own:
        yield Example(clause, None)


def _is_within(one: Read, clause: Labelled, offset: int) -> bool:
    source = one.candidate.source
    shared = min(source.end, clause.end - offset) - max(source.start, clause.start - offset)
    return shared > _WITHIN * (source.end - source.start)
