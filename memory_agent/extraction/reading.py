"""The reading of one turn: its statements, whom they are about, what the readers make of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from memory_agent.domain import Candidate, Provenance, Resolution, Turn
from memory_agent.extraction.admission import answered, refusal
from memory_agent.extraction.dates import DateMention, find_dates
from memory_agent.extraction.drafts import Draft, View
from memory_agent.extraction.essence import essential, speaker_first
from memory_agent.extraction.features import features
from memory_agent.extraction.instructions import preferred_name, standing_instruction
from memory_agent.extraction.masking import MASKED
from memory_agent.extraction.parsing import Statement, statements
from memory_agent.extraction.passing import passes
from memory_agent.extraction.people import LOOK_BACK, Cast, Person, named
from memory_agent.extraction.port import Background
from memory_agent.extraction.presumed import presumed
from memory_agent.extraction.readers import READERS
from memory_agent.extraction.rewriting import in_first_person, is_speaker, third_person
from memory_agent.extraction.segments import Clause
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MAX_MEMORY = 160
"""Characters of a memory: a longer sentence says several things and is left to the turn."""

_OBJECTS = {"him": "he", "his": "he", "her": "she"}
_REFUSES = re.compile(r"(?:not?|nope|nah|never)\b", re.IGNORECASE)
"""How a fragment opens that denies, which is no answer: "Not a fan of jazz"."""

_BEING = {"be", "feel", "look", "seem", "sound"}
_INVOLVED = {"me", "us", "my", "our", "myself", "ourselves"}


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


@dataclass(frozen=True, slots=True)
class Read:
    """A candidate as it was read.

    Args:
        candidate: What is proposed.
        doubt: How its statement is built, where the gate must say whether it is worth keeping.
    """

    candidate: Candidate
    doubt: Mapping[str, float] | None = None


class Reading:
    """The reading of one turn: remembers whom it has named, so that "he" means somebody."""

    def __init__(self, turn: Turn, background: Background) -> None:
        self._turn = turn
        self._label = turn.name or "The user"
        self._entity = turn.name or "user"
        self._cast = Cast(self._label, lambda: background.before(turn, LOOK_BACK))
        self._introduced: set[Person] = set()
        self._owned: set[str] = set()
        lowered = turn.text.lower()
        self._correcting = any(word in lowered for word in words().corrections)

    def clause(self, clause: Clause, doc: "Doc") -> "Iterable[Read]":
        """Return what is read of a clause."""
        instruction = self._instruction(clause)
        if instruction is not None:
            yield Read(instruction)
            return
        told = False
        for whole in statements(doc):
            statement = replace(whole, tokens=essential(whole))
            subject = self._subject(statement)
            if subject is None:
                continue
            subject = self._pointed(statement, subject)
            dates = self._dates(clause, statement)
            dated = {t.i for t in statement.tokens if any(d.start <= t.idx < d.end for d in dates)}
            if refusal(statement, clause, dated | set(subject.resolved)) is not None:
                continue
            planned = bool(dates) and dates[0].first > self._turn.said_at
            came = statement.simple_past and statement.verb.lemma_ not in _BEING and dates
            if not (planned or came) and passes(statement):
                continue
            gone = bool(dates) and dates[-1].last <= self._turn.said_at
            if gone and statement.verb.lower_ in words().like_present:
                statement.verb.tag_ = "VBD"
            for one in self._read(clause, statement, subject, dates):
                told = told or one.doubt is None
                yield one
        yield from self._presumed(clause, doc)
        if not told:
            yield from self._taken_for_granted(clause, doc)

    def _taken_for_granted(self, clause: Clause, doc: "Doc") -> "Iterable[Read]":
        """Yield what the speaker has, as a clause presumes that says nothing else for sure."""
        if MASKED in clause.text or clause.conditional:
            return
        for slot, value, tokens in presumed(doc):
            if value in self._owned:
                continue
            self._owned.add(value)
            owner = next(t for t in tokens[-1].subtree if t.lower_ in _INVOLVED)
            candidate = Candidate(
                kind=slot.kind,
                text=f"{self._label} has {value}.",
                source=self._cite(clause, sorted([owner, *tokens], key=lambda t: t.i)),
                rule=f"presumed: my {tokens[-1].lower_}",
                confidence=0.8,
                subject=self._entity,
                predicate=slot.predicate,
                object=value,
            )
            yield Read(candidate)

    def _presumed(self, clause: Clause, doc: "Doc") -> "Iterable[Read]":
        """Yield who is named in a clause that says nothing of them: "a gift for my son Ali?"."""
        if MASKED in clause.text:
            return
        for person in self._cast.noticed(doc):
            if person not in self._introduced and not clause.conditional:
                self._introduced.add(person)
                yield Read(self._relation(person, clause))

    def _pointed(self, statement: Statement, subject: _Subject) -> _Subject:
        """Return a subject with what "him" and "her" mean in what is said of it."""
        resolved, meanings = dict(subject.resolved), list(subject.resolutions)
        for token in statement.tokens:
            pronoun = _OBJECTS.get(token.lower_)
            if pronoun is None or token.i in resolved or answered(token, statement):
                continue
            person = self._cast.recall(pronoun)
            if person is None or person == subject.person:
                continue
            said = person.described
            if subject.speaker:
                said = said.replace(f"{self._label}'s", "their", 1)
            resolved[token.i] = f"{said}'s" if token.dep_ == "poss" else said
            meanings.append(Resolution(token.text, person.described))
        return replace(subject, resolved=resolved, resolutions=tuple(meanings))

    def _read(
        self, clause: Clause, statement: Statement, subject: _Subject, dates: list[DateMention]
    ) -> "Iterable[Read]":
        view = View(
            statement,
            clause,
            subject.who,
            subject.speaker,
            subject.speaker or subject.person is not None or subject.presumes is not None,
            tuple(dates),
            bool(dates) and dates[-1].last > self._turn.said_at,
            self._correcting,
            any(t.lower_ in _INVOLVED and t.text != "US" for t in statement.tokens),
        )
        introduced = list(self._cast.mentioned(statement, subject.whose))
        if subject.person is not None and subject.introduced:
            introduced.insert(0, subject.person)
        for person in introduced:
            if person not in self._introduced:
                self._introduced.add(person)
                yield Read(self._relation(person, clause))
        for draft in next(filter(None, (read(view) for read in READERS)), ()):
            if _only_names(draft, view) and introduced:
                continue  # "I have a sister called Rita": said by the relation
            if draft.predicate == "name" and subject.nameless is not None and draft.object:
                person = self._cast.christen(subject.nameless, draft.object)
                self._introduced.add(person)
                named = self._relation(person, clause)
                meanings = (*named.resolutions, *subject.resolutions)
                yield Read(replace(named, resolutions=meanings))
                continue
            if draft.predicate == "pet" and subject.speaker and draft.object:
                self._cast.meet(draft.object)
            candidate = self._candidate(draft, statement, clause, subject, dates)
            if candidate is not None:
                yield Read(candidate, features(view, draft) if draft.gated else None)

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
        if token.pos_ == "NOUN" and any(t.lower_ in _INVOLVED for t in statement.tokens):
            return _Subject(self._entity, False, {})  # "The doctor gave me pills"
        return None

    def _dates(self, clause: Clause, statement: Statement) -> list[DateMention]:
        """Find the dates of a statement; a birthday's has no year that could be told."""
        yearly = {t.lower_ for t in statement.tokens if t.dep_ in {"nsubj", "attr", "ROOT"}}
        lowered = {t.lower_ for t in statement.tokens}
        if yearly & {"birthday", "anniversary", "born"} or lowered & {"every", "each"}:
            return []
        perfect = statement.past and any(t.tag_ == "VBP" for t in statement.helpers)
        arranged = perfect and statement.verb.lemma_.lower() in words().arranging
        future = None if arranged else statement.future or not statement.past
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
        text = third_person(speaker_first(tokens), self._label, used, subject.resolved)
        if len(text) > MAX_MEMORY or len(tokens) < 2 or in_first_person(text):
            return None
        first, after = _period(used, draft)
        resolutions = tuple(Resolution(d.words, d.meaning) for d in used)
        source = self._cite(clause, statement.tokens)
        if clause.restated is not None and not _REFUSES.match(source.quote):
            resolutions = (Resolution(source.quote, clause.restated), *resolutions)
        return Candidate(
            kind=draft.kind,
            text=text,
            source=source,
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
            resolutions=resolutions + subject.resolutions + clause.resolutions,
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
            resolutions=person.meanings(source.quote) + clause.resolutions,
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
