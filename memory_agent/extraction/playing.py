"""Make-believe over several turns: what somebody says in a role is nobody's life."""

import re

from memory_agent.domain import Turn
from memory_agent.extraction.asides import Aside
from memory_agent.extraction.port import Background
from memory_agent.extraction.sentences import sentences

_TURNS = 24
"""Turns before it, of any role, in which a game may have begun."""

_OPENS = re.compile(
    r"\b(?:let's (?:play\b(?! (?:it|safe))|role-?play|pretend)|(?:can|could|shall) we role-?play"
    r"|role-?play (?:with|as|that|a|an|where)\b|choose[- ]your[- ]own[- ]adventure|text adventure"
    r"|interview me as|(?:treat|address|talk to) me as if i (?:were|was)|you narrate"
    r"|stay in character|you(?:'re| are|'ll be| will be) (?:the |my )?(?:dungeon master|game master"
    r"|narrator)|i(?:'ll| will) (?:play|be) [^.,]{2,40},? (?:and )?you(?:'ll| will)? (?:play|be)"
    r"|i play (?:captain|sir|lady|lord|king|queen|prince|princess|detective|the role of))\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:pause|stop (?:the )?(?:game|role-?play|playing|here)|end of (?:the )?(?:game|scene"
    r"|role-?play|story)|out of character|ooc|game over|enough (?:of that|playing|role-?play)"
    r"|back to (?:reality|real life)|let's stop|that was fun|thanks for playing|good game)\b"
    r"|\b(?:ok(?:ay)?|alright|all right),? (?:now )?stop\b|\bstop for real\b"
    r"|(?:^|[.!?])\s*(?:ok(?:ay)?,? )?stop(?=[.!?]|\s*$)",
    re.IGNORECASE,
)
_REAL = re.compile(
    r"\b(?:the real me|in real life|irl|for real|out of character|ooc|for (?:background|context)"
    r"|btw|by the way)\b",
    re.IGNORECASE,
)


def played(turn: Turn, own: str, background: Background) -> list[Aside]:
    """Return the sentences of a turn that are said in a role.

    Args:
        turn: The turn.
        own: Its words, of which those that are not the speaker's are masked.
        background: Asked for the turns in which a game may have begun.
    """
    playing = False
    for before in background.before(turn, _TURNS):
        if before.role == "user":
            playing = _still(before.text.replace("’", "'"), playing)
    found = []
    for start, end, _ in sentences(own):
        sentence = own[start:end]
        playing = _still(sentence, playing)
        if playing and not _REAL.search(sentence):
            found.append(Aside((start, end)))
    return found


def _still(text: str, playing: bool) -> bool:
    """Whether a game that was on, or not, is on after a text."""
    opened = max((m.end() for m in _OPENS.finditer(text)), default=-1)
    ended = max((m.end() for m in _ENDS.finditer(text)), default=-1)
    return opened > ended if max(opened, ended) >= 0 else playing
