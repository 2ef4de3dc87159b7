"""Somebody in the speaker's life, and how a clause tells of them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from memory_agent.domain import Resolution
from memory_agent.extraction.names import is_given, is_name
from memory_agent.extraction.parsing import Statement
from memory_agent.extraction.words import species, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_TITLES = {"mr": "he", "sir": "he", "mrs": "she", "ms": "she", "miss": "she", "madame": "she"}
_COUPLED = {"spouse", "partner"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the speaker's life, as the turn names them.

    Args:
        relation: What they are to the speaker, or to `owner`, in lower case: ``sister``; empty
            for somebody of whom the turn says no more than the name.
        name: Their name, where it was said.
        speaker: What the speaker is called in memories.
        owner: Whose sister it is, if not the speaker's.
        said: The words that stand for them.
        met: Whether the speaker told where they know them from, though not what they are to them.
    """

    relation: str
    name: str | None
    speaker: str
    owner: "Person | None" = None
    said: str = field(default="", compare=False)
    met: bool = field(default=False, compare=False)

    @property
    def entity(self) -> str:
        """What the knowledge graph calls them."""
        whose = self.owner.entity if self.owner else self.speaker.lower()
        return self.name or f"{whose}'s {self.relation}"

    @property
    def described(self) -> str:
        """How a sentence calls them."""
        if not self.relation:
            return self.name or ""
        described = f"{self.whose}'s {self.relation}"
        return f"{described} {self.name}" if self.name else described

    @property
    def whose(self) -> str:
        """How a sentence calls the one whose relative it is."""
        return self.owner.described if self.owner else self.speaker

    @property
    def presumes(self) -> str | None:
        """The name that must be known already for anything to be known of them."""
        if not self.relation:
            return None if self.met else self.name
        return self.owner.presumes if self.owner else None

    @property
    def predicate(self) -> str:
        """What the knowledge graph calls the relation: a collie is a dog."""
        return species().get(self.relation.rpartition(" ")[2], self.relation)

    @property
    def is_animal(self) -> bool:
        """Whether it is a pet."""
        return self.predicate in words().animals | set(species().values())

    def meanings(self, quote: str) -> tuple[Resolution, ...]:
        """Return what words of a quote stand for their owner, where it does not name them."""
        owner = self.owner
        if owner is None and self.said and self.relation not in quote and self.said in quote:
            return (Resolution(self.said, self.relation),)  # Of "our twins" each is a child
        if owner is None or not owner.said or all(n in quote for n in owner.names()):
            return ()
        return (Resolution(owner.said, owner.described),)

    def names(self) -> list[str]:
        """Return the names in their description."""
        return [*([self.name] if self.name else []), *(self.owner.names() if self.owner else [])]


def named(subject: "Token", *, alone: bool = True) -> str | None:
    """Return the name that a subject is, where it is nothing but a name.

    Args:
        subject: The head word.
        alone: Whether nothing may belong to it, such as another name joined by "and".
    """
    tokens = list(subject.subtree) if alone else [subject]
    if not is_name(subject) or not all(is_name(t) or t.text == "-" for t in tokens):
        return None
    return subject.doc[tokens[0].i : tokens[-1].i + 1].text


def pronouns_of(person: Person) -> tuple[str, ...]:
    """Return the pronouns that may mean somebody: "she" for a man's spouse."""
    relation, title = person.relation, (person.name or "").split(" ")[0].rstrip(".").lower()
    if title in _TITLES:
        return (_TITLES[title],)
    if relation in _COUPLED and person.owner is not None:
        his, hers = (person.owner.relation in group for group in (words().he, words().she))
        return ("she",) if his else ("he",) if hers else ("he", "she")
    if relation in words().he | words().she:
        return ("he",) if relation in words().he else ("she",)
    return ("he", "she")


def described(thing: "Token") -> str:
    """Return what somebody is by a noun and what stands before it: "best friend"."""
    kept = [t for t in thing.lefts if t.dep_ in {"compound", "amod"}]
    return " ".join(t.lower_ for t in (*kept, thing))


def is_company(token: "Token") -> bool:
    """Whether it is somebody with whom the speaker does something: "a flat with Marta"."""
    beside = token.dep_ == "pobj" and token.head.lower_ == "with"
    met = token.dep_ == "dobj" and token.head.lemma_ in {"meet", "visit", "mentor", "date", "coach"}
    return (beside or met) and is_name(token) and is_given(token.text)


def has(statement: Statement, thing: "Token") -> bool:
    """Whether somebody has, got, adopted ... the thing."""
    while thing.dep_ == "conj":
        thing = thing.head
    return (
        thing.dep_ == "dobj"
        and thing.head == statement.verb
        and (statement.verb.lemma_ in {"have", "get", "adopt", "own", "buy", "foster"})
    )
