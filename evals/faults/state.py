"""What can be read of a home, without what chance and clocks put into it."""

from collections import Counter
from typing import Any, TypeAlias

from memory_agent import Memory

State: TypeAlias = tuple[Any, ...]
"""What is known of some users; equal where no reader could tell two homes apart."""


def state_of(memory: Memory, users: tuple[str, ...]) -> State:
    """Return what can be read of users; None for one of whom nothing is kept."""
    return tuple(_of_user(memory, user_id) for user_id in users)


def _of_user(memory: Memory, user_id: str) -> State | None:
    if not memory.has_user(user_id):
        return None
    counts = memory.stats(user_id=user_id)
    counts.pop("vectors")  # Not known by the ledger: `verify` looks at them
    if not (counts["turns"] or counts["revisions"]):
        return None  # A file that was made, and nothing else
    known = memory.list(user_id=user_id, status=None)
    log = memory.log(user_id=user_id)
    return (
        sorted(counts.items()),
        [(m.text, m.kind, m.status, m.version, m.pinned) for m in known],
        [(r.op, r.version, r.reason, r.actor, r.memory and r.memory.text) for r in log],
    )


def vectors_of(memory: Memory, users: list[str]) -> list[int]:
    """Return how many vectors users have, of any model."""
    return [memory.stats(user_id=user_id)["vectors"] for user_id in users]


def digested_twice(memory: Memory, user_id: str) -> int:
    """Return how many candidates of a turn were recorded more than once."""
    heard = Counter(
        (r.turn_id, r.op, r.words.start, r.words.end, r.memory.text)
        for r in memory.log(user_id=user_id)
        if r.words is not None and r.memory is not None and r.op in {"add", "reinforce"}
    )
    return sum(count - 1 for count in heard.values())
