"""Who a statement is about: the speaker, somebody in the speaker's life, or nobody we know."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_MINE = {"my", "our"}


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


def named(subject: "Token") -> str | None:
    """Return the name that a subject is, where it is nothing but a name."""
    tokens = list(subject.subtree)
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
        names: list[str] = []
        for token in subject.doc[relation.i + 1 : subject.doc[-1].i + 1]:
            if token.is_punct and not names:
                continue
            if token.pos_ != "PROPN" or not token.text[:1].isupper():
                break
            names.append(token.text)
        person = Person(relation.lower_, " ".join(names) or None, self.speaker)
        for pronoun, relations in (("he", words().he), ("she", words().she)):
            if person.relation in relations:
                self._last[pronoun] = person
        if person.relation not in words().he | words().she:
            self._last["he"] = self._last["she"] = person
        return person

    def meet(self, pet: str) -> None:
        """Take note of a pet, so that "she's called Juniper" says whose name it is."""
        noun = next((w for w in reversed(pet.split(" named ")[0].split()) if w.isalpha()), "pet")
        animal = Person(noun.lower(), None, self.speaker)
        self._last["he"] = self._last["she"] = animal

    def knows(self, name: str) -> Person | None:
        """Return whom the turn has introduced by a name."""
        return next((p for p in self._last.values() if p.name == name), None)

    def recall(self, pronoun: str) -> Person | None:
        """Return whom "he" or "she" means here."""
        return self._last.get(pronoun.lower())
