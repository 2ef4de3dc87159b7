"""Accepting a message: its turn, the link of it, and its text's index."""

import hashlib
import hmac
import json
from datetime import datetime

import apsw

from memory_agent.domain import Message, Turn
from memory_agent.domain.ids import new_id
from memory_stores.ledger.chaining import fresh_nonce
from memory_stores.ledger.links import append_turn_link, next_position
from memory_stores.ledger.rows import TURN_CONTENT, micros, some_moment
from memory_stores.ledger.text_index import index_text

DEFAULT_SESSION = "default"
"""The session of a message that names none."""

_INSERT = (
    f"INSERT INTO turns (position, id, accepted_at, nonce, {TURN_CONTENT}) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def insert_turn(
    connection: apsw.Connection, message: Message, salt: bytes, now: datetime
) -> Turn | None:
    """Keep a message as a turn; None if one of its key is kept already.

    Args:
        connection: In a transaction.
        message: The message.
        salt: Of this user's keyed hashes.
        now: The time of acceptance (aware, UTC).
    """
    key = None
    if message.key is not None:
        key = hmac.new(salt, message.key.encode(), hashlib.sha256).digest()
        if connection.execute("SELECT 1 FROM turns WHERE key = ?", (key,)).get is not None:
            return None
    newest = connection.execute(
        "SELECT accepted_at FROM turn_links ORDER BY position DESC LIMIT 1"
    ).get
    accepted = max(micros(now) or 0, newest or 0)  # Clocks are set back; the ledger's is not
    said_at = message.said_at or now
    offset = said_at.utcoffset()
    turn = Turn(
        id=new_id("t"),
        session_id=message.session_id or DEFAULT_SESSION,
        position=next_position(connection),
        role=message.role,
        text=message.text,
        said_at=said_at,
        accepted_at=some_moment(accepted),
        name=message.name,
        agent_id=message.agent_id,
        metadata=dict(message.metadata),
    )
    content = (
        key,
        turn.session_id,
        turn.role,
        turn.name,
        turn.agent_id,
        turn.text,
        micros(said_at),
        round(offset.total_seconds()) if offset else 0,
        json.dumps(turn.metadata, ensure_ascii=False),
    )
    nonce = fresh_nonce()
    connection.execute(_INSERT, (turn.position, turn.id, accepted, nonce, *content))
    append_turn_link(connection, turn.position, turn.id, accepted, nonce, content)
    index_text(connection, "turns_text", turn.position, turn.text)
    return turn
