"""Which words of which turns memories stand on, and where else the same words are said."""

import json
import re
from collections.abc import Sequence

import apsw

from memory_agent.domain import Provenance
from memory_stores.ledger.rows import fetch

_ECHOED = 12
"""Characters from which a quote that stands in another turn, word for word, is an echo of it."""

_CITED = """
SELECT turn_id, span_start, span_end FROM states JOIN revisions AS r USING (number)
WHERE turn_id IN (SELECT value FROM json_each(:turns)) AND span_start IS NOT NULL
  AND r.memory_id NOT IN (SELECT value FROM json_each(:memories))
UNION
SELECT cause, cause_start, cause_end FROM states JOIN revisions AS r USING (number)
WHERE cause IN (SELECT value FROM json_each(:turns)) AND cause_start IS NOT NULL
  AND r.op IN ('add', 'update', 'reinforce')
  AND r.memory_id NOT IN (SELECT value FROM json_each(:memories))
"""


def cited(
    connection: apsw.Connection, turn_ids: Sequence[str], besides: Sequence[str]
) -> dict[str, list[tuple[int, int]]]:
    """Return the spans, by turn, that memories stand on.

    Args:
        connection: To read from.
        turn_ids: The turns.
        besides: The ids of memories that do not count.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    values = {"turns": json.dumps(list(turn_ids)), "memories": json.dumps(list(besides))}
    for turn_id, start, end in fetch(connection, _CITED, values):
        found.setdefault(turn_id, []).append((start, end))
    return found


def echoes(connection: apsw.Connection, texts: Sequence[str]) -> list[Provenance]:
    """Return where turns say texts word for word, letter case apart; short ones are passed over."""
    found = []
    for text in texts:
        if len(text) < _ECHOED or len(text.split()) < 2:
            continue
        rows = fetch(
            connection,
            "SELECT id, session_id, role, text FROM turns WHERE instr(lower(text), lower(?))",
            (text,),
        )
        for id_, session, role, said in rows:
            found += [
                Provenance(id_, session, role, match[0], *match.span())
                for match in re.finditer(re.escape(text), said, re.IGNORECASE)
            ]
    return found
