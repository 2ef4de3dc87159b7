"""The policy ``expire``: a time to live by kind, and events a while after they are over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from memory_agent.domain import Kind
from memory_agent.policies.forgetting import Dated, Fading

EVENT_DAYS = 365
"""Days for which an event is kept in reach after it is over, unless ``policies.toml`` says else:
a year, so that "last summer" can still be answered."""


@dataclass(frozen=True, slots=True)
class Expire:
    """Lets memories fade after a time.

    Args:
        after_event_days: Days after an event is over; None keeps events.
        days: Days after it was said, by kind; a kind that is not named is kept.
    """

    after_event_days: int | None = EVENT_DAYS
    days: Mapping[Kind, int] = field(default_factory=dict)
    name: str = field(default="expire", init=False)

    def fading(self, memories: Sequence[Dated], now: datetime) -> Iterator[Fading]:
        """Return what is past its time; see `ForgettingPolicy.fading`."""
        for dated in memories:
            reason = self._over(dated, now) or self._too_old(dated, now)
            if reason is not None:
                yield Fading(dated.memory, self.name, reason)

    def _over(self, dated: Dated, now: datetime) -> str | None:
        memory = dated.memory
        if memory.kind != "event" or self.after_event_days is None:
            return None
        over = max(memory.valid_to or dated.said_at, dated.said_at)
        if now - over <= timedelta(days=self.after_event_days):
            return None
        return (
            f"an event that was over on {over:%Y-%m-%d}, more than {self.after_event_days} days ago"
        )

    def _too_old(self, dated: Dated, now: datetime) -> str | None:
        limit = self.days.get(dated.memory.kind)
        if limit is None or now - dated.said_at <= timedelta(days=limit):
            return None
        return f"a {dated.memory.kind} said on {dated.said_at:%Y-%m-%d}, more than {limit} days ago"
