"""An assistant's question about the user, turned into what the user says by answering it."""

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from memory_agent.extraction.parsing import parse
from memory_agent.extraction.sentences import sentences
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_LONG = 24
"""Words of a question at most: a longer one tells a story, and a yes may be to any part of it."""

_ABOUT_YOU = re.compile(r"\b(?:you|your|you're|you've|yours)\b", re.IGNORECASE)
_ASKER = re.compile(r"\b(?:i|me|my|we|us|our|let's)\b", re.IGNORECASE)
_STANDING = re.compile(
    r"(?:would you like me to|do you want me to|want me to|shall i|should i) "
    r"(?P<order>(?:always|never|from now on,?) .+|.+ from now on)$",
    re.IGNORECASE,
)
"""An offer to do something always: a yes makes it a standing instruction."""

REASON = re.compile(r",? (?:so that|so i|so we|because|in case|as i|since i)\b.*$", re.IGNORECASE)
"""Why an assistant asks, which is no part of the question."""

_KIN = re.compile(
    rf"(?P<name>[A-Z][\w'-]+) is your (?P<kin>{'|'.join(map(re.escape, sorted(words().kin)))})\b"
)
_HELPERS = {"do", "does", "did", "are", "is", "was", "were", "have", "has", "had", "can", "will"}
_SILENT = {"do", "does"}
_MINE = {"your": "my", "yours": "mine", "yourself": "myself", "yourselves": "ourselves"}
_BE = {"are": "am", "'re": "'m", "were": "was"}


def last_question(text: str) -> str | None:
    """Return the question with which an assistant's turn ends; None if it ends otherwise."""
    asked = None
    for start, end, asks in sentences(text):
        sentence = text[start:end].strip(" \t*_\"'“”")
        if sentence:
            asked = sentence if asks and len(sentence.split()) <= _LONG else None
    return asked


def declared(question: str) -> str | None:
    """Return the first-person statement, or the order, that "yes" makes of a question.

    "Do you live in Porto?" is "I live in Porto"; None for offers, for what asks for a choice and
    for what is not about the user.

    Args:
        question: Without its question mark.
    """
    question = _pattern("lead").sub("", question.replace("’", "'"), count=1).strip()
    standing = _STANDING.match(question)
    if standing:
        order = standing.group("order").replace("your ", "my ")
        return f"{order[:1].upper()}{order[1:]}"
    question = REASON.sub("", question)
    question = _pattern("tag").sub("", question).strip()
    bare = _pattern("that_you").sub("", question, count=1).strip()
    if _pattern("offer").match(bare) or not _ABOUT_YOU.search(bare) or _ASKER.search(bare):
        return None
    if re.search(r"\bor\b|n't\b|\bnot\b|\bno longer\b", bare) or not bare:
        return None
    [doc] = parse([bare])
    first = doc[0].lower_
    if first in _HELPERS:
        return _inverted(doc)
    kin = _KIN.match(bare)
    if kin:  # "Nora is your daughter" tells what she is called
        bare = f"Your {kin.group('kin')} is called {kin.group('name')}"
        [doc] = parse([bare])
    plain = doc[0].lower_ in {"you", "your"} or bare != question
    return _in_first_person(list(doc[:-1])) if plain else None


def _inverted(doc: "Doc") -> str | None:
    """Put the subject of a question before its verb."""
    helper = doc[0]
    subject = next((t for t in doc if t.dep_ in {"nsubj", "nsubjpass"} and t.i > 0), None)
    if subject is None:
        return None
    inside = sorted(t.i for t in subject.subtree if t.i > 0)
    first, last = inside[0], inside[-1]
    if doc[1].lower_ == "you":  # The parser may join to it what follows
        first = last = 1
    if first != 1:
        return None
    if last == len(doc) - 2:  # "your sister called Maria" for a subject
        last = min(last, subject.i)
    rest = [t for t in doc[last + 1 : -1] if t.lower_ not in {"any", "ever"}]
    said = list(doc[first : last + 1])
    if helper.lower_ == "did":
        return _in_first_person(said, rest, _past) if rest else None
    if helper.lower_ not in _SILENT:
        said.append(helper)
    elif rest:
        return _in_first_person(said, rest, _third if helper.lower_ == "does" else None)
    return _in_first_person([*said, *rest])


def _in_first_person(
    tokens: "list[Token]",
    rest: "Sequence[Token]" = (),
    finite: "Callable[[str], str] | None" = None,
) -> str:
    spoken = [(t, _word(t, i == 0 or _leads(tokens, i))) for i, t in enumerate(tokens)]
    verb = next((t for t in rest if t.pos_ in {"VERB", "AUX"}), None)
    parts = [word + (" " if _gap(t) else "") for t, word in spoken]
    after = [
        (finite(t.text) if finite and t is verb else _word(t, False)) + (" " if _gap(t) else "")
        for t in rest
    ]
    text = re.sub(r"\s+", " ", "".join([*parts, *after])).strip()
    return text[:1].upper() + text[1:]


def _leads(tokens: "list[Token]", index: int) -> bool:
    """Whether a word is, or belongs to, the subject "you" before its verb."""
    token = tokens[index]
    if token.lower_ == "you":
        return token.dep_ in {"nsubj", "nsubjpass"}
    before = tokens[index - 1]
    return before.lower_ == "you" and before.dep_ in {"nsubj", "nsubjpass"}


def _gap(token: "Token") -> bool:
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    return following is None or "'" not in following.text[:1]


def _word(token: "Token", subject: bool) -> str:
    lower = token.lower_
    if lower == "you":
        return "I" if subject else "me"
    if lower in _BE and subject:
        return _BE[lower]
    return _MINE.get(lower, lower if token.i == 0 and token.pos_ != "PROPN" else token.text)


def _third(verb: str) -> str:
    if verb == "have":
        return "has"
    if re.search(r"(?:s|x|z|ch|sh|o)$", verb):
        return verb + "es"
    return verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + "s"


def _past(verb: str) -> str:
    if verb in answer_words()["past"]:
        return str(answer_words()["past"][verb])
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else verb + "ed"


@cache
def answer_words() -> dict[str, Any]:
    """Read the word lists of ``data/answers.toml``, once."""
    text = (files(__package__) / "data" / "answers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def alternatives(name: str) -> str:
    """Return a word list as the alternatives of an expression, the longest first."""
    return "|".join(sorted(answer_words()[name], key=len, reverse=True))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    shapes = {
        "lead": rf"^(?:(?:{alternatives('lead')})[,!.:]*\s+)+",
        "tag": rf"\s*,\s*(?:{alternatives('tag')})$",
        "that_you": rf"^(?:(?:{alternatives('that_you')})[,]?\s+)(?=you\b|your\b|you')",
        "offer": rf"(?:{alternatives('offer')})\b",
    }
    return re.compile(shapes[name], re.IGNORECASE)
