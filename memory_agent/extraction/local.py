"""The local extractor: parse, read by rule, weigh. No chat model, no network."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from memory_agent.domain import Candidate, Turn
from memory_agent.extraction.ellipsis import completed
from memory_agent.extraction.hearing import Text, hear
from memory_agent.extraction.parsing import parse
from memory_agent.extraction.pointing import pointed
from memory_agent.extraction.port import Background, Extraction
from memory_agent.extraction.reading import Read, Reading
from memory_agent.extraction.segments import Clause, clauses
from memory_agent.extraction.unfolding import unfolded
from memory_agent.extraction.words import species, words
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
            Extraction(turn, tuple(self._worth(found, turn.name)))
            for turn, found in zip(turns, read(turns, background), strict=True)
        ]

    def _worth(self, found: Sequence[Read], name: str | None) -> list[Candidate]:
        """Return what is kept; of what was in doubt, each with how much it is worth."""
        doubtful = [(r.candidate.text, r.doubt) for r in found if r.doubt is not None]
        # A name in the speaker's place would say something of its own to the gate
        texts = [text.replace(name, "The user", 1) if name else text for text, _ in doubtful]
        built = [doubt for _, doubt in doubtful]
        worth = iter(self._gate.worth(texts, built).tolist())
        kept: list[Candidate] = []
        for one in found:
            candidate = one.candidate
            if one.doubt is not None:
                value = next(worth)
                slight = not self._gate.passes(value)
                if slight and candidate.intent == "state":
                    continue
                rule = f"{candidate.rule}, worth {value:.2f}"
                candidate = replace(candidate, rule=rule, slight=slight)
            if not any(_is_twice(candidate, other) for other in kept):
                kept.append(candidate)
        return kept


def _is_twice(one: Candidate, other: Candidate) -> bool:
    """Whether the same words were read twice, as they stand and unfolded."""
    same = (one.text, one.intent, one.object) == (other.text, other.intent, other.object)
    apart = one.source.end <= other.source.start or other.source.end <= one.source.start
    return same and not apart


def read(turns: Sequence[Turn], background: Background) -> list[list[Read]]:
    """Read turns by rule, before the gate: what each of them says, the doubtful included."""
    heard = [hear(turn, background) if turn.role == "user" else None for turn in turns]
    texts = [one.texts(turn) for turn, one in zip(turns, heard, strict=True) if one is not None]
    readings = iter(_read([text for told in texts for text in told], background))
    return [
        one.told(turn, readings) if one is not None else []
        for turn, one in zip(turns, heard, strict=True)
    ]


def _read(texts: Sequence[Text], background: Background) -> list[list[Read]]:
    split = [_worth_parsing(clauses(text.turn.text, text.apart)) for text in texts]
    parsed = iter(_parsed(split))
    readings = []
    for text, found in zip(texts, split, strict=True):
        reading = Reading(text.turn, background)
        said = [one for _ in found for one in next(parsed)]
        reading.look_ahead([doc for _, doc in said])
        readings.append([r for one in said for r in reading.clause(*one)])
    return readings


_LOOK_BACK = 2
"""Clauses before one in which it may find what it points at."""

_POINTS = re.compile(r"\b(?:it|them|that|that's|this|there|mine|ours|stuff)\b", re.IGNORECASE)
_ANIMALS = "|".join(map(re.escape, sorted(words().animals | set(species()))))
_SELF = re.compile(
    rf"\b(?:i|im|ive|me|my|mine|we|us|our|ours|always|never|at\s+\d\d|an?\s[^.?!]*\b(?:{_ANIMALS}))\b",
    re.IGNORECASE,
)


def _worth_parsing(found: Sequence[Clause]) -> list[Clause]:
    """Leave out questions about nobody in the speaker's life that nothing points at."""
    return [
        clause
        for k, clause in enumerate(found)
        if not clause.question
        or _SELF.search(clause.text)
        or any(_points(later) for later in found[k + 1 : k + 1 + _LOOK_BACK])
    ]


def _points(clause: Clause) -> bool:
    return not clause.question and _POINTS.search(clause.text) is not None


def _parsed(split: Sequence[Sequence[Clause]]) -> "list[list[tuple[Clause, Doc]]]":
    """Parse clauses; a second time what is said anew.

    That is what lacks its subject, with it; what points at the clause before, with what it means;
    and what is said in passing.
    """
    found = [clause for of_turn in split for clause in of_turn]
    docs = parse([clause.text for clause in found])
    before = _before(split, docs)
    whole = []
    passing = []
    for clause, doc, told in zip(found, docs, before, strict=True):
        new = completed(clause, doc, told[0] if told else None)
        whole.append(pointed(new or clause, told) or new)
        passing.append([pointed(one, [doc]) or one for one in unfolded(clause, doc)])
    derived = [one for pair in zip(whole, passing, strict=True) for one in _list(*pair)]
    again = iter(parse([clause.text for clause in derived]))
    return [
        [
            (new, next(again)) if new is not None else (clause, doc),
            *((one, next(again)) for one in aside),
        ]
        for clause, doc, new, aside in zip(found, docs, whole, passing, strict=True)
    ]


def _before(split: Sequence[Sequence[Clause]], docs: "Sequence[Doc]") -> "list[list[Doc]]":
    """Return for each clause the parses of those before it in its turn, the nearest first."""
    found, first = [], 0
    for of_turn in split:
        last = first + len(of_turn)
        found += [list(docs[max(first, k - _LOOK_BACK) : k])[::-1] for k in range(first, last)]
        first = last
    return found


def _list(whole: Clause | None, passing: Sequence[Clause]) -> list[Clause]:
    return [*([whole] if whole is not None else []), *passing]
