"""Appending to the chain: turns' links, and revisions with their states."""

from collections.abc import Sequence

import apsw

from memory_stores.ledger.chaining import START, commitment, fresh_nonce, link
from memory_stores.ledger.rows import STATE_COLUMNS, Row

_LAST_REVISION = "SELECT link FROM revisions ORDER BY number DESC LIMIT 1"
_LAST_TURN = "SELECT link FROM turn_links ORDER BY position DESC LIMIT 1"
_INSERT_STATE = (
    f"INSERT INTO states (number, nonce, reason, {', '.join(STATE_COLUMNS)}) "
    f"VALUES (?, ?, ?{', ?' * len(STATE_COLUMNS)})"
)


def append_revision(
    connection: apsw.Connection, kept: Row, content: Sequence[object] | None
) -> int:
    """Append a revision and its state; return its number.

    Args:
        connection: In a transaction.
        kept: number, memory_id, version, op, actor, recorded_at, cause, cause_start, cause_end,
            displaced; a number of None is the next one.
        content: reason, then `STATE_COLUMNS`; None for a revision that never had any.
    """
    before = connection.execute(_LAST_REVISION).get or START
    if kept[0] is None:
        newest = connection.execute("SELECT coalesce(max(number), 0) FROM revisions").get
        kept = (newest + 1, *kept[1:])
    nonce = fresh_nonce()
    committed = commitment(nonce, content or ())
    connection.execute(
        "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*kept, committed, link(before, kept, committed)),
    )
    if content is not None:
        connection.execute(_INSERT_STATE, (kept[0], nonce, *content))
    return int(kept[0])


def next_position(connection: apsw.Connection) -> int:
    """Return the position of the next turn: those of erased turns are not given again."""
    newest: int = connection.execute("SELECT coalesce(max(position), 0) FROM turn_links").get
    return newest + 1


def append_turn_link(
    connection: apsw.Connection,
    position: int,
    turn_id: str,
    accepted_at: int,
    nonce: bytes,
    content: Sequence[object],
) -> None:
    """Append the link of a turn.

    Args:
        connection: In a transaction.
        position: The turn's.
        turn_id: Its id.
        accepted_at: When it was accepted, in microseconds.
        nonce: Kept with the turn's row.
        content: The values of `TURN_CONTENT`.
    """
    before = connection.execute(_LAST_TURN).get or START
    committed = commitment(nonce, content)
    kept = (position, turn_id, accepted_at)
    connection.execute(
        "INSERT INTO turn_links VALUES (?, ?, ?, ?, ?)",
        (*kept, committed, link(before, kept, committed)),
    )
