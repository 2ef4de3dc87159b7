"""Opt-outs: "don't remember anything about my health", and the user's allowing it again."""

import re

from memory_agent.domain import Candidate, Provenance, Turn
from memory_agent.domain.opting import OPT_OUT, opted_in, opted_out
from memory_agent.extraction.masking import MASKED, own_words
from memory_agent.extraction.restoring import restored
from memory_agent.extraction.segments import MAX_TEXT
from memory_agent.extraction.sentences import sentences
from memory_agent.extraction.wishes import MINE, Wish, hint, is_topic, patterns, wish

_MORE = re.compile(r"\W*(?:or |and |nor )?(?:about )?(?P<topic>(?:my|our) \w+(?: \w+)?)\W*", re.I)
"""A sentence after an opt-out that only names more: "… or my kids", "And my job."."""

_FOLLOWS = 3
"""Words after "off the record" from which they are what is not to be remembered."""


def read_opt_outs(turn: Turn) -> list[Candidate]:
    """Return what a user's turn wants nothing remembered of, and what it allows again.

    Args:
        turn: A turn; only a user's opts out.
    """
    if turn.role != "user" or hint().search(turn.text) is None:
        return []
    typed = turn.text[:MAX_TEXT].replace("’", "'").replace("‘", "'")
    careful = restored(typed)
    own = own_words(careful.text)
    found: list[Candidate] = []
    before, wanted = "", None
    for start, end, _ in sentences(own):
        sentence = own[start:end]
        more = _MORE.fullmatch(sentence) if wanted else None
        if more and wanted and is_topic(more.group("topic")):
            topic = MINE.sub("", more.group("topic"))
            wanted = Wish(*more.span("topic"), (topic,), wanted.allowed)
        else:
            wanted = wish(sentence, before)
        before = sentence
        if wanted is None or MASKED in sentence[wanted.start : wanted.end]:
            continue
        span = careful.start(start + wanted.start), careful.end(start + wanted.end)
        found += [_candidate(turn, span, topic, allowed=wanted.allowed) for topic in wanted.topics]
    return found


def off_the_record(turn: Turn) -> list[tuple[int, int]]:
    """Return the stretches of a user's turn that it wants not to be remembered.

    "Off the record: …" speaks of its sentence; alone, of the sentence before it.

    Args:
        turn: A turn.
    """
    if turn.role != "user" or hint().search(turn.text) is None:
        return []
    own = own_words(turn.text.replace("’", "'").replace("‘", "'"))
    found: list[tuple[int, int]] = []
    before: tuple[int, int] | None = None
    for start, end, _ in sentences(own):
        marks = (pattern.search(own[start:end]) for pattern in patterns("aside"))
        mark = next((mark for mark in marks if mark is not None), None)
        if mark is not None:
            follows = len(own[start + mark.end() : end].split()) >= _FOLLOWS
            precedes = len(own[start : start + mark.start()].split()) >= _FOLLOWS
            if follows and own[start + mark.end()] not in ")":
                found.append((start + mark.start("wish"), end))
            elif precedes:
                found.append((start, end))
            elif before is not None:
                found.append(before)
        before = (start, end) if own[start:end].strip() else before
    return found


def _candidate(turn: Turn, span: tuple[int, int], topic: str, *, allowed: bool) -> Candidate:
    start, end = span
    quote = turn.text[start:end]
    speaker = turn.name or "The user"
    own = re.search(rf"\b{MINE.pattern}{re.escape(topic)}", turn.text, re.IGNORECASE) is not None
    text = opted_in(speaker, topic) if allowed else opted_out(speaker, topic, own=own)
    return Candidate(
        kind="instruction",
        text=text,
        source=Provenance(turn.id, turn.session_id, turn.role, quote, start, end),
        rule="opt-in" if allowed else "opt-out",
        confidence=0.95,
        intent="end" if allowed else "state",
        subject=turn.name or "user",
        predicate=OPT_OUT,
        object=topic,
    )
