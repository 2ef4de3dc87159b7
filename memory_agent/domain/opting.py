"""Opt-outs: topics of which a user wants nothing remembered, kept as memories of their own."""

import re

OPT_OUT = "opt_out"
"""The predicate of a memory that says so; its object is the topic."""

EVERYTHING = "everything"
"""The topic that covers all."""

SESSION = "this conversation"
"""The topic that covers all that is said in the session of the turn that says so."""

KIND = "kind:"
"""Before a kind of memory that is a topic: ``kind:preference``."""


_SAID_OF_ONESELF = (
    (r"\bI['’]?m\b", "they're"),
    (r"\bI am\b", "they are"),
    (r"\bI was\b", "they were"),
    (r"\bI['’]?ve\b", "they've"),
    (r"\bI['’]d\b", "they'd"),
    (r"\bI\b", "they"),
    (r"\bme\b", "them"),
    (r"\b(?:my|our)\b", "their"),
)


def opted_out(speaker: str, topic: str, *, own: bool = False) -> str:
    """Return the sentence of a memory that says so.

    Args:
        speaker: What the user is called in it.
        topic: What it is about.
        own: Whether it is the user's own: "their health".
    """
    if topic == EVERYTHING:
        return f"{speaker} does not want anything remembered."
    if topic == SESSION:
        return f"{speaker} does not want anything of a conversation remembered."
    if topic.startswith(KIND):
        return f"{speaker} does not want any {topic.removeprefix(KIND)} remembered."
    for own_words, told in _SAID_OF_ONESELF:
        topic = re.sub(own_words, told, topic, flags=re.IGNORECASE)
    return f"{speaker} does not want anything about {'their ' * own}{topic} remembered."


def as_said(text: str, topic: str) -> str:
    """Return a topic with "my" before it where the memory's sentence tells whose it is."""
    return f"my {topic}" if f" about their {topic} " in text else topic


def opted_in(speaker: str, topic: str) -> str:
    """Return what takes the place of such a memory, in words."""
    return f"{speaker} allows remembering {topic} again."
