"""Making a life of the messages that were read: their order, their keys."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from memory_agent.domain import Message
from memory_agent.domain.times import iso
from memory_agent.importers.archive import Life

# Sessions without any time were, as far as one can know, held now: after all others.
_LAST = datetime.max.replace(tzinfo=UTC)


def assemble(name: str | None, messages: Iterable[Message]) -> Life:
    """Return a life of the messages, in order and each with a key.

    Sessions come in order of their first known time, sessions of one time and the messages of
    one session in the order given.

    Args:
        name: Whose life it is, if known.
        messages: In the order of the archive, each with a session; the key is the archive's own
            id of the message, if it has one.
    """
    sessions: dict[str | None, list[Message]] = {}
    for message in messages:
        sessions.setdefault(message.session_id, []).append(message)
    ordered = sorted(sessions.values(), key=_began)
    return Life(name, tuple(_keyed(message for session in ordered for message in session)))


def distinct(name: str, taken: set[str]) -> str:
    """Return the name, or one made from it that is not taken yet, and take it."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}#{number}"
    taken.add(free)
    return free


def _began(session: list[Message]) -> datetime:
    return next((message.said_at for message in session if message.said_at is not None), _LAST)


def _keyed(messages: Iterable[Message]) -> Iterator[Message]:
    """Yield the messages with unique keys.

    A second message of one id and the same words is the same message, as in a copied
    conversation, and is left out. With other words the id tells nothing, and the message is
    known by its words, like those that have no id.
    """
    by_id: dict[str, Message] = {}
    times_said: Counter[tuple[str | None, ...]] = Counter()
    for message in messages:
        same = by_id.setdefault(message.key, message) if message.key else None
        if same is message:
            yield message
        elif same is None or (same.role, same.text) != (message.role, message.text):
            words = _words(message)
            times_said[words] += 1
            yield replace(message, key=_key(words, times_said[words]))


def _words(message: Message) -> tuple[str | None, ...]:
    said_at = message.said_at and message.said_at.astimezone(UTC)
    return (message.session_id, message.role, message.name, message.text, iso(said_at))


def _key(words: tuple[str | None, ...], occurrence: int) -> str:
    # The occurrence keeps what was really said twice, and is the same at every reading.
    return hashlib.sha256(json.dumps([*words, occurrence]).encode()).hexdigest()
