"""The local extractor: parse, read by rule, rewrite. No chat model, no network."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from memory_agent.domain import Candidate, Provenance, Resolution, Turn
from memory_agent.extraction.admission import refusal
from memory_agent.extraction.dates import DateMention, find_dates
from memory_agent.extraction.drafts import Draft, View
from memory_agent.extraction.instructions import preferred_name, standing_instruction
from memory_agent.extraction.masking import MASKED
from memory_agent.extraction.parsing import Statement, parse, statements
from memory_agent.extraction.people import LOOK_BACK, Cast, Person, named
from memory_agent.extraction.port import Background, Extraction
from memory_agent.extraction.readers import READERS
from memory_agent.extraction.rewriting import in_first_person, is_speaker, third_person
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

    def extract(self, turns: Sequence[Turn], background: Background) -> list[Extraction]:
        """Return one extraction for each turn; see `Extractor.extract`."""
        split = [clauses(turn.text) if turn.role == "user" else [] for turn in turns]
        docs = iter(parse([clause.text for found in split for clause in found]))
        read = []
        for turn, found in zip(turns, split, strict=True):
            reading = _Reading(turn, background)
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
    """Whom a statement is about; `nameless` where their name is not known yet.

    `whose` has what is mentioned: "Ana has a son called Leo"; nobody's is the speaker's.
    """

    who: str
    speaker: bool
    resolved: dict[int, str]
    resolutions: tuple[Resolution, ...] = ()
    person: Person | None = None
    presumes: str | None = None
    nameless: Person | None = None
    introduced: bool = False
    whose: Person | None = None


class _Reading:
    """The reading of one turn: remembers whom it has named, so that "he" means somebody."""

    def __init__(self, turn: Turn, background: Background) -> None:
        self._turn = turn
        self._label = turn.name or "The user"
        self._entity = turn.name or "user"
        self._cast = Cast(self._label, lambda: background.before(turn, LOOK_BACK))
        self._introduced: set[Person] = set()
        lowered = turn.text.lower()
        self._correcting = any(word in lowered for word in words().corrections)

    def clause(self, clause: Clause, doc: "Doc") -> "Iterable[tuple[Candidate, bool]]":
        """Return the candidates of a clause, each with whether it must pass the gate."""
        instruction = self._instruction(clause)
        if instruction is not None:
            yield instruction, False
            return
        for whole in statements(doc):
            statement = replace(whole, tokens=_essential(whole))
            subject = self._subject(statement)
            if subject is None:
                continue
            dates = self._dates(clause, statement)
            dated = {t.i for t in statement.tokens if any(d.start <= t.idx < d.end for d in dates)}
            if refusal(statement, clause, dated | set(subject.resolved)) is not None:
                continue
            gone = bool(dates) and dates[-1].last <= self._turn.said_at
            if gone and statement.verb.lower_ in words().like_present:
                statement.verb.tag_ = "VBD"
            yield from self._read(clause, statement, subject, dates)

    def _read(
        self, clause: Clause, statement: Statement, subject: _Subject, dates: list[DateMention]
    ) -> "Iterable[tuple[Candidate, bool]]":
        view = View(
            statement,
            clause,
            subject.who,
            subject.speaker,
            subject.speaker or subject.person is not None or subject.presumes is not None,
            tuple(dates),
            bool(dates) and dates[-1].last > self._turn.said_at,
            self._correcting,
        )
        introduced = list(self._cast.mentioned(statement, subject.whose))
        if subject.person is not None and subject.introduced:
            introduced.insert(0, subject.person)
        for person in introduced:
            if person not in self._introduced:
                self._introduced.add(person)
                yield self._relation(person, clause), False
        for draft in next(filter(None, (read(view) for read in READERS)), ()):
            if _only_names(draft, view) and introduced:
                continue  # "I have a sister called Rita": said by the relation
            if draft.predicate == "name" and subject.nameless is not None and draft.object:
                person = self._cast.christen(subject.nameless, draft.object)
                named = self._relation(person, clause)
                meanings = (*named.resolutions, *subject.resolutions)
                yield replace(named, resolutions=meanings), False
                continue
            if draft.predicate == "pet" and subject.speaker and draft.object:
                self._cast.meet(draft.object)
            candidate = self._candidate(draft, statement, clause, subject, dates)
            if candidate is not None:
                yield candidate, draft.gated

    def _subject(self, statement: Statement) -> _Subject | None:
        """Tell whom a statement is about; None for anybody outside the speaker's life."""
        token = statement.subject
        lower = token.lower_
        doers = [t for t in (*token.children, *token.head.children) if t.dep_ in {"conj", "nsubj"}]
        if is_speaker(token) or any(is_speaker(t) for t in doers if t.i < statement.verb.i):
            return _Subject(self._entity, True, {})
        if lower in {"he", "she"}:
            person = self._cast.recall(lower)
            if person is None:
                return None
            meaning = (Resolution(token.text, person.described),)
            nameless = person if person.name is None else None
            return _Subject(
                person.entity,
                False,
                {token.i: person.described},
                meaning,
                person,
                nameless=nameless,
                whose=person,
            )
        person = self._cast.introduce(token)
        if person is not None:
            resolved, meanings = _possessors(token, person.owner)
            return _Subject(
                person.entity,
                False,
                resolved,
                meanings,
                person,
                person.presumes,
                None if person.name else person,
                person.name is not None,
                person,
            )
        owner = self._cast.owner(token)
        if owner is not None:  # "my mum's name": hers, but not what she does
            resolved, meanings = _possessors(token, owner)
            return _Subject(
                owner.entity,
                False,
                resolved,
                meanings,
                presumes=owner.presumes,
                nameless=None if owner.name else owner,
                whose=owner,
            )
        if any(t.lower_ in {"my", "our"} and t.dep_ == "poss" for t in token.children):
            return _Subject(self._entity, False, {})
        name = named(token)
        if name is not None:
            known = self._cast.knows(name)
            whose = known or Person("", name, self._label)
            presumes = None if known else name
            return _Subject(name, False, {}, person=known, presumes=presumes, whose=whose)
        return None

    def _dates(self, clause: Clause, statement: Statement) -> list[DateMention]:
        """Find the dates of a statement; a birthday's has no year that could be told."""
        yearly = {t.lower_ for t in statement.tokens if t.dep_ in {"nsubj", "attr", "ROOT"}}
        lowered = {t.lower_ for t in statement.tokens}
        if yearly & {"birthday", "anniversary", "born"} or lowered & {"every", "each"}:
            return []
        perfect = statement.past and any(t.tag_ == "VBP" for t in statement.helpers)
        future = None if perfect else statement.future or not statement.past
        found = find_dates(clause.text, self._turn.said_at, future=future)
        return [d for d in found if any(d.start <= t.idx < d.end for t in statement.tokens)]

    def _candidate(
        self,
        draft: Draft,
        statement: Statement,
        clause: Clause,
        subject: _Subject,
        dates: list[DateMention],
    ) -> Candidate | None:
        tokens = [t for t in statement.tokens if t.i not in draft.without]
        used = [d for d in dates if any(d.start <= t.idx < d.end for t in tokens)]
        text = third_person(_speaker_first(tokens), self._label, used, subject.resolved)
        if len(text) > MAX_MEMORY or len(tokens) < 2 or in_first_person(text):
            return None
        first, after = _period(used, draft)
        resolutions = tuple(Resolution(d.words, d.meaning) for d in used)
        return Candidate(
            kind=draft.kind,
            text=text,
            source=self._cite(clause, statement.tokens),
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
        return self._provenance(*clause.span(tokens[0].idx, tokens[-1].idx + len(tokens[-1].text)))

    def _provenance(self, start: int, end: int) -> Provenance:
        turn = self._turn
        return Provenance(turn.id, turn.session_id, turn.role, turn.text[start:end], start, end)

    def _relation(self, person: Person, clause: Clause) -> Candidate:
        article = "an" if person.relation[0] in "aeiou" else "a"
        # Only the words that introduce somebody: what is said of them may be denied
        named = re.search(
            rf"\b(?:my|our)\b.*?\b{re.escape(person.name or '')}", clause.text, re.IGNORECASE
        )
        start, end = clause.span(*named.span()) if named else (clause.start, clause.end)
        source = self._provenance(start, end)
        return Candidate(
            kind="fact",
            text=f"{person.whose} has {article} {person.relation} called {person.name}.",
            source=source,
            rule="person: named",
            confidence=0.9,
            subject=person.owner.entity if person.owner else self._entity,
            predicate=person.relation,
            object=person.name,
            resolutions=person.meanings(source.quote),
            presumes=person.owner.presumes if person.owner else None,
        )

    def _instruction(self, clause: Clause) -> Candidate | None:
        if MASKED in clause.text:
            return None
        name = preferred_name(clause)
        order = None if name else standing_instruction(clause)
        if not (name or order) or in_first_person(name or order or ""):
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


def _possessors(
    subject: "Token", owner: Person | None
) -> tuple[dict[int, str], tuple[Resolution, ...]]:
    """Return what "his" and "her" before a subject stand for."""
    pronouns = [t for t in subject.children if t.lower_ in {"his", "her"}]
    if owner is None:
        return {}, ()
    resolved = {t.i: f"{owner.described}'s" for t in pronouns}
    return resolved, tuple(Resolution(t.text, owner.described) for t in pronouns)


def _only_names(draft: Draft, view: View) -> bool:
    named = re.search(r" (?:called|named) \w+$", draft.object or "") is not None
    return named and view.statement.verb.lemma_ == "have" and not view.dates


def _period(dates: list[DateMention], draft: Draft) -> tuple[datetime | None, datetime | None]:
    """Return from when to when it holds: an event is over after its day, a fact goes on."""
    if not dates:
        return None, None
    return dates[0].first, dates[-1].last if draft.kind == "event" else None


def _speaker_first(tokens: "Sequence[Token]") -> "Sequence[Token]":
    """Turn "my sister and I" round, so that it reads "the user and their sister"."""
    at = next((k for k, t in enumerate(tokens) if is_speaker(t)), 0)
    if at < 2 or tokens[at - 1].dep_ != "cc":
        return tokens
    return [tokens[at], tokens[at - 1], *tokens[: at - 1], *tokens[at + 1 :]]


_ASIDES = {"because", "as", "so", "although", "though", "since", "while", "but"}


def _is_contrast(token: "Token", statement: Statement) -> bool:
    """Whether it is the "not" of "I live in Bonn, not Berlin"."""
    if token.lower_ != "not" or token.i <= statement.verb.i + 1:
        return False
    return token.nbor(-1).pos_ in {"NOUN", "PROPN", "NUM"} or token.nbor(-1).text == ","


def _is_done(place: "Token") -> bool:
    return any(t.dep_ == "dobj" and t.pos_ in {"NOUN", "PROPN"} for t in place.head.children)


def _essential(statement: Statement) -> "tuple[Token, ...]":
    """Leave out what a statement gives as reason, purpose or aside."""
    cut: set[int] = set()
    for token in statement.tokens:
        if token.i == statement.verb.i or token.i in cut:
            continue
        marks = {t.lower_ for t in token.children if t.dep_ == "mark"}
        aside = token.dep_ == "advcl" and marks & _ASIDES
        loose = token.dep_ in {"parataxis", "dep", "intj"}
        opener = token.dep_ in {"advmod", "intj"} and token.lower_ in words().fillers
        opener = opener or (token.dep_ == "mark" and token.head.i == statement.verb.i)
        after_comma = token.dep_ == "relcl" and any(t.text == "," for t in token.head.children)
        these_days = token.dep_ == "npadvmod" and token.lower_ == "days"
        beside = token.dep_ == "appos" and token.head.i == statement.subject.i
        beside = beside and token.i > statement.verb.i
        # Of two who did it one is left: "we went together" becomes "the user went"
        beside |= token.lower_ == "together" and statement.subject.lower_ == "we"
        # "I ran the half marathon there": what was done says enough without the place
        beside |= token.lower_ in {"there", "here"} and token.dep_ == "advmod" and _is_done(token)
        if aside or loose or opener or after_comma or these_days or beside:
            cut |= {t.i for t in token.subtree}
    tokens = list(statement.tokens)
    corrected = next((k for k, t in enumerate(tokens) if _is_contrast(t, statement)), len(tokens))
    kept = [t for t in tokens[:corrected] if t.i not in cut]
    while kept and kept[-1].is_punct:
        kept.pop()
    while kept and kept[0].is_punct:
        kept.pop(0)
    return tuple(kept)
