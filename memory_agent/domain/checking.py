"""What makes a message storable: its role, its text, its time. Checked here and nowhere else."""

import reprlib
from datetime import UTC, datetime, timedelta
from typing import get_args

from memory_agent.domain.errors import InvalidTurn
from memory_agent.domain.turn import Role

MAX_TEXT_BYTES = 1 << 20
"""The longest text that is taken, in bytes of UTF-8."""

MAX_FUTURE = timedelta(days=1)
"""How far ahead of the present a message may be dated: clocks differ, and so do zones."""

_ROLES: tuple[Role, ...] = get_args(Role)


def check_text(text: object, what: str = "text") -> str:
    """Return the text unchanged if it can be stored and found again as it is.

    Args:
        text: The words of a message, or another text that is kept with it.
        what: What to call it in the error's message.

    Raises:
        InvalidTurn: If it is no str, holds nothing but white space, a NUL or a lone surrogate,
            or is over `MAX_TEXT_BYTES`. Positions are offsets in characters, from 0.
    """
    if not isinstance(text, str):
        wrong = "missing" if text is None else f"not text but {reprlib.repr(text)}"
        raise InvalidTurn(f"{what} is {wrong}; accepted is a string that is not empty")
    if not text.strip():
        raise InvalidTurn(f"{what} is empty; accepted is a string with something in it")
    nul = text.find("\0")
    if nul >= 0:
        raise InvalidTurn(f"{what} has a NUL at offset {nul}; accepted is text without it")
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise InvalidTurn(
            f"{what} has a lone surrogate at offset {error.start}; "
            "accepted is text that can be written as UTF-8"
        ) from None
    if size > MAX_TEXT_BYTES:
        raise InvalidTurn(
            f"{what} is {size} bytes long; accepted are up to {MAX_TEXT_BYTES} bytes of UTF-8"
        )
    return text


def check_role(role: object) -> Role:
    """Return the role if it is one.

    Raises:
        InvalidTurn: If it is not ``user``, ``assistant``, ``tool`` or ``system``.
    """
    for known in _ROLES:
        if role == known:
            return known
    wrong = "missing" if role is None else reprlib.repr(role)
    raise InvalidTurn(f"role is {wrong}; accepted are {', '.join(_ROLES)}")


def check_said_at(moment: object, now: datetime) -> datetime:
    """Return the moment unchanged if somebody can have said something then.

    Args:
        moment: When it was said.
        now: The present moment, with a zone.

    Raises:
        InvalidTurn: If it is no datetime, has no zone, is more than `MAX_FUTURE` ahead of
            ``now``, or cannot be told in UTC, as the first hours of the year 1 east of Greenwich.
    """
    if not isinstance(moment, datetime):
        raise InvalidTurn(f"the time is {reprlib.repr(moment)}; accepted is a datetime with a zone")
    if moment.utcoffset() is None:
        raise InvalidTurn(
            f"the time {moment.isoformat()} has no zone; accepted is a time with one "
            f"such as {moment.isoformat()}Z"
        )
    if moment > now + MAX_FUTURE:
        raise InvalidTurn(
            f"the time {moment.isoformat()} is in the future; "
            f"accepted is up to {MAX_FUTURE.days} day after {now.isoformat(timespec='seconds')}"
        )
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise InvalidTurn(
            f"the time {moment.isoformat()} is before the year 1 in UTC; accepted is a later one"
        ) from None
    return moment
