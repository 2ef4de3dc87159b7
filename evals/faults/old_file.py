"""A user's file as schema 2 held it, which the next open brings up to the newest."""

import json
from pathlib import Path

from evals.faults.embedder import Hashing
from memory_stores.ledger import migrations
from memory_stores.ledger.connection import connect
from memory_stores.ledger.naming import user_file

_AT = 1_767_225_600_000_000
"""The first of January 2026, in microseconds."""

_INSERTS = (
    "INSERT INTO turns VALUES (?1, 't-' || ?1, NULL, 'default', 'user', NULL, NULL, ?2, ?3, 0, ?3, "
    "'{}')",
    "INSERT INTO turns_text (rowid, text) VALUES (?1, ?2)",
    "INSERT INTO revisions VALUES (?1, 'm-' || ?1, 1, 'add', 'it was said', 'local', ?3, ?4, "
    "'t-' || ?1, NULL)",
    "INSERT INTO memories VALUES (?1, 'm-' || ?1, ?1, 1, 'fact', ?2, 'current', 1.0, ?3, NULL, "
    "NULL, NULL, 0, NULL, NULL, 0, 't-' || ?1, 0, ?6)",
    "INSERT INTO memories_text (rowid, text) VALUES (?1, ?2)",
    "INSERT INTO vectors VALUES (2 * ?1, 'memories', ?1, 'hashing', ?5)",
    "INSERT INTO vectors VALUES (2 * ?1 + 1, 'turns', ?1, 'hashing', ?5)",
)
"""Number, text, moment, state, vector, length; schema 2 is history, and so are these."""


def make_old_file(home: Path, user_id: str, memories: int) -> None:
    """Make a file of schema 2.

    To be called in a process that does nothing else: it makes that process believe that there are
    two migrations.

    Args:
        home: The home; its ``users`` folder exists.
        user_id: Whose file it is to be.
        memories: How many memories it holds, each from a turn of its own.
    """
    steps = migrations.available()
    migrations.available = lambda: steps[:2]
    connection = connect(user_file(home / "users", user_id), busy_timeout=5)
    connection.execute("INSERT INTO meta VALUES ('user_id', ?)", (user_id.encode(),))
    connection.execute("INSERT INTO meta VALUES ('salt', randomblob(32))")
    texts = [f"Note {number} of {user_id}" for number in range(1, memories + 1)]
    vectors = Hashing().embed(texts)
    connection.execute("BEGIN")
    for number, (text, vector) in enumerate(zip(texts, vectors, strict=True), 1):
        at = _AT + number
        row = (number, text, at, _state(number, text, at), vector.astype("<f4").tobytes())
        for insert in _INSERTS:
            used = 6 if "?6" in insert else max(n for n in range(1, 6) if f"?{n}" in insert)
            connection.execute(insert, (*row, len(text))[:used])
    connection.execute("COMMIT")
    connection.close()
    migrations.available = lambda: steps


def _state(number: int, text: str, at: int) -> str:
    said = {"turn_id": f"t-{number}", "span_start": 0, "span_end": len(text)}
    nothing = dict.fromkeys(("subject", "predicate", "object", "valid_from", "valid_to"))
    known = {"id": f"m-{number}", "version": 1, "kind": "fact", "text": text, "status": "current"}
    return json.dumps(
        known | nothing | said | {"confidence": 1.0, "recorded_at": at, "polarity": 0, "pinned": 0}
    )
