"""The local extractor: parse, read by rule, weigh. No chat model, no network."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from memory_agent.domain import Candidate, Turn
from memory_agent.extraction.ellipsis import completed
from memory_agent.extraction.hearing import Text, hear
from memory_agent.extraction.parsing import parse
from memory_agent.extraction.port import Background, Extraction
from memory_agent.extraction.reading import Read, Reading
from memory_agent.extraction.segments import Clause, clauses
from memory_agent.extraction.worth import WorthGate

if TYPE_CHECKING:
    from spacy.tokens import Doc


class LocalExtractor:
    """Understands plain English statements about oneself by rules over a dependency parse.

    Args:
        gate: Decides whether what is read is worth keeping.
    """

    name = "local"

    def __init__(self, gate: WorthGate) -> None:
        self._gate = gate

    def extract(self, turns: Sequence[Turn], background: Background) -> list[Extraction]:
        """Return one extraction for each turn; see `Extractor.extract`."""
        return [
            Extraction(turn, tuple(self._worth(found)))
            for turn, found in zip(turns, read(turns, background), strict=True)
        ]

    def _worth(self, found: Sequence[Read]) -> list[Candidate]:
        doubtful = [one for one in found if one.doubt is not None]
        verdicts = iter(self._gate.passes([one.candidate for one in doubtful]))
        return [one.candidate for one in found if one.doubt is None or next(verdicts)]


def read(turns: Sequence[Turn], background: Background) -> list[list[Read]]:
    """Read turns by rule, before the gate: what each of them says, the doubtful included."""
    heard = [hear(turn, background) if turn.role == "user" else None for turn in turns]
    texts = [one.texts(turn) for turn, one in zip(turns, heard, strict=True) if one is not None]
    readings = iter(_read([text for told in texts for text in told]))
    return [
        one.told(turn, readings) if one is not None else []
        for turn, one in zip(turns, heard, strict=True)
    ]


def _read(texts: Sequence[Text]) -> list[list[Read]]:
    split = [clauses(text.turn.text, text.apart) for text in texts]
    parsed = iter(_parsed([clause for found in split for clause in found]))
    readings = []
    for text, found in zip(texts, split, strict=True):
        reading = Reading(text.turn)
        readings.append([one for _ in found for one in reading.clause(*next(parsed))])
    return readings


def _parsed(found: Sequence[Clause]) -> "list[tuple[Clause, Doc]]":
    """Parse clauses; those that lack their subject a second time, with it."""
    docs = parse([clause.text for clause in found])
    whole = [completed(clause, doc) for clause, doc in zip(found, docs, strict=True)]
    again = iter(parse([clause.text for clause in whole if clause is not None]))
    return [
        (new, next(again)) if new is not None else (clause, doc)
        for clause, doc, new in zip(found, docs, whole, strict=True)
    ]
