"""Times: always aware, written as ISO 8601 with a zone."""

from datetime import UTC, datetime

from memory_agent.domain.errors import InvalidInput


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def iso(moment: datetime | None) -> str | None:
    """Write an aware moment as ISO 8601, UTC as ``Z``; None stays None."""
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def parse_time(text: str) -> datetime:
    """Read an ISO 8601 moment.

    Raises:
        InvalidInput: If it is no ISO 8601 time, or has no zone.
    """
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise InvalidInput(
            f"not a time: {text!r}; accepted is ISO 8601 such as 2026-03-01T09:30:00Z"
        ) from None
    return aware(moment)


def aware(moment: datetime) -> datetime:
    """Return the moment unchanged if it has a zone.

    Raises:
        InvalidInput: If it has none, or is no datetime.
    """
    if not isinstance(moment, datetime):
        raise InvalidInput(f"not a time: {moment!r}; accepted is a datetime with a zone")
    if moment.utcoffset() is None:
        raise InvalidInput(
            f"a time without a zone: {moment.isoformat()}; accepted is ISO 8601 with a zone "
            f"such as {moment.isoformat()}Z"
        )
    return moment
