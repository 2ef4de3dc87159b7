"""What a reader sees of a statement, and what it drafts from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from memory_agent.domain import Intent, Kind
from memory_agent.extraction.dates import DateMention
from memory_agent.extraction.parsing import Statement, phrase, spelled
from memory_agent.extraction.segments import Clause

if TYPE_CHECKING:
    from spacy.tokens import Token

_TIMES = {"while", "minute", "hour", "day", "week", "month", "year", "time", "moment"}
_STARTS = {"start", "begin", "continue"}
_BECOMES = {"become", "go", "turn"}


@dataclass(frozen=True, slots=True)
class View:
    """One statement as a reader sees it.

    Args:
        statement: The parsed statement.
        clause: Where it stands.
        who: Whom it is about: ``user``, or a person's name or description.
        speaker: Whether it is the speaker's own doing or state.
        person: Whether it is the speaker's, or that of somebody in the speaker's life.
        dates: The dates that its clause gives.
        correcting: Whether the turn says that something known was wrong.
    """

    statement: Statement
    clause: Clause
    who: str
    speaker: bool
    person: bool
    dates: tuple[DateMention, ...]
    correcting: bool

    @property
    def lowered(self) -> set[str]:
        """Its words in lower case."""
        return {t.lower_ for t in self.statement.tokens}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader makes of a statement, before it is written as a sentence.

    Args:
        kind: The kind of memory.
        rule: The reader's name, and the pattern that matched.
        confidence: Between 0 and 1.
        predicate: The slot or verb.
        object: The value.
        polarity: 1 liked, -1 disliked, 0 neither.
        intent: Whether it states, ends or takes back.
        gated: Whether it must pass the gate on what is worth keeping.
        single: Whether a new value takes the place of the old one.
    """

    kind: Kind
    rule: str
    confidence: float
    predicate: str | None = None
    object: str | None = None
    polarity: int = 0
    intent: Intent = "state"
    gated: bool = False
    single: bool = False


def patterns(statement: Statement) -> "Iterator[tuple[str, Token]]":
    """Return the verb patterns of a statement, each with the head word of its object.

    "I started a job at Acme" gives ``start`` with *job* and ``start job at`` with *Acme*; passives
    and adjectives read ``be born in``, ``be allergic to``.
    """
    for verb, name in _names(statement.verb):
        for child in verb.children:
            if child.dep_ in {"dobj", "attr", "acomp", "oprd", "dative"}:
                yield name, child
                yield from _governed(child, f"{name} {child.lemma_.lower()}")
                if child.lower_ != child.lemma_.lower():
                    yield from _governed(child, f"{name} {child.lower_}")
                if child.dep_ == "dobj":
                    yield from ((f"{name} * {word}", child) for word in _purposes(verb))
            elif child.dep_ == "advmod" and child.lower_ == "back":
                yield from _governed(verb, f"{name} back")
        yield from _governed(verb, name)


def _names(verb: "Token") -> "Iterator[tuple[Token, str]]":
    lemma = verb.lemma_.lower()
    passive = any(t.dep_ == "auxpass" for t in verb.children)
    if passive:
        yield verb, f"be {verb.lower_}"
    yield verb, "be" if lemma in _BECOMES and _complement(verb) else lemma
    if lemma in _STARTS:
        for child in verb.children:
            if child.dep_ == "xcomp":
                yield child, child.lemma_.lower()


def _complement(verb: "Token") -> bool:
    return any(t.dep_ in {"acomp", "attr", "oprd"} for t in verb.children)


def _purposes(verb: "Token") -> list[str]:
    """Return the prepositions beside a verb's object; "for a while" is a time, and none."""
    return [
        t.lower_
        for t in verb.children
        if t.dep_ == "prep" and not any(child.lemma_ in _TIMES for child in t.children)
    ]


def _governed(word: "Token", name: str) -> "Iterator[tuple[str, Token]]":
    for preposition in word.children:
        if preposition.dep_ in {"prep", "agent"}:
            for child in preposition.children:
                if child.dep_ in {"pobj", "pcomp"}:
                    yield f"{name} {preposition.lower_}", child
                elif child.dep_ == "prep":
                    yield from _governed(preposition, f"{name} {preposition.lower_}")


def value_of(head: "Token", view: View) -> str:
    """Return the words of an object, without dates and what only points at them."""
    tokens = [t for t in phrase(head) if not any(d.start <= t.idx < d.end for d in view.dates)]
    while tokens and tokens[0].lower_ in {"my", "our", "just", "mostly", "really"}:
        tokens.pop(0)
    while tokens and (tokens[-1].is_punct or tokens[-1].dep_ in {"prep", "cc"}):
        tokens.pop()
    return spelled(tokens).strip(" ,.")
