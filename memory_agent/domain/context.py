"""What reads give back: hits, the profile, the context of a prompt."""

from dataclasses import dataclass, field
from typing import Literal

from memory_agent.domain.memory import Memory
from memory_agent.domain.turn import Turn


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked result: a memory, or a turn verbatim.

    Args:
        item: The memory or turn itself.
        score: How well it answers; higher is better, comparable within one search only.
        said: The turn that it comes from; None for a memory that a person wrote directly.
    """

    item: Memory | Turn
    score: float
    said: Turn | None

    @property
    def id(self) -> str:
        """The id of the memory or turn."""
        return self.item.id

    @property
    def text(self) -> str:
        """The sentence of the memory, or the words of the turn."""
        return self.item.text

    @property
    def type(self) -> Literal["memory", "turn"]:
        """Which of the two it is."""
        return "memory" if isinstance(self.item, Memory) else "turn"


@dataclass(frozen=True, slots=True)
class Profile:
    """The compressed, stable summary of a user.

    Args:
        text: The summary, in sections.
        tokens: Its length by the token counter.
        memories: What it says, in its order.
    """

    text: str
    tokens: int
    memories: tuple[Memory, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """The block that is put into a prompt.

    Args:
        text: Profile first, then what the query needs, as quoted data. Empty if nothing is known.
        tokens: Its length by the token counter; never over the budget.
        memories: The memories it shows, in its order.
        turns: The turns that it shows verbatim, in its order.
        id: What `Memory.replay` knows it by; None if it was not logged.
    """

    text: str
    tokens: int
    memories: tuple[Memory, ...]
    turns: tuple[Turn, ...]
    id: str | None = field(default=None, compare=False)
