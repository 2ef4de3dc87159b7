"""Whom a statement is about, and whom its pronouns mean."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from memory_agent.domain import Resolution
from memory_agent.extraction.admission import answered
from memory_agent.extraction.parsing import Statement
from memory_agent.extraction.people import Cast
from memory_agent.extraction.persons import Person, named
from memory_agent.extraction.rewriting import is_speaker
from memory_agent.extraction.words import species, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

INVOLVED = frozenset({"me", "us", "my", "our", "myself", "ourselves"})
"""The speaker, as one who has a part in what others do."""

_OBJECTS = {"him": "he", "his": "he", "her": "she"}


@dataclass(frozen=True, slots=True)
class Subject:
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


class Subjects:
    """Tells whom the statements of a turn are about.

    Args:
        cast: Whom the turn has named so far.
        entity: What the knowledge graph calls the speaker.
        text: The turn.
    """

    def __init__(self, cast: Cast, entity: str, text: str) -> None:
        self._cast = cast
        self._entity = entity
        self._text = text
        self._several = False

    def spoken_of(self, doc: "Doc") -> None:
        """Take note of whether a clause speaks of several things, which "they" may mean."""
        things = (t for t in doc if t.tag_ in {"NNS", "NNPS"} and t.dep_ != "npadvmod")
        self._several |= any(t.lemma_.lower() not in words().durations for t in things)

    def pointed(self, statement: Statement, subject: Subject) -> Subject:
        """Return a subject with what "him" and "her" mean in what is said of it."""
        resolved, meanings = dict(subject.resolved), list(subject.resolutions)
        for token in statement.tokens:
            pronoun = _OBJECTS.get(token.lower_)
            if pronoun is None or token.i in resolved or answered(token, statement):
                continue
            person = self._cast.recall(pronoun)
            if person is None:
                continue
            if person == subject.person:  # "He has a shop of his own"
                resolved[token.i] = token.text
                continue
            said = person.described.replace("The user", "the user", 1)
            if subject.speaker:
                said = re.sub(
                    rf"^{re.escape(self._cast.speaker)}'s", "their", said, flags=re.IGNORECASE
                )
            owns = token.dep_ == "poss" and not _is_given(token)
            resolved[token.i] = f"{said}'s" if owns else said
            meanings.append(Resolution(token.text, person.described))
        return replace(subject, resolved=resolved, resolutions=tuple(meanings))

    def of(self, statement: Statement) -> Subject | None:
        """Tell whom a statement is about; None for anybody outside the speaker's life."""
        token = statement.subject
        lower = token.lower_
        doers = [t for t in (*token.children, *token.head.children) if t.dep_ in {"conj", "nsubj"}]
        if is_speaker(token) or any(is_speaker(t) for t in doers if t.i < statement.verb.i):
            return Subject(self._entity, True, {})
        if lower in {"he", "she", "they", "it"}:
            if lower == "they" and self._one_of_them() is None:
                return self._couple(token)
            return self._pronoun(token, statement)
        theirs = self._related(token)
        if theirs is not None:
            return theirs
        if any(t.lower_ in {"my", "our"} and t.dep_ == "poss" for t in token.children):
            return Subject(self._entity, False, {})
        name = named(token) or self._cast.met_as(token)
        if name is not None:
            known = self._cast.knows(name)
            self._cast.remark(name)
            whose = known or Person("", name, self._cast.speaker)
            return Subject(name, False, {}, person=known, presumes=whose.presumes, whose=whose)
        if token.pos_ == "NOUN" and any(t.lower_ in INVOLVED for t in statement.tokens):
            return Subject(self._entity, False, {})  # "The doctor gave me pills"
        return None

    def _pronoun(self, token: "Token", statement: Statement) -> Subject | None:
        """Return whom a pronoun means."""
        person = self._meant(token.lower_, statement)
        if person is None:
            return None
        meaning = (Resolution(token.text, person.described),)
        nameless = person if person.name is None else None
        return Subject(
            person.entity,
            False,
            {token.i: person.described},
            meaning,
            person,
            person.presumes,
            nameless=nameless,
            whose=person,
        )

    def _related(self, token: "Token") -> Subject | None:
        """Return whom "my sister" is, or whose "my mum's name" is."""
        person = self._cast.introduce(token)
        if person is not None:
            mine = f"{self._cast.speaker}'s" if person.relation and person.owner is None else ""
            resolved, meanings = _possessors(token, person.owner, mine)
            return Subject(
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
            return Subject(
                owner.entity,
                False,
                resolved,
                meanings,
                presumes=owner.presumes,
                nameless=None if owner.name else owner,
                whose=owner,
            )
        return None

    def _meant(self, pronoun: str, statement: Statement) -> Person | None:
        """Return whom a pronoun means as the subject of a statement."""
        naming = statement.verb.lower_ in {"called", "named"}
        if pronoun == "they":
            return self._one_of_them()
        if pronoun == "it":
            return self._cast.nameless_pet() if naming else None
        if any(t.dep_ == "attr" and t.lower_ in species() for t in statement.verb.children):
            return self._cast.pet() or self._cast.recall(pronoun)  # "She's a shiba"
        return (self._cast.nameless(pronoun) if naming else None) or self._cast.recall(pronoun)

    def _one_of_them(self) -> Person | None:
        """Return the one person whom "they" means, unless several things were spoken of."""
        told = "they/them" in self._text.lower() or not self._several
        return self._cast.one_they() if told else None

    def _couple(self, token: "Token") -> Subject | None:
        """Return the two whom "they" means: somebody, and who is theirs."""
        pair = self._cast.couple()
        if pair is None:
            return None
        both = f"{pair[0].described} and {pair[1].name or 'their ' + pair[1].relation}"
        return Subject(both, False, {token.i: both}, (Resolution(token.text, both),))


def _is_given(pronoun: "Token") -> bool:
    """Whether somebody is given something: "I bring her soup" is taken for soup of hers."""
    thing = pronoun.head
    bare = thing.tag_ in {"NN", "NNS"} and thing.i == pronoun.i + 1
    given = thing.dep_ == "dobj" and thing.head.lemma_ in {"bring", "give", "send", "buy", "lend"}
    return pronoun.lower_ == "her" and bare and given


def _possessors(
    subject: "Token", owner: Person | None, mine: str = ""
) -> tuple[dict[int, str], tuple[Resolution, ...]]:
    """Return what "his" and "her" before a subject stand for."""
    if owner is None:  # "The dog is ten": of whose dog it must be
        the = [t for t in subject.children if t.lower_ == "the" and mine]
        return {t.i: mine for t in the}, tuple(Resolution(t.text, mine) for t in the)
    pronouns = [t for t in subject.children if t.lower_ in {"his", "her"}]
    resolved = {t.i: f"{owner.described}'s" for t in pronouns}
    return resolved, tuple(Resolution(t.text, owner.described) for t in pronouns)
