"""The grounding gate: what a memory says must be said by the words that it cites."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from memory_agent.domain import Candidate, Resolution
from memory_agent.extraction.grounding.claims import misclaimed
from memory_agent.extraction.grounding.clauses import Text, plain, read
from memory_agent.extraction.grounding.dates import misdated, without_dates
from memory_agent.extraction.grounding.lexicon import folded, lexicon
from memory_agent.extraction.grounding.names import unsaid
from memory_agent.extraction.grounding.numbers import miscounted
from memory_agent.extraction.words import words

_REFUSALS = {"no", "nope", "nah", "not", "never"}
_SIDES = {"he": "she", "him": "she", "his": "she", "she": "he", "her": "he", "hers": "he"}
_EITHER = re.compile(
    r"\b(?:will|going to|gonna|have|has|booked|signed|scheduled|arranged|got|bought|registered|invited"
    r"|accepted|agreed|decided|planned|for|until|till|by|due|since|am|is|are)\b|'(?:ll|ve|m|re|s)\b"
)
"""Words with which what is told as past may still be dated ahead: "I booked it for Friday"."""


def unsupported(candidate: Candidate, speaker: str, said_at: datetime | None = None) -> str | None:
    """Return what of a candidate its cited words do not support; None if all is supported.

    Names, numbers, dates, negation and whom it is about must stand in the words. Dates and
    pronouns that were resolved count as supported by the words that they stand for.

    Args:
        candidate: What an extractor proposes.
        speaker: What the speaker is called in it.
        said_at: When the words were said (aware), so that "yesterday" is held to be that day;
            None if it is not known.
    """
    quote = candidate.source.quote
    if not quote.strip():
        return "it cites no words"
    wrong = _misresolved(candidate.resolutions, quote)
    if wrong is not None:
        return wrong
    memory = plain(_impersonal(candidate.text, speaker))
    heard, apart = _resolved(quote, candidate.resolutions, speaker)
    return (
        misdated(memory, quote, candidate.resolutions, said_at, _tense(quote))
        or miscounted(without_dates(folded(memory)), without_dates(folded(f"{heard} {apart}")))
        or _meaning(
            candidate, read(without_dates(memory)), _read(without_dates(heard), apart), speaker
        )
    )


def _meaning(candidate: Candidate, memory: Text, heard: Text, speaker: str) -> str | None:
    own = frozenset(folded(speaker).split())
    liked = next((c.sentiment for c in memory.clauses if c.sentiment and not c.ends), 0)
    if candidate.polarity and liked and liked != candidate.polarity:
        return "its polarity is not that of its text"
    return unsaid(memory, heard, own) or misclaimed(memory, heard, candidate.kind == "instruction")


def _impersonal(text: str, speaker: str) -> str:
    """Return a text in which the speaker is "the user", whatever they are called."""
    return re.sub(rf"(?<!\w){re.escape(speaker)}(?!\w)", "the user", text, flags=re.IGNORECASE)


def _resolved(quote: str, resolutions: Sequence[Resolution], speaker: str) -> tuple[str, str]:
    """Return a quote with words put for those that they stand for, and these words apart."""
    spoken = plain(quote)
    for resolution in resolutions:
        meaning = _impersonal(resolution.meaning, speaker).rstrip(" ?.")
        said = folded(resolution.words)
        if said in _REFUSALS:
            meaning = f"not {meaning}"
        spoken = re.sub(
            rf"(?<!\w){re.escape(plain(resolution.words))}(?!\w)",
            lambda _, m=meaning: m,  # type: ignore[misc]
            spoken,
            count=1,
            flags=re.IGNORECASE,
        )
    return spoken, " ".join(resolution.words for resolution in resolutions)


@lru_cache(maxsize=64)
def _read(heard: str, apart: str) -> Text:
    text = read(heard)
    if apart:
        text.forms.update(read(apart).forms)
    return text


def _misresolved(resolutions: Sequence[Resolution], quote: str) -> str | None:
    """Say that words were not said, or that a "he" was taken for a woman."""
    said = folded(quote)
    for resolution in resolutions:
        if folded(resolution.words.strip()) not in said:
            return f"the words {resolution.words!r} are not among those it cites"
        other = _SIDES.get(folded(resolution.words.strip()))
        kin = words().she if other == "she" else words().he if other == "he" else frozenset()
        if kin.intersection(re.findall(r"[\w-]+", resolution.meaning.lower())):
            return f"{resolution.words!r} is not {resolution.meaning!r}"
    return None


def _tense(quote: str) -> bool | None:
    """Whether words speak of what was; None if they may speak of either."""
    lowered = folded(quote)
    past = lexicon().past | words().strong_past | words().participles
    said = re.findall(r"[a-z]+", lowered)
    if words().like_present.intersection(said):
        return None
    if not any(word in past or (word.endswith("ed") and len(word) > 4) for word in said):
        return False
    return None if _EITHER.search(lowered) else True
