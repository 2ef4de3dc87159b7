"""What a test asks the store about turns."""

from memory_agent import Memory
from memory_agent.domain import Turn


def turns(memory: Memory, user_id: str) -> list[Turn]:
    """Every turn of a user, in the order in which they were accepted."""
    memory.flush()
    with memory._stores.user(user_id) as store:
        count = store.ledger.counts()["turns"]
        return list(store.ledger.turns_at(range(1, count + 1)).values())


def said(memory: Memory, user_id: str) -> list[tuple[str, str]]:
    """Who said what, in order."""
    return [(turn.role, turn.text) for turn in turns(memory, user_id)]
