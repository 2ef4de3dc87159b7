"""What a test asks the store about turns."""

from memory_agent import Memory
from memory_agent.domain import Turn


def turns(memory: Memory, user_id: str) -> list[Turn]:
    """Every turn of a user, in the order in which they were accepted."""
    memory.flush()
    hits = memory.search("", user_id=user_id, limit=1000, memories=False)
    return sorted((hit.item for hit in hits if isinstance(hit.item, Turn)), key=_position)


def said(memory: Memory, user_id: str) -> list[tuple[str, str]]:
    """Who said what, in order."""
    return [(turn.role, turn.text) for turn in turns(memory, user_id)]


def _position(turn: Turn) -> int:
    return turn.position
