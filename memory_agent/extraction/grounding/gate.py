"""The gate: everything that a memory's words are asked for, in turn."""

import re
from datetime import datetime
from functools import lru_cache

from memory_agent.domain import Candidate
from memory_agent.extraction.grounding.attribution import MISATTRIBUTED, of_the_assistant
from memory_agent.extraction.grounding.claims import misclaimed
from memory_agent.extraction.grounding.clauses import Text, read
from memory_agent.extraction.grounding.dates import misdated, without_dates
from memory_agent.extraction.grounding.gapping import filled
from memory_agent.extraction.grounding.lexicon import folded
from memory_agent.extraction.grounding.names import unsaid
from memory_agent.extraction.grounding.numbers import miscounted
from memory_agent.extraction.grounding.resolving import impersonal, misresolved, resolved
from memory_agent.extraction.grounding.spelling import plain

OTHER_POLARITY = "its polarity is not that of its text"


_RELATIVE = re.compile(r"^(?P<whose>[^.]+?) has an? (?P<who>[\w -]+) called (?P<name>[^.]+)\.$")
"""How it is told who somebody's wife is: the words say "Karim's wife Lena" of her."""


def unsupported(candidate: Candidate, speaker: str, said_at: datetime | None = None) -> str | None:
    """Return what of a candidate its cited words do not support; None if all is supported.

    Names, numbers, dates, negation and whom it is about must stand in the words. Dates and
    pronouns that were resolved count as supported by the words that they stand for.

    Args:
        candidate: What an extractor proposes.
        speaker: What the speaker is called in it.
        said_at: When the words were said (aware), so that "yesterday" is held to be that day;
            None if it is not known, and what it was taken to mean is believed.
    """
    quote, resolutions = candidate.source.quote, candidate.resolutions
    if not quote.strip():
        return "it cites no words"
    if candidate.intent in {"forget", "unsay"}:
        return None  # It proposes no memory
    told = _RELATIVE.sub(r"\g<whose>'s \g<who> is called \g<name>.", candidate.text)
    memory = plain(impersonal(told if speaker not in told else candidate.text, speaker))
    spoken, apart = resolved(quote, resolutions, speaker)
    heard = filled(spoken)
    return (
        misresolved(resolutions, quote)
        or misdated(memory, quote, resolutions, said_at)
        or miscounted(without_dates(folded(memory)), without_dates(folded(f"{spoken} {apart}")))
        or _unclaimed(
            candidate, read(without_dates(memory)), _read(without_dates(heard), apart), speaker
        )
    )


def _unclaimed(candidate: Candidate, memory: Text, heard: Text, speaker: str) -> str | None:
    """Say what words of a memory are not said, or not so."""
    instruction = candidate.kind == "instruction"
    liked = next((c.sentiment for c in memory.clauses if c.sentiment and not c.ends), 0)
    if candidate.polarity and liked and liked != candidate.polarity:
        return OTHER_POLARITY
    if candidate.polarity > 0 and candidate.kind == "fact" and _denied(memory):
        return OTHER_POLARITY
    if of_the_assistant(memory, instruction=instruction):
        return MISATTRIBUTED
    own = frozenset(folded(speaker).split())
    return unsaid(memory, heard, own) or misclaimed(memory, heard, instruction=instruction)


def _denied(memory: Text) -> bool:
    """Whether all that a memory says is denied, and nothing of it is of liking."""
    return all(clause.denies and not clause.sentiment for clause in memory.clauses)


@lru_cache(maxsize=64)
def _read(heard: str, apart: str) -> Text:
    """Read what was said: several candidates come from the same words."""
    text = read(heard)
    if apart:
        text.forms.update(read(apart).forms)
    return text
