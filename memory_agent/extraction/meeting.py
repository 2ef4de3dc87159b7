"""Who is named right after being spoken of: "any tips for an old collie? Bramble limps"."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from memory_agent.extraction.chains import MINE, read_chain
from memory_agent.extraction.names import name_end
from memory_agent.extraction.parsing import phrase
from memory_agent.extraction.persons import Person
from memory_agent.extraction.segments import Clause
from memory_agent.extraction.words import several, species, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Heading:
    """Of whom a question or a heading is, before their name is told.

    Args:
        person: Who it is, without a name.
        described: How they are described: "a nine-year-old border collie"; empty if not.
        clause: Where.
    """

    person: Person
    described: "tuple[Token, ...]"
    clause: Clause

    @property
    def start(self) -> int:
        """Where in the turn they begin to be spoken of, in characters after the clause's start."""
        first = self.described[0].idx if self.described else 0
        return self.clause.span(first, first + 1)[0] - self.clause.start


def heading(clause: Clause, doc: "Doc", speaker: str) -> Heading | None:
    """Return of whom a question, or a heading without a verb, is; None if of nobody or of several.

    Args:
        clause: "Can I give my dog rice?", "Stepdaughter dilemma".
        doc: Its parse.
        speaker: What the speaker is called in memories.
    """
    colon = next((t.i for t in doc if t.text == ":"), None)
    verbless = not any(t.pos_ in {"VERB", "AUX"} for t in doc[:colon])
    found: list[Heading] = []
    read_to = 0
    for token in doc[:colon]:
        chain = read_chain(doc, token.i) if token.i >= read_to else None
        if chain is not None:
            read_to = chain.end
            if len(chain.links) != 1 or chain.opener not in MINE or chain.links[0].name:
                return None
            relation = chain.links[0].relation
            found.append(Heading(Person(relation, None, speaker), (), clause))
        elif token.i >= read_to:
            found += _unowned(token, verbless, clause, speaker)
    one = found[0] if len(found) == 1 else None
    if one is None or one.person.relation in several():
        return None
    return one if clause.question or verbless or one.person.is_animal else None


def named_after_colon(doc: "Doc") -> str | None:
    """Return the name that follows a heading: "Best mate's birthday: Amara, born 3 March"."""
    colon = next((t.i for t in doc if t.text == ":"), None)
    if colon is None or any(t.pos_ in {"VERB", "AUX"} for t in doc[:colon]):
        return None
    end = name_end(doc, colon + 1)
    return doc[colon + 1 : end].text or None if end < len(doc) and doc[end].is_punct else None


def _unowned(token: "Token", verbless: bool, clause: Clause, speaker: str) -> list[Heading]:
    """Return the pet that "an old collie" is, or the relative of "stepdaughter dilemma"."""
    lower = token.lower_
    described = any(t.lower_ in {"a", "an"} for t in token.lefts)
    animal = lower in words().animals or lower in species()
    if animal and (described or verbless):
        whole = tuple(phrase(token)) if described else ()
        after = token.doc[whole[-1].i + 1] if whole else token
        if after.lower_ == "with":  # "an old collie with arthritis"
            whole += tuple(after.subtree)
        return [Heading(Person(lower, None, speaker), whole, clause)]
    # "Best mate's birthday", "stepson trouble": but an "Analytics Intern" is anybody
    close = lower not in words().acquaintances or token.nbor().lower_ == "'s"
    if verbless and close and lower in words().kin and lower not in several():
        return [Heading(Person(lower, None, speaker), (), clause)]
    return []
