"""Names as they stand in a clause: alone, in a list, before what they are to the speaker."""

from typing import TYPE_CHECKING

from memory_agent.extraction.dates import CALENDAR
from memory_agent.extraction.readers.objects import DEMONYM
from memory_agent.extraction.restoring.lexicon import lexicon
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_OPENS_LIST = {",", ":", "-", "–", "—", "named", "called", "are"}
_JOINS = {",", "and", "&"}
_WHERE = {"in", "at", "from", "near", "around", "outside", "to"}
_APART = {",", "=", "(", "-", "–", "—"}


def is_name(token: "Token") -> bool:
    """Whether a word is written like a name, and is no day, nationality or ordinary word.

    The tagger takes rarer names for anything: of "Saoirse" and "Ngozi" it knows nothing.
    """
    if token.lower_ in words().authorities | words().kin or not token.text[:1].isupper():
        return False
    if token.lower_ in CALENDAR or token.lower_ == "i":
        return False
    describes = token.dep_ in {"attr", "acomp", "amod"}
    if describes and DEMONYM.search(token.lower_) and not is_given(token.text):
        return False
    if token.pos_ == "PROPN":
        return True
    plain = token.text[1:].islower() and token.pos_ in {"NOUN", "ADJ", "X", "VERB", "ADV", "INTJ"}
    return plain and not lexicon().word(token.lower_).ordinary


def is_given(name: str) -> bool:
    """Whether a name begins with one that is given to people."""
    return "g" in lexicon().word(name.split()[0].lower()).lists


def name_end(doc: "Doc", start: int) -> int:
    """Return the index of the word after a name; `start` where none stands there."""
    end = start
    while end < len(doc) and is_name(doc[end]):
        end += 1
        hyphened = end + 1 < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_
        if hyphened and is_name(doc[end + 1]):
            end += 1
    return end


def name_from(doc: "Doc", start: int) -> str | None:
    """Read a name; a comma before it only where it stands in apposition: "my wife, Maria"."""
    if doc[start].text == "," and (doc[start + 1].dep_ == "appos" or _stands_apart(doc, start + 1)):
        start += 1
    return doc[start : name_end(doc, start)].text or None


def _stands_apart(doc: "Doc", start: int) -> bool:
    """Whether a name stands between commas, or ends the clause: "for my girlfriend, Marisol"."""
    end = name_end(doc, start)
    return end > start and (end >= len(doc) or doc[end].is_punct)


def names_from(doc: "Doc", start: int) -> tuple[tuple[str, ...], int]:
    """Read a list of names: "twins, Inés and Bruno".

    Returns:
        The names, none where no list stands there, and the index of the word after them.
    """
    at = start
    while at < len(doc) and doc[at].lower_ in _OPENS_LIST:
        at += 1
    found: list[str] = []
    end = at
    while name_end(doc, at) > at:
        end = name_end(doc, at)
        found.append(doc[at:end].text)
        at = end
        while at < len(doc) and doc[at].lower_ in _JOINS:
            at += 1
        if at == end:
            break
    joined = any(t.lower_ in _JOINS - {","} for t in doc[start:end])
    return (tuple(found), end) if len(found) > 1 and joined else ((), start)


def name_before(doc: "Doc", start: int, end: int) -> str | None:
    """Return the name that stands right before what somebody is to the speaker.

    Args:
        doc: A clause: "Saoirse, my eldest, passed her exam".
        start: Index of "my".
        end: Index of the word after "eldest".
    """
    if start < 2 or doc[start - 1].text not in _APART:
        return None
    first = start - 1
    while first and (is_name(doc[first - 1]) or doc[first - 1].text == "-"):
        first -= 1
    listed = first > 0 and (doc[first - 1].text == "," or doc[first - 1].lower_ in _WHERE)
    after = doc[end] if end < len(doc) else None
    closed = after is None or after.is_punct
    joined = closed and any(t.lower_ in {"and", "or"} for t in doc[end : end + 2])
    if listed or joined or not closed:
        return None
    return doc[first : start - 1].text or None
