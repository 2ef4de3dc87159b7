"""BM25 over memories and turns, by SQLite's FTS5."""

from collections.abc import Sequence

from memory_stores.ledger.port import Collection, Filter
from memory_stores.ledger.queries import conditions
from memory_stores.ledger.rows import micros
from memory_stores.ledger.sqlite import SqliteLedger

_UNQUOTABLE = {ord('"'): " ", 0: " "}
# Not `rank`: to order by that column FTS5 prepares a statement of its own, in twice the time.
_MEMORIES = """
SELECT m.number, bm25(memories_text) AS score
FROM memories_text AS f JOIN memories AS m ON m.number = f.rowid
LEFT JOIN turns AS t ON t.id = m.turn_id
WHERE memories_text MATCH :query AND {where} ORDER BY score LIMIT :limit
"""
_TURNS = """
SELECT rowid, bm25(turns_text) AS score
FROM turns_text WHERE turns_text MATCH :query ORDER BY score LIMIT :limit
"""
_TURNS_WHERE = """
SELECT t.position, bm25(turns_text) AS score
FROM turns_text AS f JOIN turns AS t ON t.position = f.rowid
WHERE turns_text MATCH :query
  AND (:session IS NULL OR t.session_id = :session)
  AND (:agent IS NULL OR t.agent_id = :agent)
  AND (:as_of IS NULL OR t.accepted_at <= :as_of)
ORDER BY score LIMIT :limit
"""


def search_text(
    ledger: SqliteLedger, collection: Collection, words: Sequence[str], limit: int, wanted: Filter
) -> list[tuple[int, float]]:
    """Return the best matches of any of the words, best first.

    Args:
        ledger: Whose texts.
        collection: Memories or turns.
        words: What to look for; each is matched by its stem.
        limit: How many at most.
        wanted: Which memories (all its fields but ``as_of``) or turns (session, agent, ``as_of``).

    Returns:
        Pairs of number or position, and BM25 score (higher is better).
    """
    if not words:
        return []
    query = " OR ".join(f'"{word.translate(_UNQUOTABLE)}"' for word in words)
    values: dict[str, object] = {"query": query, "limit": limit}
    if collection == "memories":
        # What was known then is told apart by the caller: only revisions say so.
        where, more = conditions(Filter(status=None) if wanted.as_of else wanted)
        sql, values = _MEMORIES.format(where=where), values | more
    elif wanted.session_id or wanted.agent_id or wanted.as_of:
        sql = _TURNS_WHERE
        values |= {
            "session": wanted.session_id,
            "agent": wanted.agent_id,
            "as_of": micros(wanted.as_of),
        }
    else:
        sql = _TURNS
    with ledger.reading() as connection:
        return [(row[0], -row[1]) for row in connection.execute(sql, values)]
