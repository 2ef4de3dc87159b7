"""What 0003 cannot say in SQL: the contents of the old rows, committed to and chained."""

import json

import apsw

from memory_stores.ledger.chaining import fresh_nonce
from memory_stores.ledger.links import append_revision, append_turn_link
from memory_stores.ledger.rows import STATE_COLUMNS, TURN_CONTENT, fetch

_TURNS = f"SELECT position, id, accepted_at, {TURN_CONTENT} FROM turns ORDER BY position"
_RENUMBER = """
CREATE TEMP TABLE renumbered (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
INSERT INTO renumbered SELECT m.number, r.number
FROM memories AS m JOIN revisions AS r ON r.memory_id = m.id AND r.version = 1;
UPDATE memories SET number = -(SELECT new FROM renumbered WHERE old = number);
UPDATE memories SET number = -number;
UPDATE vectors SET owner = -(SELECT new FROM renumbered WHERE old = owner)
WHERE collection = 'memories';
UPDATE vectors SET owner = -owner WHERE collection = 'memories';
INSERT INTO memories_text (memories_text) VALUES ('rebuild');
INSERT INTO turns_text (turns_text) VALUES ('rebuild');
DROP TABLE renumbered;
CREATE INDEX old_displaced ON old_revisions (displaced);  -- Else dropping it is quadratic
DROP TABLE old_revisions;
"""


def chain_old_rows(connection: apsw.Connection) -> None:
    """Chain every turn and revision of schema 2, oldest first."""
    for position, id_, accepted_at, *content in fetch(connection, _TURNS):
        nonce = fresh_nonce()
        connection.execute("UPDATE turns SET nonce = ? WHERE position = ?", (nonce, position))
        append_turn_link(connection, position, id_, accepted_at, nonce, content)
    old = fetch(
        connection,
        "SELECT number, memory_id, version, op, actor, recorded_at, cause, displaced, reason, "
        "state FROM old_revisions ORDER BY number",
    )
    for number, memory_id, version, op, actor, recorded_at, cause, displaced, reason, state in old:
        values = json.loads(state)
        values["confidence"] = float(values["confidence"])
        append_revision(
            connection,
            (number, memory_id, version, op, actor, recorded_at, cause, None, None, displaced),
            (reason, *(values[column] for column in STATE_COLUMNS)),
        )
    connection.execute(_RENUMBER)
