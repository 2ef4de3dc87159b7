"""Who is who: the names under which one entity goes, as the memories that hold tell it.

Nothing is kept of it: identities are computed from the ties among the memories of a user, and so a
tie that is undone, erased or read as of another time takes what it joined with it.

- "The user's brother" is the first brother who was named, "Karim" the first person of that first
  name: a name stays with whoever bore it first, and whoever bears it later is told by more.
- ``same_as`` and ``different_from`` are ties that a person makes by hand; they come first.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from memory_agent.domain.entity import entity_id
from memory_agent.domain.kinship import alike, covered, relation
from memory_agent.domain.memory import Memory

SAME_AS = "same_as"
DIFFERENT_FROM = "different_from"


class Tie(NamedTuple):
    """A memory that tells who somebody is.

    Args:
        subject: Whose relative it is, or which name is another's.
        predicate: A relation of ``kinship.toml``, ``same_as`` or ``different_from``.
        object: Who it is.
        current: Whether it holds still; who was a wife once keeps what was said of "my wife".
        turn_id: The turn that said it.
    """

    subject: str
    predicate: str
    object: str
    current: bool = True
    turn_id: str | None = None


def is_tie(predicate: str | None) -> bool:
    """Return whether memories of a predicate tell who somebody is."""
    return is_by_hand(predicate) or relation(predicate or "") is not None


def is_by_hand(predicate: str | None) -> bool:
    """Return whether memories of a predicate join or split names by hand."""
    return predicate in {SAME_AS, DIFFERENT_FROM}


def new_tie(
    subject: str | None,
    predicate: str | None,
    object_: str | None,
    status: str,
    turn_id: str | None,
) -> Tie | None:
    """Return the tie that the fields of a memory make; None if it is none, or was never so."""
    if not (subject and object_ and predicate and is_tie(predicate)):
        return None
    current = status == "current"
    once = status == "superseded" and not is_by_hand(predicate)
    return Tie(subject, predicate, object_, current, turn_id) if current or once else None


def tie_of(memory: Memory) -> Tie | None:
    """Return the tie that a memory makes; None if it is none, or was never so."""
    turn_id = memory.source.turn_id if memory.source else None
    return new_tie(memory.subject, memory.predicate, memory.object, memory.status, turn_id)


def ties_of(memories: Iterable[Memory]) -> list[Tie]:
    """Return the ties among memories, in their order."""
    return [tie for tie in map(tie_of, memories) if tie is not None]


def folded(name: str) -> str:
    """Return a name without letter case, articles and diacritics: "Inês" and "ines" are one."""
    id_ = entity_id(name)
    if id_.isascii():
        return id_
    letters = unicodedata.normalize("NFD", id_.replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def relative(name: str) -> tuple[str, str] | None:
    """Return whose relative a description names, and which: "user's brother" gives both.

    Returns:
        The owner, folded, and the relation; None for any other name.
    """
    owner, possessive, word = folded(name).rpartition("'s ")
    meant = relation(word) if possessive else None
    return (owner, meant) if owner and meant else None


def described(name: str) -> str:
    """Return whom the user means by a name: "my brother" is the user's."""
    return re.sub(r"^(?:my|our)\s+", "the user's ", name.strip(), flags=re.IGNORECASE)


class Role(NamedTuple):
    """What somebody is to somebody.

    Args:
        owner: To whom, by a name of theirs.
        relation: What, as `relation` returns it.
        current: Whether it holds still.
    """

    owner: str
    relation: str
    current: bool


class Person:
    """Somebody who was named.

    Attributes:
        name: As it was first said, told apart from namesakes.
        given: The name alone, folded.
        roles: What they are to whom.
    """

    def __init__(self, name: str, given: str) -> None:
        self.name = name
        self.given = given
        self.roles: list[Role] = []

    def bears(self, given: str) -> bool:
        """Return whether a name, folded, may mean them: it is theirs, or one is the first name."""
        return given == self.given or any(
            long.split()[0] == short
            for long, short in ((self.given, given), (given, self.given))
            if " " not in short and long
        )


def given_name(tie: Tie) -> str:
    """Return the name of whom a tie leads to, folded, without what tells them from namesakes."""
    given = folded(tie.object)
    label = f"{tie.predicate.casefold()} "
    if label not in given:
        return given
    return given.removeprefix(f"{folded(tie.subject)}'s {label}").removeprefix(label)


class Identities:
    """Who is who in one user's life.

    Args:
        ties: The ties that hold, in the order in which they were learned.
    """

    def __init__(self, ties: Iterable[Tie] = ()) -> None:
        self.ties = tuple(ties)
        self.persons: dict[str, Person] = {}
        self._relatives: defaultdict[str, list[Tie]] = defaultdict(list)
        self._joined: dict[str, str] = {}
        self._spelled: dict[str, str] = {}
        self._apart: set[frozenset[str]] = set()
        self._known: dict[str, str] = {}
        self._asked: set[str] = set()
        for tie in self.ties:
            self._take(tie)

    def plus(self, ties: Sequence[Tie]) -> "Identities":
        """Return the identities with some more ties."""
        return Identities((*self.ties, *ties)) if ties else self

    def _take(self, tie: Tie) -> None:
        if tie.predicate == SAME_AS:
            self._joined[folded(tie.subject)] = folded(tie.object)
            self._spelled[folded(tie.object)] = tie.object
        elif tie.predicate == DIFFERENT_FROM:
            self._apart.add(frozenset({folded(tie.subject), folded(tie.object)}))
        else:
            meant = relation(tie.predicate) or tie.predicate
            self._relatives[meant].append(tie)
            person = self.persons.setdefault(
                folded(tie.object), Person(tie.object, given_name(tie))
            )
            person.roles.append(Role(tie.subject, meant, tie.current))

    def of(self, name: str) -> str:
        """Return the one name, folded, that stands for all names of whom a name means."""
        key = folded(name)
        if key in self._known:
            return self._known[key]
        if key in self._asked:  # Somebody told by a relative who is told by them
            return key
        self._asked.add(key)
        found = self._walk(key)[-1]
        self._asked.remove(key)
        if not self._asked:
            self._known[key] = found
        return found

    def steps(self, name: str) -> list[str]:
        """Return the names, folded, by which a name comes to mean whom it means, itself first."""
        return self._walk(folded(name))

    def _walk(self, key: str) -> list[str]:
        steps = [key]
        after = self._after(key)
        while after is not None and after not in steps:
            steps.append(after)
            after = self._after(after)
        return steps

    def name(self, name: str) -> str:
        """Return the name that stands for all names of whom a name means, as it was said."""
        key = self.of(name)
        person = self.persons.get(key)
        if person is not None:
            return person.name
        told = relative(key)
        if told is not None:
            owner, meant = told
            return f"{'the user' if owner == 'user' else self.name(owner)}'s {meant}"
        return name if key == folded(name) else self._spelled.get(key, key)

    def same(self, one: str, other: str) -> bool:
        """Return whether two names mean one entity."""
        return self.of(one) == self.of(other)

    def _after(self, key: str) -> str | None:
        return self._joined.get(key) or self._derived(key)

    def _derived(self, key: str) -> str | None:
        described = relative(key)
        if described is not None:
            owner, meant = described
            first = self._first_named(key, owner, meant)
            return f"{self.of(owner)}'s {meant}" if first is None else folded(first.object)
        if key in self.persons or " " in key:
            return None
        return next(
            (
                id_
                for id_, person in self.persons.items()
                if person.given.split()[:1] == [key] and not self._are_apart(key, id_)
            ),
            None,
        )

    def _first_named(self, key: str, owner: str, meant: str) -> Tie | None:
        """Return the first relative who was named, unless two were in one breath."""
        owner = self.of(owner)
        ties = [t for t in self._led(owner, meant) if not self._are_apart(key, folded(t.object))]
        if not ties:
            return None
        first = ties[0]
        together = [t for t in ties if t.turn_id is not None and t.turn_id == first.turn_id]
        return first if len({folded(t.object) for t in together}) < 2 else None

    def _led(self, owner: str, meant: str) -> list[Tie]:
        """Return the ties from somebody to such relatives: by the very word, or one it covers."""
        for word in covered(meant):
            ties = [tie for tie in self._relatives[word] if self.same(tie.subject, owner)]
            if ties:
                return ties
        return []

    def _are_apart(self, one: str, other: str) -> bool:
        return frozenset({one, other}) in self._apart

    def relatives(self, owner: str, meant: str) -> list[str]:
        """Return the names of those who are a relative of somebody now, each once."""
        found = {self.of(t.object): t.object for t in self._led(owner, meant) if t.current}
        return list(found.values())

    def bearers(self, name: str) -> list[Person]:
        """Return the different people whom a name may mean, the first who bore it first."""
        key = folded(name)
        exact = self.persons.get(key)
        if exact is not None and exact.given != key:
            return [exact]
        found: dict[str, Person] = {}
        for id_, person in self.persons.items():
            if person.bears(key) and not self._are_apart(key, id_):
                found.setdefault(self.of(id_), person)
        return list(found.values())

    def is_role(self, person: Person, owner: str, meant: str) -> bool:
        """Return whether somebody may be a relative, for being known as that or as its like."""
        return any(
            self.same(role.owner, owner) and alike(role.relation, meant) for role in person.roles
        )
