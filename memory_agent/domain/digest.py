"""What reading a batch of turns in came to."""

from dataclasses import dataclass

from memory_agent.domain.change import Change, Ignored
from memory_agent.domain.turn import Turn


@dataclass(frozen=True, slots=True)
class Digest:
    """What was accepted, and what was learned of it.

    Args:
        turns: The turns that were new.
        changes: What changed, in the order in which it was recorded.
        ignored: What was proposed and not stored, and why.
    """

    turns: tuple[Turn, ...]
    changes: tuple[Change, ...]
    ignored: tuple[Ignored, ...]
