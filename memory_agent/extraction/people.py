"""Who a statement is about: the speaker, somebody in the speaker's life, or nobody we know."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from memory_agent.domain import Turn
from memory_agent.extraction.acquaintances import acquaintances
from memory_agent.extraction.chains import THE, THEIRS, Chain, beside, read_chain
from memory_agent.extraction.drafts import patterns
from memory_agent.extraction.names import is_given, is_name, name_end, name_from, names_from
from memory_agent.extraction.parsing import Statement, parse, statements
from memory_agent.extraction.persons import Person, described, has, is_company, named, pronouns_of
from memory_agent.extraction.segments import clauses
from memory_agent.extraction.words import couples, several, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CLAIMED = re.compile(
    rf"(?:those|these|they|both)\s+are\s+(?:our|my)\s+(?P<what>two|three|four|{'|'.join(several())})\s*[.!]?$",
    re.IGNORECASE,
)
"""What is said of those who were named before: "those are our two"."""

_THEIR_NAMES = re.compile(r"(?:their\s+names|they)\s+are(?:\s+called|\s+named)?\b", re.IGNORECASE)
_GIVEN = {"him": "he", "her": "she", "it": "it"}
_SPOUSES = {"wife", "husband", "spouse", "partner", "girlfriend", "boyfriend", "fiance", "fiancee"}
_ASKED_ABOUT = re.compile(
    rf"\b(?:your|the)\s+(?:\w+\s+)?({'|'.join(map(re.escape, sorted(words().kin)))})\b[^.?!\n]*\?",
    re.IGNORECASE,
)
"""Of whom an assistant's question is: "What's your flatmate like?", "What's the dog called?"."""

LOOK_BACK = 4
"""Turns of the session in which a pronoun may find whom it means. Chosen, not measured: what was
said two questions and two answers ago is what one still talks about."""


@dataclass(slots=True)
class Cast:
    """The people that a turn has named so far, so that "he" finds the last man among them.

    Args:
        speaker: What the speaker is called in memories.
        before: Returns the turns before this one, oldest first; asked only for a pronoun that
            means nobody in the turn.
        to_come: Those whom the turn names later on: "She's a vet. (My sister Ana.)"
        topic: Whom the last statement was about.
        met: Those who were named so far, in order.
    """

    speaker: str
    before: Callable[[], Sequence[Turn]] = tuple
    to_come: Sequence[Person] = ()
    topic: Person | None = None
    met: list[Person] = field(default_factory=list)
    _last: dict[str, Person] = field(default_factory=dict)
    _on_the_way: list[Person] = field(default_factory=list)
    _group: str = ""
    _perhaps: Person | None = None
    _bare: list[str] = field(default_factory=list)
    _earlier: "list[Cast | str] | None" = None

    def introduce(self, subject: "Token") -> Person | None:
        """Return whom "my sister Ana" names; None if it names nobody in the speaker's life."""
        tokens = sorted(subject.subtree, key=lambda token: token.i)
        doc = subject.doc
        for token in tokens:
            chain = read_chain(doc, token.i)
            if chain is None or chain.owns or not chain.links:
                continue
            before = beside(doc, chain)
            before = before if token.i > subject.i and is_name(subject) else None
            if before is None and not (token.i <= subject.i < chain.end):
                continue
            if any(t.dep_ == "cc" for t in tokens if t.i < token.i):
                continue
            return self._follow(chain, before)
        return None

    def owner(self, subject: "Token") -> Person | None:
        """Return whose "my mum's name" or "her name" is; None if nobody's in the speaker's life."""
        first = min(subject.subtree, key=lambda token: token.i)
        chain = read_chain(subject.doc, first.i)
        if chain is not None and chain.owns:
            return self._follow(chain)
        for owner in subject.children:
            if owner.dep_ == "poss" and owner.lower_ in THEIRS:
                if subject.lower_ == "name" and (one := self.nameless(THEIRS[owner.lower_])):
                    return one
                return self.recall(THEIRS[owner.lower_])
            if owner.lower_ == "its" and subject.lower_ == "name":
                return self.nameless_pet()
        return None

    def nameless(self, pronoun: str) -> Person | None:
        """Return who was met last without a name, of those whom a pronoun may mean."""
        fitting = [p for p in self.fitting(pronoun) if p.name is None]
        return fitting[-1] if fitting else None

    def pet(self) -> Person | None:
        """Return the pet of which the turn, or one before it, spoke last."""
        met = (
            *reversed(self.met),
            *(p for c in self._casts() for p in reversed(c.met)),
        )
        return next((p for p in met if p.is_animal), None)

    def focus(self, person: Person) -> None:
        """Take note of whom a statement is about, whom a pronoun after it rather means.

        Rather than an animal; rather than somebody named after them only where the pronoun can
        mean none but their kind: in "my cousin brought her baby, Leo" he may be either.
        """
        meant = pronouns_of(person)
        for pronoun in meant:
            last = self._last.get(pronoun)
            if last is None or last.is_animal or len(meant) == 1:
                self._last[pronoun] = person
        self.topic = person

    def nameless_pet(self) -> Person | None:
        """Return the pet that was met last, if it has no name yet."""
        last = next((p for p in reversed(self.met) if p.is_animal), None)
        return last if last is not None and last.name is None else None

    def mentioned(self, statement: Statement, person: Person | None) -> Iterator[Person]:
        """Return those whom a statement names in passing.

        "With my wife Maria", "a dog called Rex", "two daughters, Emma and Lily", "married to Eva".

        Args:
            statement: What is said.
            person: Whom it is about; None for the speaker.
        """
        yield from self._on_the_way
        self._on_the_way.clear()
        inside = {t.i for t in statement.tokens} - {t.i for t in statement.subject.subtree}
        read_to = -1
        for token in (t for t in statement.tokens if t.i in inside):
            chain = read_chain(token.doc, token.i) if token.i >= read_to else None
            if chain is not None:
                read_to = chain.end
                yield from self._along(chain, statement, person)
            elif token.lower_ in several() and has(statement, token):
                self._group = token.lower_
            elif token.lower_ in words().kin and has(statement, token):
                self._met(Person(token.lower_, None, self.speaker, person))
            elif token.lower_ in {"named", "called"} and token.dep_ == "acl":
                name = name_from(token.doc, token.i + 1)
                if name is not None and has(statement, token.head):
                    yield self._met(Person(described(token.head), name, self.speaker, person))
            elif person is None and is_company(token) and not self.knows(token.text):
                self.acquaint(token.doc[token.left_edge.i : token.i + 1].text)
            elif token.dep_ == "appos" and has(statement, token.head):
                for one in (t for t in (token, *token.conjuncts) if named(t, alone=False)):
                    relation = token.head.lemma_.lower()
                    yield self._met(Person(relation, one.text, self.speaker, person))
        yield from self._coupled(statement, person)

    def noticed(self, doc: "Doc") -> Iterator[Person]:
        """Return those whom a clause names by what they are to the speaker, whatever it says.

        "Can my father Ali eat spinach?" asks, and presumes that there is one. Whoever has no name
        is met, and found by a pronoun.
        """
        read_to = -1
        root = next((t.i for t in doc if t.pos_ in {"VERB", "AUX"}), 0)
        doing: list[Person] = []
        for token in doc:
            chain = read_chain(doc, token.i) if token.i >= read_to else None
            if chain is None:
                continue
            read_to = chain.end
            if chain.opener in THEIRS or not chain.links:
                continue
            person = self._follow(chain, beside(doc, chain))
            yield from self._on_the_way
            self._on_the_way.clear()
            if person is not None and chain.start < root and not chain.owns:
                doing.append(person)
            if person is not None and person.name:
                yield person
        for person in doing if len(doing) == 1 else ():
            self.focus(person)

    def _along(self, chain: Chain, statement: Statement, person: Person | None) -> Iterator[Person]:
        """Return those whom a chain names, and the subject that "is my brother"."""
        subject, last = statement.subject, chain.links[-1] if chain.links else None
        if last is None or subject.doc[chain.end - 1].dep_ in {"nsubj", "nsubjpass"}:
            return  # "I told my sister London is nice"
        it = subject.doc[last.at]
        told = it.dep_ == "attr" and it.head == statement.verb and not statement.negated
        told = told and not statement.past and not chain.owns
        name = name_from(subject.doc, subject.left_edge.i) if told and named(subject) else None
        if told and person is not None and subject.pos_ == "PRON":
            name = person.name  # "He's also my landlord"
        person = self._follow(chain, name or beside(subject.doc, chain))
        yield from self._on_the_way
        self._on_the_way.clear()
        if person is not None and person.name:
            yield person

    def _coupled(self, statement: Statement, person: Person | None) -> Iterator[Person]:
        """Return who somebody is married to, engaged to, or dating."""
        over = statement.negated or (statement.simple_past and statement.verb.lemma_ == "be")
        for pattern, head in patterns(statement) if not over else ():
            name = name_from(head.doc, head.left_edge.i) if pattern in couples() else None
            if name is not None:
                yield self._met(Person(couples()[pattern], name, self.speaker, person))
                return

    def meet(self, what: str) -> None:
        """Take note of a pet, so that "she's called Juniper" says whose name it is."""
        noun = next((w for w in reversed(what.split(" named ")[0].split()) if w.isalpha()), "pet")
        if noun.lower() in several():
            self._group = noun.lower()
            return
        self._met(Person(noun.lower(), None, self.speaker))

    def christen(self, person: Person, name: str) -> Person:
        """Take note of the name of somebody who was met without it, and return them."""
        return self._met(replace(person, name=name))

    def given_name(self, statement: Statement) -> Person | None:
        """Return who gets a name from the speaker: "I've named her Pixel"; None if nobody does."""
        if statement.verb.lemma_ not in {"name", "call", "christen", "baptise"}:
            return None
        doc, at = statement.verb.doc, statement.verb.i + 1
        pronoun = doc[at].lower_
        name = doc[at + 1 : name_end(doc, at + 1)].text
        if pronoun not in _GIVEN or not name:
            return None
        who = self.nameless_pet() if pronoun == "it" else self.recall(_GIVEN[pronoun])
        return self.christen(who, name) if who is not None and who.name is None else None

    def claimed(self, doc: "Doc") -> list[Person]:
        """Return those who were named before a clause says what they are: "those are our two"."""
        their = _THEIR_NAMES.match(doc.text)
        if their and self._group:
            start = next(t.i for t in doc if t.idx + len(t) >= their.end())
            one = several()[self._group]
            return [self._met(Person(one, n, self.speaker)) for n in names_from(doc, start + 1)[0]]
        match = _CLAIMED.match(doc.text)
        relation = several().get(match["what"].lower(), "kid") if match else ""
        names = dict.fromkeys(n for n in self._bare if relation)
        what = match["what"] if match else ""
        return [self._met(Person(relation, name, self.speaker, None, what)) for name in names]

    def met_as(self, subject: "Token") -> str | None:
        """Return the name of an acquaintance who is a subject: "Mrs Novak from downstairs"."""
        said = subject.doc[subject.left_edge.i : subject.right_edge.i + 1].text
        return next((p.name for p in self.met if p.met and (p.name or "") in said), None)

    def acquaint(self, name: str) -> None:
        """Take note of somebody of whom the speaker told where they know them from."""
        self._met(Person("", name, self.speaker, met=True))

    def named(self) -> list[Person]:
        """Return those who were met by name and by what they are to somebody."""
        return [p for p in self.met if p.name and p.relation]

    def knows(self, name: str) -> Person | None:
        """Return whom the turn, or one before it, has introduced by a name."""
        for person in (*reversed(self.met), *self.to_come):
            if person.name == name and (person.relation or person.met):
                return person
        return next((p for c in self._casts() for p in c.met if p.name == name), None)

    def remark(self, name: str) -> None:
        """Take note of a name that is the subject of a statement, for a pronoun after it."""
        person = self.knows(name) or Person("", name, self.speaker)
        self._bare.append(name)
        if person.relation or person.met or is_given(name):
            self._met(person)
        else:
            self._perhaps = person

    def recall(self, pronoun: str) -> Person | None:
        """Return whom "he" or "she" means here, or meant in the turns before."""
        pronoun = pronoun.lower()
        if pronoun not in self._last:
            person = self._recalled(pronoun)
            if person is None and self._perhaps is not None:
                return self._perhaps
            if person is None:
                coming = [p for p in self.to_come if pronoun in pronouns_of(p)]
                person = coming[0] if len({p.entity for p in coming}) == 1 else None
            if person is not None:
                self._met(person)
        return self._last.get(pronoun)

    def _recalled(self, pronoun: str) -> Person | None:
        """Return whom a pronoun means in the turn nearest before that names whom it may mean."""
        asked = ""
        for earlier in self._look_back():
            if isinstance(earlier, str):
                asked = asked or earlier
                continue
            fitting = earlier.fitting(pronoun)
            about = [p for p in fitting if p.relation == asked]
            chosen = about or [p for p in fitting if p == earlier.topic] or fitting
            if fitting:
                return chosen[0] if len(about or fitting) == 1 or len(chosen) == 1 else None
        return None

    def one_they(self) -> Person | None:
        """Return the one person of whom "they" is said; None where it may be several."""
        people = {p.entity: p for p in self.met}
        named = {(p.relation, p.owner) for p in self.met if p.name}
        people = {e: p for e, p in people.items() if p.name or (p.relation, p.owner) not in named}
        one = next(iter(people.values()), None)
        return (
            one
            if one is not None and len(people) == 1 and one.relation in words().neutral
            else None
        )

    def couple(self) -> tuple[Person, Person] | None:
        """Return the two of whom "they" is said, one being the other's: "his wife Linh"."""
        for person in reversed(self.met):
            if person.owner is not None and {person.relation} & _SPOUSES:
                return person.owner, person
        return None

    def _look_back(self) -> "list[Cast | str]":
        """Return who was named in the turns before, the last first, and what was asked between."""
        if self._earlier is None:
            self._earlier = [
                one
                for turn in reversed(self.before())
                if (one := _of_turn(turn, self.speaker)) is not None
            ]
        return self._earlier

    def _casts(self) -> "Iterator[Cast]":
        return (one for one in self._look_back() if isinstance(one, Cast))

    def fitting(self, pronoun: str) -> list[Person]:
        """Return the different people named so far whom a pronoun may mean."""
        fitting = [p for p in self.met if pronoun in pronouns_of(p)]
        named = {(p.relation, p.owner) for p in fitting if p.name}
        people = {p.entity: p for p in fitting if p.name or (p.relation, p.owner) not in named}
        return list(people.values())

    def _follow(self, chain: Chain, name: str | None = None) -> Person | None:
        """Return whom a chain leads to; the last link may be named elsewhere."""
        person = None
        if chain.opener in THEIRS:
            person = self.recall(THEIRS[chain.opener])
            if person is None:
                return None
            person = replace(person, said=chain.opener)
        elif chain.name:
            person = self.knows(chain.name) or Person("", chain.name, self.speaker)
        elif chain.opener == THE and not self._is_one_of_mine(chain):
            return None
        for number, link in enumerate(chain.links, 1):
            last = number == len(chain.links)
            if link.relation in several():
                return self._several(link.relation, link.names, person)
            called = link.name or (name if last else None)
            person = Person(link.relation, called, self.speaker, person, link.said)
            if called is None:
                person = self._as_known(person)
            if not last and called is not None:
                self._on_the_way.append(person)
            person = self._met(person)
        return person

    def _is_one_of_mine(self, chain: Chain) -> bool:
        """Whether the speaker has spoken of "the sister", or "the dog" must be theirs."""
        relation = chain.links[0].relation if chain.links else ""
        met = (*self.met, *self.to_come, *(p for c in self._casts() for p in c.met))
        known = any(p.relation == relation and p.owner is None for p in met)
        return known or (chain.near and relation in words().at_home)

    def _several(self, relation: str, names: Sequence[str], owner: Person | None) -> Person:
        """Return the many whom "our twins" means, each of whom is met by name."""
        for name in names:
            one = Person(several()[relation], name, self.speaker, owner, relation)
            self._on_the_way.append(self._met(one))
        self._group = relation
        return Person(relation, None, self.speaker, owner)

    def _as_known(self, person: Person) -> Person:
        """Return somebody with the name that the turn has given them before."""
        for other in (*reversed(self.met), *self.to_come):
            if other.name and (other.relation, other.owner) == (person.relation, person.owner):
                return replace(person, name=other.name)
        return person

    def _met(self, person: Person) -> Person:
        self.met.append(person)
        for pronoun in pronouns_of(person):
            self._last[pronoun] = person
        return person


def _of_turn(turn: Turn, speaker: str) -> Cast | str | None:
    """Return the people whom a turn of the speaker's names, or whom one of others asks about."""
    if turn.role == "assistant":
        asked = _ASKED_ABOUT.findall(turn.text)
        return str(asked[-1]).lower() if asked else None
    if turn.role != "user" or (turn.name or "The user") != speaker:
        return None
    cast = Cast(speaker)
    for doc in parse([clause.text for clause in clauses(turn.text)]):
        look_over(cast, doc)
    return cast


def look_over(cast: Cast, doc: "Doc") -> None:
    """Take note of whom a clause names, and of whom it speaks."""
    before = len(cast.met)
    list(cast.noticed(doc))
    cast.claimed(doc)
    for known in acquaintances(doc):
        cast.acquaint(known.name)
    for statement in statements(doc):
        person = cast.introduce(statement.subject) or cast.owner(statement.subject)
        list(cast.mentioned(statement, person))
        if person is not None and person.name is None:  # "My boss is called Ingrid"
            ends = (t for t in statement.verb.children if t.dep_ in {"oprd", "attr"})
            names = (name_from(doc, t.left_edge.i) for t in ends)
            name = next((name for name in names if name), None)
            if name is not None:
                person = cast.christen(person, name)
        name = named(statement.subject) if person is None else None
        if name:
            cast.remark(name)
        if person is not None and person.relation not in several():
            cast.focus(person)
            here = {p.entity for p in cast.met[before:]} | {person.entity}
            cast.topic = person if len(here) == 1 else None
