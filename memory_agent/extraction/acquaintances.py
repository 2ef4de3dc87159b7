"""Who is met without being anybody's relative: "a new guy on my team, Oleksandr"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from memory_agent.extraction.chains import MINE
from memory_agent.extraction.names import name_end
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NEAR = frozenset(
    [
        "downstairs",
        "upstairs",
        "work",
        "school",
        "church",
        "uni",
        "university",
        "college",
        "accounts",
        "hr",
        "nursery",
        "kindergarten",
        "choir",
        "yoga",
        "daycare",
        "football",
        "rugby",
        "football",
    ]
)
"""Places that are the speaker's without saying so: "Mrs Novak from downstairs"."""

_NEXT = ({"next", "door"}, {"the", "road"}, {"the", "street"}, {"the", "corridor"}, {"the", "hall"})
_FROM = {"from", "at", "in", "across", "down", "on", "over"}
_ARTICLES = {"a", "an", "this", "one", "some", "another"}
_REACH = 9
"""Words between "a new guy" and his name: "on the night shift at my work," has seven."""


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Somebody whom the speaker knows from somewhere.

    Args:
        name: Their name.
        described: What they are: "a new guy on my team"; empty where nothing is said of it.
    """

    name: str
    described: "tuple[Token, ...]"


def acquaintances(doc: "Doc") -> Iterator[Acquaintance]:
    """Return those whom a clause tells from where the speaker knows them."""
    for token in doc:
        if token.lower_ in _ARTICLES:
            yield from _told_of(doc, token.i)
        elif name_end(doc, token.i) > token.i and not (
            token.i and name_end(doc, token.i - 1) > token.i - 1
        ):
            yield from _from_where(doc, token.i)


def _told_of(doc: "Doc", start: int) -> Iterator[Acquaintance]:
    """Return "a new guy on my team, Oleksandr", "one of my students called Tariq"."""
    head = next((t.i for t in doc[start + 1 : start + 5] if t.lower_ in words().acquainted), None)
    if doc[start].lower_ == "one" and doc[start + 1].lower_ == "of":
        head = next((t.i for t in doc[start + 2 : start + 7] if t.tag_ == "NNS"), None)
    if head is None:
        return
    for at in range(head + 1, min(head + 1 + _REACH, len(doc) - 1)):
        if doc[at].text != "," and doc[at].lower_ not in {"called", "named"}:
            if doc[at].pos_ in {"VERB", "AUX"}:
                return
            continue
        end = name_end(doc, at + 1)
        own = any(t.lower_ in MINE or t.lower_ in _NEAR for t in doc[start:at])
        here = any(t.lower_ in {"i", "we"} for t in doc[:start])
        if (
            (own or here)
            and end > at + 1
            and (doc[at].text != "," or end >= len(doc) or doc[end].is_punct)
        ):
            name = doc[at + 1 : end].text
            yield Acquaintance(name, tuple(doc[start:at]) if own else ())
        return


def _from_where(doc: "Doc", start: int) -> Iterator[Acquaintance]:
    """Return "Mrs Novak from downstairs", "Pete from my gym"."""
    end = name_end(doc, start)
    if end + 1 >= len(doc) or doc[end].lower_ not in _FROM:
        return
    place = doc[end + 1 : end + 3]
    if place[0].lower_ in MINE:
        last = next(
            (
                t.i
                for t in doc[end + 2 : end + 6]
                if t.pos_ in {"NOUN", "PROPN"} and t.nbor().pos_ != "NOUN"
            ),
            None,
        )
        found = doc[end].lower_ == "from" and last is not None
        stop = last + 1 if last is not None else end
    else:
        pair = {t.lower_ for t in place}
        found = (place[0].lower_ in _NEAR and doc[end].lower_ == "from") or pair in _NEXT
        stop = end + 3 if pair in _NEXT else end + 2
    if found:
        yield Acquaintance(doc[start:end].text, tuple(doc[end:stop]))
