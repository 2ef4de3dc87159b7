"""The local extractor: parse, read by rule, rewrite. No chat model, no network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from memory_agent.domain import Candidate, Provenance, Resolution, Turn
from memory_agent.extraction.admission import refusal
from memory_agent.extraction.dates import DateMention, find_dates
from memory_agent.extraction.drafts import Draft, View
from memory_agent.extraction.instructions import preferred_name, standing_instruction
from memory_agent.extraction.parsing import Statement, parse, statements
from memory_agent.extraction.people import Cast, Person, named
from memory_agent.extraction.port import Extraction
from memory_agent.extraction.readers import READERS
from memory_agent.extraction.rewriting import third_person
from memory_agent.extraction.segments import Clause, clauses
from memory_agent.extraction.words import words
from memory_agent.extraction.worth import WorthGate

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MAX_MEMORY = 200
"""Characters of a memory: a longer sentence says several things and is left to the turn."""


class LocalExtractor:
    """Understands plain English statements about oneself by rules over a dependency parse.

    Args:
        gate: Decides whether what is read is worth keeping.
    """

    name = "local"

    def __init__(self, gate: WorthGate) -> None:
        self._gate = gate

    def extract(self, turns: Sequence[Turn]) -> list[Extraction]:
        """Return one extraction for each turn; see `Extractor.extract`."""
        split = [clauses(turn.text) if turn.role == "user" else [] for turn in turns]
        docs = iter(parse([clause.text for found in split for clause in found]))
        read = []
        for turn, found in zip(turns, split, strict=True):
            reading = _Reading(turn)
            read.append([d for clause in found for d in reading.clause(clause, next(docs))])
        doubtful = [c for found in read for c, gated in found if gated]
        verdicts = zip(doubtful, self._gate.passes(doubtful), strict=True)
        dropped = {id(candidate) for candidate, worth in verdicts if not worth}
        return [
            Extraction(turn, tuple(c for c, _ in found if id(c) not in dropped))
            for turn, found in zip(turns, read, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class _Subject:
    who: str
    speaker: bool
    resolved: dict[int, str]
    resolutions: tuple[Resolution, ...] = ()
    person: Person | None = None
    presumes: str | None = None
    introduced: Person | None = None


class _Reading:
    """The reading of one turn: remembers whom it has named, so that "he" means somebody."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._label = turn.name or "The user"
        self._entity = turn.name or "user"
        self._cast = Cast(self._label)
        lowered = turn.text.lower()
        self._correcting = any(word in lowered for word in words().corrections)

    def clause(self, clause: Clause, doc: "Doc") -> "Iterable[tuple[Candidate, bool]]":
        """Return the candidates of a clause, each with whether it must pass the gate."""
        instruction = self._instruction(clause)
        if instruction is not None:
            yield instruction, False
            return
        for statement in statements(doc):
            subject = self._subject(statement)
            if subject is None:
                continue
            if refusal(statement, clause, set(subject.resolved)) is not None:
                continue
            dates = self._dates(clause, statement)
            view = View(
                statement,
                clause,
                subject.who,
                subject.speaker,
                subject.speaker or subject.person is not None or subject.presumes is not None,
                tuple(dates),
                self._correcting,
            )
            if subject.introduced is not None:
                yield self._relation(subject.introduced, clause), False
            draft = next((d for d in (read(view) for read in READERS) if d is not None), None)
            if draft is not None:
                if draft.predicate == "pet" and subject.speaker and draft.object:
                    self._cast.meet(draft.object)
                candidate = self._candidate(draft, statement, clause, subject, dates)
                if candidate is not None:
                    yield candidate, draft.gated

    def _subject(self, statement: Statement) -> _Subject | None:
        """Tell whom a statement is about; None for anybody outside the speaker's life."""
        token = statement.subject
        lower = token.lower_
        if lower in {"i", "we", "im"}:
            return _Subject(self._entity, True, {})
        if lower in {"he", "she"}:
            person = self._cast.recall(lower)
            if person is None:
                return None
            meaning = (Resolution(token.text, person.described),)
            return _Subject(person.entity, False, {token.i: person.described}, meaning, person)
        person = self._cast.introduce(token)
        if person is not None:
            introduced = person if person.name else None
            return _Subject(person.entity, False, {}, (), person, introduced=introduced)
        if any(t.lower_ in {"my", "our"} and t.dep_ == "poss" for t in token.children):
            return _Subject(self._entity, False, {})
        name = named(token)
        if name is not None:
            presumed = None if self._cast.knows(name) else name
            return _Subject(name, False, {}, presumes=presumed, person=self._cast.knows(name))
        return None

    def _dates(self, clause: Clause, statement: Statement) -> list[DateMention]:
        """Find the dates of a clause; a birthday's has no year that could be told."""
        lowered = clause.text.lower()
        if any(word in lowered for word in ("birthday", "born", "anniversary", "every ", "each ")):
            return []
        perfect = statement.past and any(t.tag_ == "VBP" for t in statement.helpers)
        future = None if perfect else statement.future or not statement.past
        return find_dates(clause.text, self._turn.said_at, future=future)

    def _candidate(
        self,
        draft: Draft,
        statement: Statement,
        clause: Clause,
        subject: _Subject,
        dates: list[DateMention],
    ) -> Candidate | None:
        tokens = _essential(statement)
        used = [d for d in dates if any(d.start <= t.idx < d.end for t in tokens)]
        text = third_person(tokens, self._label, used, subject.resolved)
        if len(text) > MAX_MEMORY or len(tokens) < 2:
            return None
        first, after = _period(used, draft)
        resolutions = tuple(Resolution(d.words, d.meaning) for d in used)
        return Candidate(
            kind=draft.kind,
            text=text,
            source=self._cite(clause, tokens),
            rule=draft.rule,
            confidence=round(draft.confidence, 2),
            intent=draft.intent,
            subject=subject.who if draft.object else None,
            predicate=draft.predicate if draft.object else None,
            object=draft.object or None,
            polarity=draft.polarity,
            single=draft.single,
            valid_from=first,
            valid_to=after,
            resolutions=resolutions + subject.resolutions,
            presumes=subject.presumes,
        )

    def _cite(self, clause: Clause, tokens: "Sequence[Token]") -> Provenance:
        start = clause.start + tokens[0].idx
        end = clause.start + tokens[-1].idx + len(tokens[-1].text)
        return self._provenance(start, end)

    def _provenance(self, start: int, end: int) -> Provenance:
        turn = self._turn
        return Provenance(turn.id, turn.session_id, turn.role, turn.text[start:end], start, end)

    def _relation(self, person: Person, clause: Clause) -> Candidate:
        return Candidate(
            kind="fact",
            text=f"{self._label} has a {person.relation} called {person.name}.",
            source=self._provenance(clause.start, clause.end),
            rule="person: named",
            confidence=0.9,
            subject=self._entity,
            predicate=person.relation,
            object=person.name,
        )

    def _instruction(self, clause: Clause) -> Candidate | None:
        name = preferred_name(clause)
        order = None if name else standing_instruction(clause)
        if not (name or order):
            return None
        wish = f"wants to be called {name}" if name else f"wants the assistant {order}"
        return Candidate(
            kind="instruction",
            text=f"{self._label} {wish}.",
            source=self._provenance(clause.start, clause.end),
            rule="instruction: name" if name else "instruction: standing",
            confidence=0.9,
            subject=self._entity if name else None,
            predicate="preferred_name" if name else None,
            object=name,
            single=name is not None,
        )


def _period(dates: list[DateMention], draft: Draft) -> tuple[datetime | None, datetime | None]:
    """Return from when to when it holds: an event is over after its day, a fact goes on."""
    if not dates:
        return None, None
    return dates[0].first, dates[-1].last if draft.kind == "event" else None


def _essential(statement: Statement) -> "tuple[Token, ...]":
    """Leave out what a statement gives as reason, purpose or aside."""
    cut: set[int] = set()
    for token in statement.tokens:
        marks = {t.lower_ for t in token.children if t.dep_ == "mark"}
        aside = token.dep_ == "advcl" and marks & {
            "because",
            "as",
            "so",
            "although",
            "though",
            "since",
            "while",
            "but",
        }
        loose = token.dep_ in {"parataxis", "dep", "intj"}
        opener = token.dep_ in {"advmod", "intj"} and token.lower_ in words().fillers
        after_comma = token.dep_ == "relcl" and any(t.text == "," for t in token.head.children)
        if token.i != statement.verb.i and (aside or loose or opener or after_comma):
            cut |= {t.i for t in token.subtree}
    kept = [t for t in statement.tokens if t.i not in cut]
    while kept and kept[-1].is_punct:
        kept.pop()
    while kept and kept[0].is_punct:
        kept.pop(0)
    return tuple(kept)
