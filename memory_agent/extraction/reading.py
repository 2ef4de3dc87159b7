"""The reading of one turn: its statements, whom they are about, what the readers make of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from memory_agent.domain import Candidate, Provenance, Resolution, Turn
from memory_agent.extraction.acquaintances import acquaintances
from memory_agent.extraction.admission import refusal
from memory_agent.extraction.dates import DateMention, find_dates
from memory_agent.extraction.drafts import Draft, View
from memory_agent.extraction.essence import essential, speaker_first
from memory_agent.extraction.features import features
from memory_agent.extraction.instructions import preferred_name, standing_instruction
from memory_agent.extraction.masking import MASKED
from memory_agent.extraction.meeting import Heading, heading, named_after_colon
from memory_agent.extraction.names import name_end
from memory_agent.extraction.parsing import Statement, statements
from memory_agent.extraction.passing import passes
from memory_agent.extraction.people import LOOK_BACK, Cast, look_over
from memory_agent.extraction.persons import Person
from memory_agent.extraction.port import Background
from memory_agent.extraction.presumed import presumed
from memory_agent.extraction.readers import READERS
from memory_agent.extraction.rewriting import in_first_person, third_person
from memory_agent.extraction.segments import Clause
from memory_agent.extraction.subjects import INVOLVED, Subject, Subjects
from memory_agent.extraction.words import several, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MAX_MEMORY = 160
"""Characters of a memory: a longer sentence says several things and is left to the turn."""

_SUPPOSED = re.compile(rf"\b(?:{'|'.join(words().supposing)})\b", re.IGNORECASE)
_REFUSES = re.compile(r"(?:not?|nope|nah|never)\b", re.IGNORECASE)
"""How a fragment opens that denies, which is no answer: "Not a fan of jazz"."""

_BEING = {"be", "feel", "look", "seem", "sound"}
_SUBJECTS = {"nsubj", "nsubjpass"}


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
        self._heading: Heading | None = None
        self._owned: set[str] = set()
        self._subjects = Subjects(self._cast, self._entity, turn.text)
        lowered = turn.text.lower()
        self._correcting = any(word in lowered for word in words().corrections)

    def look_ahead(self, docs: "Sequence[Doc]") -> None:
        """Take note of whom the turn will name: "She's a vet. (My sister Ana.)"."""
        if any(t.lower_ in words().kin for doc in docs for t in doc):
            ahead = Cast(self._label)
            for doc in docs:
                look_over(ahead, doc)
            self._cast.to_come = ahead.named()

    def clause(self, clause: Clause, doc: "Doc") -> "Iterable[Read]":
        """Return what is read of a clause."""
        instruction = self._instruction(clause)
        if instruction is not None:
            yield Read(instruction)
            return
        yield from self._acquainted(clause, doc)
        yield from self._identified(clause, doc)
        told = False
        for person in self._cast.claimed(doc):
            if person in self._introduced:
                continue
            self._introduced.add(person)
            start = self._turn.text.find(person.name or "")
            relation = self._relation(person, clause)
            yield Read(replace(relation, source=self._provenance(max(start, 0), clause.end)))
        for whole in statements(doc):
            statement = replace(whole, tokens=essential(whole))
            subject = self._subjects.of(statement)
            if subject is None:
                continue
            subject = self._subjects.pointed(statement, subject)
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
            if subject.person is not None and subject.person.relation not in several():
                self._cast.focus(subject.person)
        yield from self._presumed(clause, doc)
        if not told:
            yield from self._taken_for_granted(clause, doc)
        self._subjects.spoken_of(doc)
        if not self._heading or clause.start >= self._heading.clause.end:
            self._heading = heading(clause, doc, self._label)

    def _acquainted(self, clause: Clause, doc: "Doc") -> "Iterable[Read]":
        """Yield from where the speaker knows somebody: "a new guy on my team, Oleksandr"."""
        if MASKED in clause.text or clause.conditional:
            return
        for known in acquaintances(doc):
            if self._cast.knows(known.name) is not None:
                continue
            self._cast.acquaint(known.name)
            if known.described:
                yield Read(self._described(known.name, known.described, clause))

    def _identified(self, clause: Clause, doc: "Doc") -> "Iterable[Read]":
        """Yield who is named right after being spoken of: "My dog itches. Rex is nine."."""
        before, end = self._heading, name_end(doc, 0)
        name = doc[:end].text
        does = end > 0 and doc[end - 1].dep_ in _SUBJECTS | {"poss"}
        after = named_after_colon(doc)
        if after is not None:
            before, name, does, end = heading(clause, doc, self._label), after, True, len(doc) - 1
        if before is None or not does:
            return
        if clause.conditional or MASKED in clause.text or self._cast.knows(name):
            return
        person = self._cast.christen(before.person, name)
        self._introduced.add(person)
        start, last = (
            before.clause.start + before.start,
            clause.span(0, doc[end - 1].idx + len(doc[end - 1]))[1],
        )
        source = self._provenance(start, last)
        yield Read(replace(self._relation(person, clause), source=source))
        if before.described:
            described = self._described(name, before.described, before.clause)
            yield Read(replace(described, source=source))

    def _described(self, name: str, words: "Sequence[Token]", clause: Clause) -> Candidate:
        """Return what is told of somebody by how they are called: "a new guy on my team"."""
        said = third_person(words, self._label, (), {})
        said = said[0].lower() + said[1:]
        return Candidate(
            kind="fact",
            text=f"{name} is {said}",
            source=self._provenance(clause.start, clause.end),
            rule="person: described",
            confidence=0.8,
            subject=name,
            predicate="is",
            object=said.rstrip("."),
        )

    def _taken_for_granted(self, clause: Clause, doc: "Doc") -> "Iterable[Read]":
        """Yield what the speaker has, as a clause presumes that says nothing else for sure."""
        if MASKED in clause.text or clause.conditional:
            return
        for slot, value, tokens in presumed(doc):
            if value in self._owned:
                continue
            self._owned.add(value)
            candidate = Candidate(
                kind=slot.kind,
                text=f"{self._label} has {value}.",
                source=self._cite(clause, tokens),
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
            told = (person.name or "") in clause.text and not _SUPPOSED.search(clause.text)
            if person not in self._introduced and told:
                self._introduced.add(person)
                yield Read(self._relation(person, clause))

    def _read(
        self, clause: Clause, statement: Statement, subject: Subject, dates: list[DateMention]
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
            any(t.lower_ in INVOLVED and t.text != "US" for t in statement.tokens),
        )
        introduced = list(self._cast.mentioned(statement, subject.whose))
        given = self._cast.given_name(statement) if subject.speaker else None
        introduced += [given] if given is not None else []
        if subject.person is not None and subject.introduced:
            introduced.insert(0, subject.person)
        for person in introduced:
            if person not in self._introduced and self._is_named(person, clause, subject):
                self._introduced.add(person)
                relation = self._relation(person, clause)
                meanings = (*relation.resolutions, *subject.resolutions)
                yield Read(replace(relation, resolutions=meanings))
        for draft in next(filter(None, (read(view) for read in READERS)), ()):
            if introduced and (given is not None or _only_names(draft, view, introduced)):
                continue  # "I have a sister called Rita": said by the relation
            whose = subject.nameless or subject.whose
            if draft.predicate == "name" and whose is not None and draft.object:
                if whose.name not in {None, draft.object}:
                    continue
                person = self._cast.christen(whose, draft.object)
                if person in self._introduced:
                    continue
                self._introduced.add(person)
                named = self._relation(person, clause)
                meanings = (*named.resolutions, *subject.resolutions)
                yield Read(replace(named, resolutions=meanings))
                continue
            if draft.predicate == "pet" and subject.speaker and draft.object:
                self._cast.meet(draft.object)
            candidate = self._candidate(draft, statement, clause, subject, dates)
            if candidate is not None:
                yield Read(
                    candidate, features(view, draft, self._turn.text) if draft.gated else None
                )

    def _is_named(self, person: Person, clause: Clause, subject: Subject) -> bool:
        """Whether a clause, or whom its pronoun means, has the name of somebody."""
        said = (clause.text, *(meaning.meaning for meaning in subject.resolutions))
        return any((person.name or "") in one for one in said)

    def _dates(self, clause: Clause, statement: Statement) -> list[DateMention]:
        """Find the dates of a statement; a birthday's has no year that could be told."""
        yearly = {t.lower_ for t in statement.tokens if t.dep_ in {"nsubj", "attr", "ROOT"}}
        lowered = {t.lower_ for t in statement.tokens}
        if yearly & {"birthday", "anniversary", "born"} or lowered & {"every", "each"}:
            return []
        perfect = statement.past and any(t.tag_ == "VBP" for t in statement.helpers)
        arranged = perfect and statement.verb.lemma_.lower() in words().arranging
        since = any(t.lower_ == "since" and t.dep_ in {"prep", "mark"} for t in statement.tokens)
        future = None if arranged else statement.future or not statement.past
        if since:  # "He's with Acme since January": the last one
            future = False
        found = find_dates(clause.text, self._turn.said_at, future=future)
        return [d for d in found if any(d.start <= t.idx < d.end for t in statement.tokens)]

    def _candidate(
        self,
        draft: Draft,
        statement: Statement,
        clause: Clause,
        subject: Subject,
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
            subject=(self._entity if draft.of_speaker else subject.who) if draft.object else None,
            predicate=draft.predicate if draft.object else None,
            object=draft.object or None,
            polarity=draft.polarity,
            single=draft.single,
            valid_from=first,
            valid_to=after,
            resolutions=_as_said(
                resolutions + subject.resolutions + clause.resolutions, source.quote
            ),
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
        name = re.escape(person.name or "")
        named = re.search(
            rf"\b(?:my|our)\b.*?\b{name}|\b{name},\s+(?:my|our)\b.*?\b{re.escape(person.relation)}",
            clause.text,
            re.IGNORECASE,
        )
        start, end = clause.span(*named.span()) if named else (clause.start, clause.end)
        source = self._provenance(start, end)
        owner = person.owner
        by_name = owner is not None and owner.name is not None and owner.name in source.quote
        whose = owner.name if owner is not None and by_name else person.whose
        return Candidate(
            kind="fact",
            text=f"{whose} has {article} {person.relation} called {person.name}.",
            source=source,
            rule="person: named",
            confidence=0.9,
            subject=person.owner.entity if person.owner else self._entity,
            predicate=person.predicate,
            object=person.name,
            resolutions=(() if by_name else person.meanings(source.quote)) + clause.resolutions,
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


def _as_said(meanings: tuple[Resolution, ...], quote: str) -> tuple[Resolution, ...]:
    """Return meanings of the words that were said: of "him", where it was read as "he"."""
    said = set(quote.lower().split())
    objects = {"he": "him", "she": "her", "they": "them"}
    return tuple(
        replace(m, words=objects[m.words.lower()])
        if m.words.lower() in objects
        and m.words.lower() not in said
        and objects[m.words.lower()] in said
        else m
        for m in meanings
    )


def _only_names(draft: Draft, view: View, introduced: Sequence[Person]) -> bool:
    """Whether a draft says no more than whom somebody has, which the relation says."""
    if draft.predicate == "family":
        told = {f"{article} {p.relation}" for p in introduced for article in ("a", "an")}
        return draft.object in told
    said = [t for t in view.statement.verb.children if t.dep_ == "attr" and t.lower_ in words().kin]
    is_kin = any(c.dep_ == "poss" for t in said for c in t.children)
    if view.statement.verb.lemma_ == "be" and is_kin:
        after = (t for t in view.statement.tokens if t.i > view.statement.verb.i)
        mine = any(t.lower_ in {"my", "our"} for t in after)
        return mine and draft.rule in {"state", "role"}  # "Ana is my sister"
    named = re.search(r" (?:called|named) \w+$", draft.object or "") is not None
    return named and view.statement.verb.lemma_ == "have" and not view.dates


def _period(dates: list[DateMention], draft: Draft) -> tuple[datetime | None, datetime | None]:
    """Return from when to when it holds: an event is over after its day, a fact goes on."""
    if not dates:
        return None, None
    return dates[0].first, dates[-1].last if draft.kind == "event" else None
