"""Sentences in other languages: told apart from English, and kept in the speaker's own words."""

import re
from collections.abc import Iterator

from memory_agent.domain import Candidate, Provenance, Turn
from memory_agent.domain.languages import LANGUAGES, SAID_IN
from memory_agent.extraction.asides import Aside, Span
from memory_agent.extraction.masking import MASKED
from memory_agent.extraction.port import Background
from memory_agent.extraction.scripts import (
    Speech,
    english,
    latin,
    of_script,
    spoken_in,
    tasks,
    written_in,
)

MAX_VERBATIM = 300
"""Characters of a sentence that are kept; what is longer is cut at a space."""

_END = re.compile(r"(?:(?<!\b[A-ZÀ-Þ])\.|[!?…;])+(?=[\"')\]»”]*(?:\s|$))|[。！？؟।]+|\n+")
_ASKS = re.compile(r"[?？؟]|^[¿]|;$")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FEW = 2
"""Words of a language at least, in a sentence without letters that only it has."""

_PHRASE = 4
"""Words of a phrase that English speakers borrow: "hasta la vista", "c'est la vie"."""

_SHARE = 0.34
_ENGLISH_SHARE = 0.3
"""Of the words of a sentence: how many must be a language's own, and how many, compared with them,
may be English. English lines with names, loan words and greetings in them stay below, short
sentences of twenty languages above; both are lists in the tests."""


def foreign(turn: Turn, own: str, background: Background) -> list[Aside]:  # noqa: ARG001
    """Return the sentences of a turn that are in another language; statements are to be kept.

    What goes on about somebody whom the sentence before it named is kept as well.

    Args:
        turn: The turn.
        own: Its words, of which those that are not the speaker's are masked.
        background: Not asked.
    """
    asides: list[Aside] = []
    before: str | None = None  # The language of the sentence before, if that was kept
    for start, end in _sentences(own):
        sentence = own[start:end]
        tag = language(sentence)
        goes_on = before is not None and _goes_on(sentence, before)
        tag = before if goes_on else tag
        if tag is None:
            before = None if sentence.strip() else before
            continue
        kept = MASKED not in sentence and (goes_on or states(sentence, tag))
        before = tag if kept else None
        asides.append(Aside((start, end), _verbatim(turn, start, end, tag) if kept else None))
    if asides and tasks().search(own.replace(MASKED, "")):
        return [Aside(aside.span) for aside in asides]  # Somebody's text to work on
    return asides


def _goes_on(sentence: str, tag: str) -> bool:
    lowered = sentence.strip().lower()
    speech = latin().get(tag) or of_script()[tag]
    return speech.goes_on(lowered) and not _ASKS.search(lowered) and not speech.asks(lowered)


def _sentences(own: str) -> Iterator[Span]:
    start = 0
    for match in _END.finditer(own):
        yield start, match.end()
        start = match.end()
    if start < len(own):
        yield start, len(own)


def language(sentence: str) -> str | None:
    """Return the BCP 47 tag of the language of a sentence; None for English and where in doubt.

    Args:
        sentence: One sentence.
    """
    tag = written_in(sentence)
    if tag is not None:
        return tag if tag in LANGUAGES else None
    found = [word.replace("’", "'").lower() for word in _WORD.findall(sentence)]
    if len(found) < _FEW:
        return None
    tags = {t for word in found if word not in english() for t in spoken_in().get(word, ())}
    scored = [(_score(found, sentence, latin()[tag]), tag) for tag in tags]
    score, tag = max(scored, default=(0.0, None))
    return tag if score > 0 else None


def _score(found: list[str], sentence: str, speech: Speech) -> float:
    """Return the share of a language's words in a sentence; 0 where it may be another's."""
    own = [word for word in found if speech.knows(word)]
    only = {word for word in own if word not in english()}
    others = sum(word in english() for word in found if word not in own)
    letters = sum(letter in speech.letters for letter in sentence.lower())
    speaks = speech.speaks_of_self(sentence.lower(), found)
    least = _FEW if speaks or len(found) > _PHRASE else _PHRASE
    enough = len(only) + (letters > 0) >= least and only
    lettered = sum(word not in own and bool(speech.letters & set(word)) for word in found)
    share = len(own) + (lettered if len(own) > 1 else 0)
    if not enough or others > _ENGLISH_SHARE * len(only) or share < _SHARE * len(found):
        return 0.0
    return len(own) / len(found) + 0.05 * min(letters, 3) + 0.1 * speaks


def states(sentence: str, tag: str) -> bool:
    """Whether a sentence says something of its speaker, and neither asks nor is a courtesy.

    Args:
        sentence: One sentence.
        tag: The tag of its language.
    """
    sentence = sentence.strip()
    if _ASKS.search(sentence) or len(sentence) < _FEW:
        return False
    lowered = sentence.lower()
    speech = latin().get(tag) or of_script()[tag]
    if speech.asks(lowered):
        return False
    return speech.speaks_of_self(lowered, _WORD.findall(lowered))


def _verbatim(turn: Turn, start: int, end: int, tag: str) -> Candidate:
    quote = turn.text[start:end].strip()
    start = turn.text.index(quote, start)
    if len(quote) > MAX_VERBATIM:
        quote = quote[:MAX_VERBATIM].rpartition(" ")[0] or quote[:MAX_VERBATIM]
    return Candidate(
        kind="fact",
        text=quote,
        source=Provenance(turn.id, turn.session_id, turn.role, quote, start, start + len(quote)),
        rule=f"verbatim: {tag}",
        confidence=0.8,
        predicate=SAID_IN,
        object=tag,
    )
