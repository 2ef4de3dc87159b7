"""The readers: small rules, each of which understands one way of saying something about oneself."""

from collections.abc import Callable

from memory_agent.extraction.drafts import Draft, View
from memory_agent.extraction.readers.attributes import attribute
from memory_agent.extraction.readers.endings import ending
from memory_agent.extraction.readers.happenings import happening
from memory_agent.extraction.readers.preferences import avoidance, effect, preference
from memory_agent.extraction.readers.slotted import age, breed, family, name, role, slot

__all__ = ["READERS"]

READERS: tuple[Callable[[View], tuple[Draft, ...]], ...] = (
    ending,
    preference,
    effect,
    attribute,
    name,
    age,
    breed,
    slot,
    family,
    role,
    avoidance,
    happening,
)
"""The readers in the order in which they are asked; the first that understands a statement wins."""
