"""Opt-outs: topics of which a user wants nothing remembered, kept as memories of their own."""

OPT_OUT = "opt_out"
"""The predicate of a memory that says so; its object is the topic."""

EVERYTHING = "everything"
"""The topic that covers all."""

KIND = "kind:"
"""Before a kind of memory that is a topic: ``kind:preference``."""


def opted_out(speaker: str, topic: str, *, own: bool = False) -> str:
    """Return the sentence of a memory that says so.

    Args:
        speaker: What the user is called in it.
        topic: What it is about.
        own: Whether it is the user's own: "their health".
    """
    if topic == EVERYTHING:
        return f"{speaker} does not want anything remembered."
    if topic.startswith(KIND):
        return f"{speaker} does not want any {topic.removeprefix(KIND)} remembered."
    return f"{speaker} does not want anything about {'their ' * own}{topic} remembered."


def opted_in(speaker: str, topic: str) -> str:
    """Return what takes the place of such a memory, in words."""
    return f"{speaker} allows remembering {topic} again."
