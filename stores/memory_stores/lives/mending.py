"""Making what was read of a damaged database a life again: whole, chained, and with no loose ends.

What is lost stands as if it had been erased. A turn or revision that is lost with its link leaves a
link that says so in its place, so that all others keep their numbers.
"""

import json
import secrets

import apsw

from memory_agent.domain.times import now
from memory_stores.ledger.chaining import START, commitment, link
from memory_stores.ledger.rebuilding import EXPECTED_MEMORIES
from memory_stores.ledger.rows import STATE_COLUMNS, fetch, micros
from memory_stores.lives.arriving import UNEXPLAINED_REVISIONS, UNEXPLAINED_TURNS
from memory_stores.lives.format import REVISION, TURN, RecordType

_NO_LINK = "zeroblob(32), zeroblob(32)"
_STATE = ", ".join(STATE_COLUMNS)

_FROM_MEMORIES = f"""
-- What is known now is written twice: the projection has what the ledger has lost.
INSERT OR IGNORE INTO states (number, nonce, reason, {_STATE})
SELECT changed, NULL, 'its reason was lost', {_STATE} FROM memories
WHERE changed NOT IN (SELECT number FROM revisions WHERE op = 'erase');

INSERT OR IGNORE INTO revisions
SELECT changed, id, version, iif(version = 1, 'add', 'update'), 'salvage', recorded_at, turn_id,
       span_start, span_end, NULL, {_NO_LINK} FROM memories;
"""

_TURNS = f"""
INSERT OR IGNORE INTO turn_links SELECT position, id, accepted_at, {_NO_LINK} FROM turns;
DELETE FROM turns WHERE position NOT IN (SELECT position FROM turn_links);
UPDATE turns SET id = l.id, accepted_at = l.accepted_at FROM turn_links AS l
WHERE l.position = turns.position AND (l.id <> turns.id OR l.accepted_at <> turns.accepted_at);

WITH RECURSIVE places (position) AS (
    SELECT 1 UNION ALL SELECT position + 1 FROM places
    WHERE position < (SELECT max(position) FROM turn_links)
)
INSERT OR IGNORE INTO turn_links
SELECT position, 't-lost-' || position,
       coalesce((SELECT accepted_at FROM turn_links AS l WHERE l.position < p.position
                 ORDER BY l.position DESC LIMIT 1), 0), {_NO_LINK}
FROM places AS p WHERE p.position NOT IN (SELECT position FROM turn_links)
    AND EXISTS (SELECT 1 FROM turn_links);
"""

_REVISIONS = f"""
DELETE FROM states WHERE number NOT IN (SELECT number FROM revisions WHERE op <> 'erase');

-- A memory is what its newest content says: what came after it is lost altogether.
UPDATE revisions SET memory_id = 'm-lost-' || number, version = 1, op = 'erase', cause = NULL,
       cause_start = NULL, cause_end = NULL, displaced = NULL
WHERE op <> 'erase' AND number > coalesce(
    (SELECT max(r.number) FROM revisions AS r LEFT JOIN states AS s USING (number)
     WHERE r.memory_id = revisions.memory_id AND (s.number IS NOT NULL OR r.op = 'erase')), 0);

WITH RECURSIVE numbers (number) AS (
    SELECT 1 UNION ALL SELECT number + 1 FROM numbers
    WHERE number < (SELECT max(number) FROM revisions)
)
INSERT OR IGNORE INTO revisions
SELECT number, 'm-lost-' || number, 1, 'erase', 'salvage',
       coalesce((SELECT recorded_at FROM revisions AS r WHERE r.number < n.number
                 ORDER BY r.number DESC LIMIT 1), 0),
       NULL, NULL, NULL, NULL, {_NO_LINK}
FROM numbers AS n WHERE n.number NOT IN (SELECT number FROM revisions)
    AND EXISTS (SELECT 1 FROM revisions);

CREATE TEMP TABLE versions (number INTEGER PRIMARY KEY, version INTEGER, right INTEGER);
INSERT INTO versions SELECT number, version, row_number() OVER (
    PARTITION BY memory_id ORDER BY number) FROM revisions;
DELETE FROM versions WHERE version = right;
UPDATE revisions SET version = -number WHERE number IN (SELECT number FROM versions);
UPDATE revisions SET version = (SELECT right FROM versions AS v WHERE v.number = revisions.number)
WHERE version < 0;
"""

_REFERENCES = """
UPDATE revisions SET displaced = NULL WHERE displaced >= number;
UPDATE revisions SET cause = NULL, cause_start = NULL, cause_end = NULL
WHERE cause NOT IN (SELECT id FROM turn_links);
UPDATE revisions SET cause_start = NULL, cause_end = NULL
WHERE cause IS NULL OR cause_start > cause_end OR (cause_start IS NULL) <> (cause_end IS NULL)
    OR cause_end > (SELECT length(text) FROM turns WHERE id = cause);
UPDATE states SET nonce = NULL, turn_id = NULL, span_start = NULL, span_end = NULL
WHERE (turn_id IS NULL) <> (span_start IS NULL) OR turn_id IS NOT NULL AND (
    turn_id NOT IN (SELECT id FROM turns) OR span_start > span_end OR
    (span_start IS NULL) <> (span_end IS NULL) OR
    span_end > (SELECT length(text) FROM turns WHERE id = turn_id));
DELETE FROM queue WHERE position NOT IN (SELECT position FROM turns);
DELETE FROM ignored WHERE cause NOT IN (SELECT id FROM turns) OR span_start > span_end
    OR span_end > (SELECT length(text) FROM turns WHERE id = cause);
"""

_VECTORS = f"""
DELETE FROM vectors WHERE collection = 'turns' AND owner NOT IN (SELECT position FROM turns);
DELETE FROM vectors WHERE collection = 'memories' AND owner NOT IN (
    SELECT e.number FROM ({EXPECTED_MEMORIES}) AS e
    JOIN memories AS m ON m.number = e.number AND m.changed = e.changed AND m.text = e.text);
CREATE TEMP TABLE sizes AS SELECT model, length(vector) AS size, count(*) AS counted
FROM vectors GROUP BY 1, 2;
DELETE FROM vectors WHERE length(vector) <> (
    SELECT size FROM sizes WHERE sizes.model = vectors.model ORDER BY counted DESC LIMIT 1);
"""


def mend(connection: apsw.Connection) -> dict[str, int]:
    """Mend a life; return how many turns and revisions were lost, and whether links were made anew.

    Args:
        connection: Of a database of its own, in a transaction, without triggers; it holds the rows
            that could be read.
    """
    _drop_altered(connection)
    for step in (_FROM_MEMORIES, _TURNS, _REVISIONS, _REFERENCES, _VECTORS):
        connection.execute(step)
    lost = _explain(connection)
    placeholders = "SELECT count(*) FROM revisions WHERE memory_id = 'm-lost-' || number"
    lost["revisions"] += connection.execute(placeholders).get
    changed = _relink(connection, TURN, "turn_links") + _relink(connection, REVISION, "revisions")
    if changed:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('salvaged', 1)")
    return lost


def _drop_altered(connection: apsw.Connection) -> None:
    """Drop the contents that say something else than when they were recorded."""
    for type_, table, key in ((TURN, "turns", "position"), (REVISION, "states", "number")):
        size = len(type_.fields)
        altered = [
            (row[0],)
            for row in connection.execute(type_.select)
            if row[size + 1] is not None
            and commitment(row[size + 1], row[size + 2 :]) != row[size - 2]
        ]
        connection.executemany(f"DELETE FROM {table} WHERE {key} = ?", altered)


def _explain(connection: apsw.Connection) -> dict[str, int]:
    """Write down, as an erasure, what has no content, or no nonce, and no erasure to say why."""
    struck: dict[str, set[int]] = {"revisions": set(), "turns": set()}
    for (told,) in fetch(connection, "SELECT struck FROM erasures"):
        for kind, numbers in json.loads(told).items():
            struck[kind] |= set(numbers)
    lost = {
        kind: sorted({row[0] for row in fetch(connection, select)} - struck[kind])
        for kind, select in (("revisions", UNEXPLAINED_REVISIONS), ("turns", UNEXPLAINED_TURNS))
    }
    if any(lost.values()):
        moment = micros(now())
        connection.execute(
            "INSERT INTO erasures (begun_at, finished_at, struck) VALUES (?, ?, ?)",
            (moment, moment, json.dumps(lost)),
        )
    return {kind: len(numbers) for kind, numbers in lost.items()}


def _relink(connection: apsw.Connection, type_: RecordType, table: str) -> int:
    """Make the links again where they do not fit; return how many."""
    size, before, anew = len(type_.fields), START, []
    key = type_.fields[0].name
    for row in connection.execute(type_.select):
        committed, nonce = row[size - 2], row[size + 1]
        if nonce is not None:
            committed = commitment(nonce, row[size + 2 :])
        elif not any(committed):
            committed = secrets.token_bytes(32)
        linked = link(before, row[: size - 2], committed)
        if (committed, linked) != row[size - 2 : size]:
            anew.append((committed, linked, row[0]))
        before = linked
    connection.executemany(f"UPDATE {table} SET commitment = ?, link = ? WHERE {key} = ?", anew)
    return len(anew)
