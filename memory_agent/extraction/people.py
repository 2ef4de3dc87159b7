"""Who a statement is about: the speaker, somebody in the speaker's life, or nobody we know."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from memory_agent.extraction.dates import CALENDAR
from memory_agent.extraction.parsing import Statement
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MINE = {"my", "our"}
_THEIRS = {"his": "he", "her": "she"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the speaker's life, as the turn names them.

    Args:
        relation: What they are to the speaker, in lower case: ``sister``.
        name: Their name, where it was said.
        speaker: What the speaker is called in memories.
    """

    relation: str
    name: str | None
    speaker: str

    @property
    def entity(self) -> str:
        """What the knowledge graph calls them."""
        return self.name or f"{self.speaker.lower()}'s {self.relation}"

    @property
    def described(self) -> str:
        """How a sentence calls them."""
        described = f"{self.speaker}'s {self.relation}"
        return f"{described} {self.name}" if self.name else described


def named(subject: "Token", *, alone: bool = True) -> str | None:
    """Return the name that a subject is, where it is nothing but a name.

    Args:
        subject: The head word.
        alone: Whether nothing may belong to it, such as another name joined by "and".
    """
    tokens = list(subject.subtree) if alone else [subject]
    if subject.pos_ != "PROPN" or any(
        t.pos_ != "PROPN" or not t.text[:1].isupper() for t in tokens
    ):
        return None
    return " ".join(t.text for t in tokens)


@dataclass(slots=True)
class Cast:
    """The people that a turn has named so far, so that "he" finds the last man among them.

    Args:
        speaker: What the speaker is called in memories.
    """

    speaker: str
    _last: dict[str, Person] = field(default_factory=dict)

    def introduce(self, subject: "Token") -> Person | None:
        """Return whom "my sister Ana" names; None if it names nobody in the speaker's life."""
        tokens = list(subject.subtree)
        mine = any(t.lower_ in _MINE and t.dep_ == "poss" for t in tokens)
        relation = next((t for t in tokens if t.lower_ in words().kin), None)
        if not mine or relation is None or any(t.dep_ == "case" for t in tokens):
            return None
        if relation.i != subject.i and subject.pos_ != "PROPN":  # "my mother tongue"
            return None
        before = named(subject, alone=False) if relation.dep_ == "appos" else None
        return self._met(relation.lower_, before or _name_from(relation.doc, relation.i + 1))

    def owner(self, subject: "Token") -> Person | None:
        """Return whose "my mum's name" or "her name" is; None if nobody's in the speaker's life."""
        for owner in subject.children:
            if owner.dep_ == "poss" and owner.lower_ in _THEIRS:
                return self._last.get(_THEIRS[owner.lower_])
            own = any(t.lower_ in _MINE and t.dep_ == "poss" for t in owner.children)
            if owner.dep_ == "poss" and owner.lower_ in words().kin and own:
                return self._met(owner.lower_, None)
        return None

    def mentioned(self, statement: Statement) -> Iterator[Person]:
        """Return those whom a statement names in passing.

        "With my wife Maria", "a dog called Rex", "two daughters, Emma and Lily".
        """
        inside = {t.i for t in statement.tokens} - {t.i for t in statement.subject.subtree}
        for token in (t for t in statement.tokens if t.i in inside):
            name = _name_from(token.doc, token.i + 1) if token.i + 1 in inside else None
            if name is not None and token.nbor().dep_ in {"nsubj", "nsubjpass"}:
                continue  # "I told my sister London is nice"
            if name is not None and token.lower_ in words().kin and _is_owned(token):
                yield self._met(token.lower_, name)
            elif name is not None and token.lower_ in {"named", "called"}:
                if token.dep_ == "acl" and _has(statement, token.head):
                    yield self._met(_described(token.head), name)
            elif token.dep_ == "appos" and _has(statement, token.head):
                names = [t for t in (token, *token.conjuncts) if named(t, alone=False)]
                for one in names:
                    yield self._met(token.head.lemma_.lower(), one.text)

    def meet(self, pet: str) -> None:
        """Take note of a pet, so that "she's called Juniper" says whose name it is."""
        noun = next((w for w in reversed(pet.split(" named ")[0].split()) if w.isalpha()), "pet")
        self._met(noun.lower(), None)

    def christen(self, relation: str, name: str) -> Person:
        """Take note of the name of somebody who was met by relation, and return them."""
        return self._met(relation, name)

    def knows(self, name: str) -> Person | None:
        """Return whom the turn has introduced by a name."""
        return next((p for p in self._last.values() if p.name == name), None)

    def recall(self, pronoun: str) -> Person | None:
        """Return whom "he" or "she" means here."""
        return self._last.get(pronoun.lower())

    def _met(self, relation: str, name: str | None) -> Person:
        person = Person(relation, name, self.speaker)
        for pronoun, relations in (("he", words().he), ("she", words().she)):
            if relation in relations:
                self._last[pronoun] = person
        if relation not in words().he | words().she:
            self._last["he"] = self._last["she"] = person
        return person


def _name_from(doc: "Doc", start: int) -> str | None:
    """Read a name; a comma before it only where it stands in apposition: "my wife, Maria"."""
    names: list[str] = []
    if doc[start].text == "," and doc[start + 1].dep_ == "appos":
        start += 1
    for token in doc[start:]:
        capital = token.pos_ == "PROPN" and token.text[:1].isupper()
        if not capital or token.lower_ in CALENDAR:
            break
        names.append(token.text)
    return " ".join(names) or None


def _described(thing: "Token") -> str:
    kept = [t for t in thing.lefts if t.dep_ in {"compound", "amod"}]
    return " ".join(t.lower_ for t in (*kept, thing))


def _is_owned(token: "Token") -> bool:
    """Whether "my" stands before it, with an adjective or two between at most."""
    before = token.doc[max(0, token.i - 3) : token.i]
    return any(t.lower_ in _MINE and t.head.i >= token.i for t in before)


def _has(statement: Statement, thing: "Token") -> bool:
    """Whether the speaker has, got, adopted ... the thing."""
    while thing.dep_ == "conj":
        thing = thing.head
    return (
        thing.dep_ == "dobj"
        and thing.head == statement.verb
        and (statement.verb.lemma_ in {"have", "get", "adopt", "own", "buy", "foster"})
    )
