"""Files as earlier versions of memory-agent have left them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from memory_stores.ledger import migrations
from memory_stores.ledger.connection import connect
from tests.stores.making import MODEL

AT = 1_767_225_600_000_000
"""The first of January 2026, in microseconds."""

DAY = 86_400_000_000
Row = tuple[Any, ...]
STATE: dict[str, Any] = {
    **{"id": "m-1", "version": 1, "kind": "fact", "text": "The user lives in Lyon."},
    **{"status": "current", "confidence": 0.9, "recorded_at": AT},
    **{"subject": "user", "predicate": "lives in", "object": "Lyon", "polarity": 0},
    **{"valid_from": None, "valid_to": None, "pinned": 0},
    **{"turn_id": "t-1", "span_start": 2, "span_end": 14},
}
FIRST_DATA = f"""
INSERT INTO meta VALUES ('user_id', CAST('ana' AS BLOB)), ('salt', randomblob(32));
INSERT INTO turns VALUES (1, 't-1', NULL, 'default', 'user', NULL, NULL, 'I live in Lyon.',
    1767225600000000, 0, 1767225600000000, '{{}}');
INSERT INTO turns_text (rowid, text) VALUES (1, 'I live in Lyon.');
INSERT INTO queue VALUES (1, 1);
INSERT INTO revisions VALUES (1, 'm-1', 1, 'add', 'it was said', 'test', 1767225600000000,
    '{json.dumps(STATE)}', 't-1', NULL);
INSERT INTO memories VALUES (1, 'm-1', 1, 1, 'fact', 'The user lives in Lyon.', 'current', 0.9,
    1767225600000000, 'user', 'lives in', 'Lyon', 0, NULL, NULL, 0, 't-1', 2, 14);
INSERT INTO memories_text (rowid, text) VALUES (1, 'The user lives in Lyon.');
INSERT INTO entities VALUES ('user', 'user'), ('lyon', 'Lyon');
INSERT INTO relations VALUES ('m-1', 'user', 'lives in', 'lyon', NULL, NULL);
INSERT INTO vectors VALUES (7, 'memories', 1, '{MODEL}', x'0000803f00000000');
"""
"""What schemas 1 and 2 held of Ana; never to be changed."""


def _state(memory_id: str, version: int, **changed: Any) -> str:
    nothing = dict.fromkeys(STATE) | {"polarity": 0, "pinned": 0, "confidence": 0.9}
    base = STATE if memory_id == "m-1" else nothing
    return json.dumps(base | {"id": memory_id, "version": version} | changed)


MIA: dict[str, Any] = {
    **{"kind": "fact", "text": "Mia is a “nurse”, née Roux 🙂.", "turn_id": "t-2"},
    **{"subject": "Mia", "predicate": "is", "object": "nurse", "polarity": -1},
    **{"valid_from": AT - DAY, "valid_to": AT + 9 * DAY, "span_start": 0, "span_end": 3},
}
NEAR: dict[str, Any] = {"text": "The user lives in Lyon, near the river."}
OSLO: dict[str, Any] = {
    **{"kind": "preference", "text": "The user prefers Oslo.", "status": "current", "pinned": 1}
}
MIA_SAID = "Mia is a “nurse” 🙂."
SECOND_TURNS = [
    (
        *(2, "t-2", bytes(range(32)), "talk", "user", "Ana", "cook", MIA_SAID),
        *(AT - 3 * DAY, -7200, AT + 2 * DAY, '{"from": "a çhat", "n": 1.5}'),
    ),
    (3, "t-3", None, "talk", "assistant", None, None, "Oslo?", AT, 0, AT + 4 * DAY, "{}"),
]
SECOND_REVISIONS = [
    (
        *(2, "m-1", 2, "update", "by hand", "user", AT + DAY),
        *(_state("m-1", 2, **NEAR, recorded_at=AT + DAY), None, None),
    ),
    (
        *(3, "m-2", 1, "add", "it was said", "local", AT + 2 * DAY),
        *(_state("m-2", 1, **MIA, status="current", recorded_at=AT + 2 * DAY), "t-2", None),
    ),
    (
        *(4, "m-2", 2, "fade", "it is over", "policy:expire", AT + 3 * DAY),
        *(_state("m-2", 2, **MIA, status="faded", recorded_at=AT + 3 * DAY), None, None),
    ),
    (
        *(5, "m-1", 3, "supersede", "Oslo is preferred", "local", AT + 4 * DAY),
        *(_state("m-1", 3, **NEAR, status="superseded", recorded_at=AT + 4 * DAY), "t-3", None),
    ),
    (
        *(6, "m-3", 1, "add", "it was said", "local", AT + 4 * DAY),
        *(_state("m-3", 1, **OSLO, recorded_at=AT + 4 * DAY), "t-3", 5),
    ),
]
SECOND_MEMORIES = [
    (
        *(2, "m-2", 4, 2, "fact", MIA["text"], "faded", 0.9, AT + 3 * DAY, "Mia", "is", "nurse"),
        *(-1, AT - DAY, AT + 9 * DAY, 0, "t-2", 0, 3),
    ),
    (
        *(3, "m-3", 6, 1, "preference", OSLO["text"], "current", 0.9, AT + 4 * DAY),
        *(None, None, None, 0, None, None, 1, None, None, None),
    ),
]
SECOND_VECTORS = [
    (8, "memories", 3, MODEL, bytes.fromhex("000000000000803f")),
    (9, "memories", 2, MODEL, bytes.fromhex("000000bf0000003f")),
    (12, "memories", 3, "another", bytes.fromhex("0000803f")),
    (13, "turns", 2, MODEL, bytes.fromhex("0000003f0000003f")),
]
SECOND_DATA: tuple[tuple[str, Sequence[Row]], ...] = (
    ("INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", SECOND_TURNS),
    ("INSERT INTO turns_text (rowid, text) VALUES (?, ?)", [(2, MIA_SAID), (3, "Oslo?")]),
    ("INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", SECOND_REVISIONS),
    (
        "UPDATE memories SET changed = 5, version = 3, status = 'superseded', text = ?, "
        "recorded_at = ? WHERE number = 1",
        [(NEAR["text"], AT + 4 * DAY)],
    ),
    (
        "INSERT INTO memories VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        SECOND_MEMORIES,
    ),
    ("DELETE FROM memories_text WHERE rowid = ?", [(1,)]),
    (
        "INSERT INTO memories_text (rowid, text) VALUES (?, ?)",
        [(1, NEAR["text"]), (2, MIA["text"]), (3, OSLO["text"])],
    ),
    ("INSERT INTO entities VALUES (?, ?)", [("mia", "Mia"), ("nurse", "nurse")]),
    (
        "INSERT INTO relations VALUES (?, ?, ?, ?, ?, ?)",
        [("m-2", "mia", "is", "nurse", None, None)],
    ),
    ("INSERT INTO vectors VALUES (?, ?, ?, ?, ?)", SECOND_VECTORS),
)
"""What schema 2 held of a longer life, after `FIRST_DATA`; never to be changed."""

STEPS = migrations.available()


def make(path: Path, schema: int, *, longer: bool = False) -> None:
    """Make Ana's file as the version of memory-agent that knew this schema would have.

    Args:
        path: Where.
        schema: A later one than 2 is reached from there, by the migrations up to it.
        longer: Whether `SECOND_DATA` is in it too; from schema 2.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "available", lambda: STEPS[: min(schema, 2)])
        connection = connect(path, busy_timeout=1)
        connection.execute(FIRST_DATA)
        for statement, rows in SECOND_DATA if longer else ():
            connection.executemany(statement, rows)
        connection.close()
        patch.setattr(migrations, "available", lambda: STEPS[:schema])
        connect(path, busy_timeout=1).close()
