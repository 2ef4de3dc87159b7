"""What a reader sees of a statement, and what it drafts from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from memory_agent.domain import Intent, Kind
from memory_agent.domain.slots import Slot
from memory_agent.extraction.dates import DateMention
from memory_agent.extraction.parsing import Statement, phrase
from memory_agent.extraction.rewriting import in_others_words
from memory_agent.extraction.segments import Clause
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_STARTS = {"start", "begin", "continue"}
_BECOMES = {"become", "go", "turn"}
_DOUBTFUL_WEIGHT = 0.6
"""A slot of less weight ("plays", "owns") must pass the gate on what is worth keeping."""


@dataclass(frozen=True, slots=True)
class View:
    """One statement as a reader sees it.

    Args:
        statement: The parsed statement.
        clause: Where it stands.
        who: Whom it is about: ``user``, or a person's name or description.
        speaker: Whether it is the speaker's own doing or state.
        person: Whether it is the speaker's, or that of somebody in the speaker's life.
        dates: The dates that it gives.
        ahead: Whether the last of them is still to come.
        correcting: Whether the turn says that something known was wrong.
        involved: Whether the speaker has a part in what somebody or something else does.
    """

    statement: Statement
    clause: Clause
    who: str
    speaker: bool
    person: bool
    dates: tuple[DateMention, ...]
    ahead: bool
    correcting: bool
    involved: bool = False

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
        without: Indexes of words that its sentence leaves out, for another draft says them.
        of_speaker: Whether it is the speaker's, whatever its subject: "the doctor took me off it".
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
    without: frozenset[int] = frozenset()
    of_speaker: bool = False


def of_slot(found: Slot, how: str, value: str) -> Draft:
    """Return the draft that fills a slot of the schema."""
    return Draft(
        kind=found.kind,
        rule=f"slot {found.predicate}: {how}",
        confidence=0.9,
        predicate=found.predicate,
        object=value,
        gated=found.weight < _DOUBTFUL_WEIGHT,
        single=found.one,
    )


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
                    yield from (
                        (f"{name} * {t.lower_}", child)
                        for t in verb.children
                        if t.dep_ == "prep" and not lasts(t)
                    )
            elif child.dep_ == "advmod" and child.lower_ == "back":
                yield from _governed(verb, f"{name} back")
        taken = mistaken_object(verb)
        if taken is not None:
            yield name, taken
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


def _governed(word: "Token", name: str) -> "Iterator[tuple[str, Token]]":
    for child in word.children:
        if child.dep_ in {"prep", "agent"}:
            for governed in child.children:
                if governed.dep_ in {"pobj", "pcomp"}:
                    yield f"{name} {child.lower_}", governed
                elif governed.dep_ == "prep":
                    yield from _governed(child, f"{name} {child.lower_}")
        elif word.dep_ == "acomp" and child.dep_ == "xcomp" and child.tag_ == "VB":
            # "allergic to shellfish": a rare noun after "to" is taken for a verb
            yield from ((f"{name} to", child) for t in child.children if t.lower_ == "to")


def mistaken_object(verb: "Token") -> "Token | None":
    """Return the word after a verb that must be its object, although the parser saw none in it.

    A rare noun ("cilantro") is taken for an adverb or for another verb.
    """
    if any(t.dep_ in {"dobj", "attr", "xcomp", "ccomp"} for t in verb.children if t.i > verb.i):
        mistaken = [t for t in verb.children if t.dep_ == "xcomp" and t.tag_ == "VB"]
    else:
        mistaken = [t for t in verb.children if t.dep_ in {"advmod", "advcl", "punct"}]
    for token in mistaken:
        adverb = token.is_stop or token.lower_.endswith("ly") or not token.is_alpha
        if token.i == verb.i + 1 and not adverb and not list(token.children):
            return token
    return None


def lasts(preposition: "Token") -> bool:
    """Whether it is "for two hours", "for a while", "for a living": no purpose and no person."""
    return any(t.lemma_.lower() in words().durations for t in preposition.children)


def value_of(head: "Token", view: View) -> str:
    """Return the words of an object, without dates and what only points at them."""
    tokens = [t for t in phrase(head) if not any(d.start <= t.idx < d.end for d in view.dates)]
    while tokens and tokens[0].lower_ in {"my", "our", "just", "mostly", "really", "to"}:
        tokens.pop(0)
    while tokens and (tokens[-1].is_punct or tokens[-1].dep_ in {"prep", "cc"}):
        tokens.pop()
    return in_others_words(tokens).strip(" ,.")
