"""Turns: what was said, by whom, when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Role = Literal["user", "assistant", "tool", "system"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message offered to the store; accepting it makes it a `Turn`.

    Args:
        role: Who spoke: ``user``, ``assistant``, ``tool`` or ``system``.
        text: The words, verbatim.
        name: The speaker's name, for conversations of several people.
        session_id: The conversation it belongs to.
        agent_id: Which assistant was talking.
        said_at: When it was said, with a zone; None means now.
        metadata: Anything the caller wants kept with it, as strings.
        key: What identifies this message in its archive. A second message of the same key is
            the same message, and is passed over; None never is.
    """

    role: Role
    text: str
    name: str | None = None
    session_id: str | None = None
    agent_id: str | None = None
    said_at: datetime | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation as the ledger keeps it.

    Args:
        id: Opaque and unique for its user.
        session_id: The conversation it belongs to.
        position: Its place in the ledger's order of acceptance, from 1.
        role: Who spoke.
        text: The words, verbatim.
        said_at: When it was said (aware).
        accepted_at: When the ledger took it (aware, UTC).
        name: The speaker's name, where one was given.
        agent_id: Which assistant was talking, where one was named.
        metadata: What the caller wanted kept with it.
    """

    id: str
    session_id: str
    position: int
    role: Role
    text: str
    said_at: datetime
    accepted_at: datetime
    name: str | None = None
    agent_id: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
