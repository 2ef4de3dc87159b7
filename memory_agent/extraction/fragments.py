"""Makes statements of what is said without a verb, or the other way round.

"Vegetarian here" is "I am vegetarian"; "Feyenoord is my club" is "my club is Feyenoord".
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from memory_agent.domain import slots
from memory_agent.extraction.idioms import put_plainly
from memory_agent.extraction.names import name_end
from memory_agent.extraction.parsing import phrase, spelled
from memory_agent.extraction.words import leads, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_WEEKLY = re.compile(
    rf"\b(?:on\s+{_DAY}s|every\s+(?:{_DAY}|day|week|morning|evening)|{_DAY}\s+(?:morning|evening|night)s"
    rf"|on\s+{_DAY}s?\s+and\s+{_DAY}s|once\s+a\s+week|twice\s+a\s+week|\w+\s+times\s+a\s+week)\b",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATED = re.compile(
    rf"\b(?:tomorrow|tonight|next\s+\w+|(?:on|this)\s+{_DAY}|in\s+(?:a|\w+)\s+(?:days?|weeks?|months?)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?"
    rf"|(?:on\s+)?the\s+\d{{1,2}}(?:st|nd|rd|th)|from\s+tomorrow)\b",
    re.IGNORECASE,
)
_VERBAL = {"VERB", "AUX", "PRON", "PART"}
_NONE = re.compile(
    r"no (?P<what>kids|children|pets|siblings|brothers|sisters|family|allergies|car|debts?|dogs"
    r"|cats|partner|wife|husband|grandchildren|grandkids)\s*(?:[,.;!]|yet|here|or|and|$)",
    re.IGNORECASE,
)
_HERE = 6
"""Words before "here" at most: "second year electrical apprentice here"."""


def whole(doc: "Doc") -> str | None:
    """Return the statement that a fragment stands for; None if it is none that is understood.

    Args:
        doc: The parse of a clause.
    """
    text = doc[:-1].text.strip()
    plain = put_plainly(text, opens_with_name=doc[0].pos_ == "PROPN")
    found = plain or _present(doc) or _lacking(doc) or _contracted(doc)
    return found or _led(doc) or _turned(doc) or _listed(doc, text)


def _lacking(doc: "Doc") -> str | None:
    """Return "I have no kids" of "No kids, no plans for any": family, pets, what one owns."""
    match = _NONE.match(doc.text)
    verbs = any(t.pos_ in {"VERB", "AUX"} for t in doc)
    return f"I have no {match['what'].lower()}" if match and not verbs else None


def _contracted(doc: "Doc") -> str | None:
    """Return "Sam is nonbinary" of "Sam's nonbinary", which is no possessive."""
    end = name_end(doc, 0)
    after = doc[end : end + 2]
    if not end or len(after) < 2 or after[0].lower_ != "'s":
        return None
    if after[1].tag_ not in {"JJ", "VBG", "VBN", "RB", "CD", "DT", "IN"}:
        return None
    of_it = after[1].tag_ in {"JJ", "VBN", "CD"} and doc[end + 2].pos_ in {"NOUN", "PROPN", "ADJ"}
    return None if of_it else f"{doc[:end].text} is {doc[end + 1 : -1].text}"


def _listed(doc: "Doc", text: str) -> str | None:
    """Return "I have choir on Mondays" of "Choir on Mondays"; "an exam on 4 June", likewise."""
    head = next((t for t in doc if t.head.i == t.i), None)
    occasion = head is not None and head.lower_ in words().appointments
    if any(t.pos_ in {"VERB", "AUX", "PRON"} and not (occasion and t == head) for t in doc):
        return None
    if head is None or not (occasion or head.pos_ in {"NOUN", "PROPN"}):
        return None
    weekly = _WEEKLY.search(text) is not None
    planned = _DATED.search(text) and (words().appointments & {t.lower_ for t in doc[: head.i + 1]})
    if not (weekly or planned):
        return None
    told = any(t.dep_ in {"det", "poss", "nummod"} for t in head.children)
    bare = told or weekly or head.tag_ in {"NNS", "NNPS"}
    article = "" if bare else ("an " if text[0].lower() in "aeiou" else "a ")
    plain = text if doc[0].pos_ == "PROPN" else text[0].lower() + text[1:]
    return f"I have {article}{plain}"


def _present(doc: "Doc") -> str | None:
    """Return "I am vegetarian" of "Vegetarian here"."""
    here = next((t.i for t in doc if t.lower_ == "here"), 0)
    before = doc[:here]
    if not 0 < here <= _HERE or any(t.pos_ in _VERBAL for t in before):
        return None
    if here + 1 < len(doc) and not doc[here + 1].is_punct:
        return None
    head, said = before[-1], before.text.strip()
    if said.lower() in words().echoes:
        return None
    bare = head.pos_ in {"PROPN", "ADJ"} or head.tag_ == "NNS"
    bare = bare or said.lower() in slots.by_value() or before[0].lower_ in {"a", "an", "the"}
    article = "" if bare else ("an " if said[0].lower() in "aeiou" else "a ")
    name = head.pos_ == "PROPN" and head.text[:1].isupper()
    return f"I am {article}{said if name else said[0].lower() + said[1:]}"


@cache
def _openers() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"(?:currently\s+|originally\s+|also\s+)?(?:{'|'.join(said)})\s", re.I), lead)
        for lead, said in leads().items()
    )


def _led(doc: "Doc") -> str | None:
    """Return "I'm not a fan of jazz" of "Not a fan of jazz"."""
    text = doc[:-1].text.strip()
    lead = next((lead for opener, lead in _openers() if opener.match(text)), None)
    if lead is None or any(t.dep_ == "nsubj" and t.head.head.i == t.head.i for t in doc):
        return None
    return f"{lead} {text[0].lower()}{text[1:]}"


def _turned(doc: "Doc") -> str | None:
    """Return "my club is Feyenoord" of "Feyenoord is my club"; "tomorrow is my first day"."""
    root = next(t for t in doc if t.head.i == t.i)
    subject = next((t for t in root.children if t.dep_ == "nsubj" and t.i < root.i), None)
    value = next((t for t in root.children if t.dep_ == "attr" and t.i > root.i), None)
    if root.lemma_ != "be" or root.tag_ not in {"VBZ", "VBP"} or not (subject and value):
        return None
    if not _is_own(value) or subject.pos_ == "PRON" or _is_own(subject) or subject.i:
        return None
    if {value.lower_, value.lemma_} & words().kin or any(t.dep_ == "neg" for t in root.children):
        return None
    rest = [t for t in doc[value.i :] if t.i not in {p.i for p in phrase(value)} and not t.is_punct]
    if any(t.pos_ in {"VERB", "AUX"} for t in rest):
        rest = []  # "Feyenoord is my club, always has been"
    whole = [t for t in phrase(value) if t.i > root.i]
    after = f" {spelled(rest)}" if rest else ""
    return f"{spelled(whole)} is {spelled(phrase(subject))}{after if len(rest) <= 4 else ''}"


def _is_own(noun: "Token") -> bool:
    return any(t.lower_ in {"my", "our"} for t in noun.children if t.dep_ == "poss")
