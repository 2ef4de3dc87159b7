"""Saving what can be read of a damaged database."""

import secrets
from collections.abc import Sequence

import apsw

from memory_agent.domain.errors import LedgerDamaged
from memory_stores.ledger.home import LedgerHome
from memory_stores.ledger.naming import user_file
from memory_stores.ledger.rows import Row, fetch
from memory_stores.lives import fields
from memory_stores.lives.building import building
from memory_stores.lives.damaged import Table, opened_damaged
from memory_stores.lives.exporting import Progress, write_life
from memory_stores.lives.fields import Field, Wrong
from memory_stores.lives.files import Place, to_write
from memory_stores.lives.format import (
    CONTEXT,
    ERASURE,
    IGNORED,
    QUEUE,
    REVISION,
    TURN,
    VECTOR,
)
from memory_stores.lives.mending import mend

_BUSY_TIMEOUT = 5.0
_NUMBER = fields.number("number")
_POSITIONS = tuple(
    f"SELECT max(position) FROM {table}" for table in ("turn_links", "turns", "queue")
)
_NUMBERS = (
    "SELECT max(number) FROM revisions",
    "SELECT max(number) FROM states",
    "SELECT max(changed) FROM memories",
)
_MEMORY = (
    _NUMBER,
    fields.text("id"),
    fields.number("changed"),
    fields.number("version"),
    fields.at("recorded_at"),
    *REVISION.content[2:],
)


def _own(table: str) -> tuple[str, ...]:
    return (f"SELECT max(rowid) FROM {table}", f"SELECT count(*) FROM {table}")


_TABLES: dict[str, tuple[Sequence[Field], Sequence[str]]] = {
    "turn_links": (TURN.fields, _POSITIONS),
    "turns": ((*TURN.fields[:3], *TURN.content), _POSITIONS),
    "revisions": (REVISION.fields, _NUMBERS),
    "states": ((_NUMBER, *REVISION.content), _NUMBERS),
    "memories": (_MEMORY, _NUMBERS),
    "ignored": (IGNORED.fields, _own("ignored")),
    "queue": (QUEUE.fields, _POSITIONS),
    "erasures": (ERASURE.fields, _own("erasures")),
    "contexts": (CONTEXT.fields, _own("contexts")),
    "vectors": (
        (_NUMBER, *VECTOR.fields),
        (*_own("vectors"), "SELECT seq FROM sqlite_sequence WHERE name = 'vectors'"),
    ),
}
"""What is read of each table, and where its highest row number may stand."""

_COUNTED = ("ignored", "queue", "erasures", "contexts", "vectors")


def salvage_life(
    ledgers: LedgerHome, user_id: str, place: Place, progress: Progress | None = None
) -> dict[str, int]:
    """Write what can be read of a damaged life to a file that can be imported.

    The database is not changed. What can be read is put together in another one, beside it and
    under the same key, which is gone afterwards.

    Args:
        ledgers: The home.
        user_id: Whose life; something is kept of them.
        place: A path, which is written whole or not at all, or a file open in binary mode.
        progress: Told how many more records have been written.

    Returns:
        How many records of each type were written, and as ``lost_…`` how many are lost.

    Raises:
        LedgerDamaged: If nothing of it can be read.
        StoreError: If the path cannot be written.
    """
    path = user_file(ledgers.users_folder, user_id)
    keys = ledgers.keys_to_try(path)
    with opened_damaged(path, keys, _BUSY_TIMEOUT) as source, building(path, keys[-1]) as built:
        target = built.connection
        for (name,) in fetch(target, "SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            target.execute(f'DROP TRIGGER "{name}"')
        _copy_meta(source, target, user_id)
        lost = {table: _copy(source, target, table) for table in _TABLES}
        before = _counts(target)
        mended = mend(target)
        after = _counts(target)
        for name in ("ignored", "queue", "vectors"):
            lost[name] += before[name] - after[name]
        with to_write(place) as file:
            counts = write_life(target, file, progress)
    return (
        counts
        | {f"lost_{name}": count for name, count in mended.items()}
        | {f"lost_{name}": lost[name] for name in _COUNTED}
    )


def _copy_meta(source: apsw.Connection, target: apsw.Connection, user_id: str) -> None:
    kept: dict[str, object] = {}
    for key in ("user_id", "salt", "salvaged"):
        try:
            kept[key] = source.execute("SELECT value FROM meta WHERE key = ?", (key,)).get
        except apsw.Error:
            kept[key] = None
    owner = kept["user_id"]
    if owner is not None and owner != user_id.encode():
        raise LedgerDamaged("the file belongs to another user; restore the right copy")
    salt = kept["salt"]
    values = {
        "user_id": user_id.encode(),
        # Without it, what was read in from an archive is not known again.
        "salt": salt if isinstance(salt, bytes) and len(salt) == 32 else secrets.token_bytes(32),
    } | ({"salvaged": 1} if kept["salvaged"] else {})
    target.executemany("INSERT INTO meta VALUES (?, ?)", list(values.items()))


def _copy(source: apsw.Connection, target: apsw.Connection, table: str) -> int:
    """Copy the rows that can be read and are what they should be; return how many are lost."""
    held, last = _TABLES[table]
    names = [field.name for field in held]
    rows = Table(source, table, names, last)
    insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    refused = 0
    for row in rows:
        try:
            target.execute(insert, _checked(held, row))
        except (Wrong, apsw.ConstraintError):
            refused += 1
    return rows.lost + refused


def _checked(held: Sequence[Field], row: Row) -> Row:
    """Return a row if each column holds what an export may hold."""
    for field, value in zip(held, row, strict=True):
        if field.decode is None:
            field.value(value)
        elif isinstance(value, bytes):
            field.value(field.encode(value))
        elif value is not None:
            raise Wrong(f"{field.name} is no bytes")
    return row


def _counts(connection: apsw.Connection) -> dict[str, int]:
    return {table: connection.execute(f"SELECT count(*) FROM {table}").get for table in _COUNTED}
