"""Forgetting: policies that say which memories fade, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from memory_agent.domain import Change, Memory


@dataclass(frozen=True, slots=True)
class Dated:
    """A memory with when it was said, which is what policies go by.

    Args:
        memory: The memory.
        said_at: When its words were said, or when a person wrote it (aware).
    """

    memory: Memory
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Fading:
    """One memory that a policy would let fade.

    Args:
        memory: The memory.
        policy: The policy's name.
        reason: Why, in words.
    """

    memory: Memory
    policy: str
    reason: str


class ForgettingPolicy(Protocol):
    """A small, named rule on what may be forgotten."""

    @property
    def name(self) -> str:
        """What ``policies.toml`` calls it."""

    def fading(self, memories: Sequence[Dated], now: datetime) -> Iterable[Fading]:
        """Return the memories that may go; pinned ones are not asked about."""


def apply_policies(
    policies: Sequence[ForgettingPolicy], memories: Sequence[Dated], now: datetime
) -> list[Change]:
    """Return the changes that policies ask for, one at most for each memory.

    Args:
        policies: In the order in which they may decide.
        memories: The user's current memories; pinned ones are left alone.
        now: The time of the decision (aware, UTC).
    """
    free = [dated for dated in memories if not dated.memory.pinned]
    decided: dict[str, Fading] = {}
    for policy in policies:
        for fading in policy.fading(free, now):
            decided.setdefault(fading.memory.id, fading)
    return [_faded(fading, now) for fading in decided.values()]


def _faded(fading: Fading, now: datetime) -> Change:
    memory = fading.memory
    after = replace(memory, status="faded", version=memory.version + 1, recorded_at=now)
    return Change("fade", after, fading.reason, f"policy:{fading.policy}")
