"""Destroying content for good: the contents go, the links stay."""

import json
from collections.abc import Iterable

import apsw

from memory_agent.domain import Destroyed, Destruction, Provenance
from memory_stores.ledger.entities import forget_unnamed_entities
from memory_stores.ledger.links import append_revision
from memory_stores.ledger.rows import fetch
from memory_stores.ledger.text_index import drop_text, index_text

STRUCK = "█"
"""What stands in the place of a character that was struck out of a turn; as long, so that the spans
of other memories stay right."""

ERASED = "erased"
"""What stands in the place of a reason that held erased words."""

_TELLING = 6
"""Characters from which a text says something wherever it stands."""

_LISTED = "(SELECT value FROM json_each(?))"


class _Destroying:
    """One destruction, in one transaction."""

    def __init__(self, connection: apsw.Connection, recorded_at: int) -> None:
        self._connection = connection
        self._recorded_at = recorded_at
        self.texts: list[str] = []
        self.vectors: list[bytes] = []
        self.revisions: set[int] = set()
        self.struck_turns: list[int] = []

    def vectors_of(self, collection: str, owners: Iterable[int]) -> None:
        listed = json.dumps(list(owners))
        where = f"WHERE collection = ? AND owner IN {_LISTED}"
        rows = fetch(self._connection, f"SELECT vector FROM vectors {where}", (collection, listed))
        self.vectors += [row[0] for row in rows]
        self._connection.execute(f"DELETE FROM vectors {where}", (collection, listed))

    def states(self, numbers: Iterable[int]) -> None:
        listed = (json.dumps(list(numbers)),)
        rows = fetch(
            self._connection,
            f"SELECT number, text, reason FROM states WHERE number IN {_LISTED}",
            listed,
        )
        self.texts += dict.fromkeys(row[1] for row in rows)
        self.revisions |= {row[0] for row in rows}
        self._connection.execute(f"DELETE FROM states WHERE number IN {_LISTED}", listed)

    def memory(self, memory_id: str) -> None:
        rows = fetch(
            self._connection,
            "SELECT number, version FROM revisions WHERE memory_id = ? ORDER BY number",
            (memory_id,),
        )
        (first, _), (_, version) = rows[0], rows[-1]
        self._connection.execute("DELETE FROM relations WHERE memory_id = ?", (memory_id,))
        text = self._connection.execute("SELECT text FROM memories WHERE id = ?", (memory_id,)).get
        drop_text(self._connection, "memories_text", first, text)
        self._connection.execute("DELETE FROM memories WHERE id = ?", (memory_id,))
        self.states(row[0] for row in rows)
        self.vectors_of("memories", [first])
        kept = (memory_id, version + 1, "erase", "user", self._recorded_at, None, None, None, None)
        append_revision(self._connection, (None, *kept), None)

    def turn(self, turn_id: str) -> None:
        rows = fetch(
            self._connection,
            "SELECT position, text, metadata FROM turns WHERE id = ?",
            (turn_id,),
        )
        for position, text, metadata in rows:
            self.texts += [text, *json.loads(metadata).values()]
            self.vectors_of("turns", [position])
            drop_text(self._connection, "turns_text", position, text)
            self.struck_turns.append(position)
            for delete in (
                "DELETE FROM queue WHERE position = ?",
                "DELETE FROM ignored WHERE cause = (SELECT id FROM turns WHERE position = ?)",
                "DELETE FROM turns WHERE position = ?",
            ):
                self._connection.execute(delete, (position,))

    def words(self, turn_id: str, spans: Iterable[Provenance]) -> None:
        """Strike words out of a turn that stays."""
        rows = fetch(self._connection, "SELECT position, text FROM turns WHERE id = ?", (turn_id,))
        for position, text in rows:
            letters = list(text)
            for span in spans:
                self.texts.append(span.quote)
                letters[span.start : span.end] = STRUCK * (span.end - span.start)
                self._connection.execute(
                    "DELETE FROM ignored WHERE cause = ? AND span_start < ? AND span_end > ?",
                    (turn_id, span.end, span.start),
                )
            self.vectors_of("turns", [position])
            drop_text(self._connection, "turns_text", position, text)
            self._connection.execute(
                "UPDATE turns SET text = ?, nonce = NULL WHERE position = ?",
                ("".join(letters), position),
            )
            index_text(self._connection, "turns_text", position, "".join(letters))
            self.struck_turns.append(position)

    def mentions(self, undone: Iterable[str]) -> None:
        """Strike the erased texts out of reasons, refusals and logged contexts."""
        for text in dict.fromkeys(t for t in self.texts if len(t) >= _TELLING):
            rows = fetch(
                self._connection, "SELECT number FROM states WHERE instr(reason, ?)", (text,)
            )
            self._strike_reasons(row[0] for row in rows)
            self._connection.execute("DELETE FROM ignored WHERE instr(text, ?)", (text,))
            self._connection.execute(
                "DELETE FROM contexts WHERE instr(text, ?1) OR instr(query, ?1)", (text,)
            )
        rows = fetch(
            self._connection,
            "SELECT s.number FROM states AS s JOIN revisions AS r USING (number) "
            f"WHERE r.cause IN {_LISTED}",
            (json.dumps(list(undone)),),
        )
        self._strike_reasons(row[0] for row in rows)

    def shown(self, ids: Iterable[str]) -> None:
        """Drop the logged contexts that showed memories or turns."""
        self._connection.execute(
            "DELETE FROM contexts WHERE number IN (SELECT c.number FROM contexts AS c, "
            f"json_each(c.memories) AS e WHERE e.value IN {_LISTED} UNION SELECT c.number "
            f"FROM contexts AS c, json_each(c.turns) AS e WHERE e.value IN {_LISTED})",
            (json.dumps(list(ids)),) * 2,
        )

    def _strike_reasons(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.revisions.add(number)
            self._connection.execute(
                "UPDATE states SET reason = ?, nonce = NULL WHERE number = ?", (ERASED, number)
            )


def destroy(connection: apsw.Connection, destruction: Destruction, recorded_at: int) -> Destroyed:
    """Destroy what an erasure is to; its changes are recorded already.

    Args:
        connection: In a transaction.
        destruction: What goes.
        recorded_at: When, in microseconds.
    """
    doing = _Destroying(connection, recorded_at)
    by_turn: dict[str, list[Provenance]] = {}
    for words in destruction.words:
        by_turn.setdefault(words.turn_id, []).append(words)
    for memory_id in sorted(destruction.memories):
        doing.memory(memory_id)
    doing.states(sorted(destruction.states))
    for turn_id in sorted(destruction.turns):
        doing.turn(turn_id)
    for turn_id, spans in by_turn.items():
        doing.words(turn_id, spans)
    doing.mentions(sorted(destruction.turns))
    doing.shown([*destruction.memories, *destruction.turns, *by_turn])
    forget_unnamed_entities(connection)
    struck = {"revisions": sorted(doing.revisions), "turns": doing.struck_turns}
    connection.execute(
        "INSERT INTO erasures (begun_at, struck) VALUES (?, ?)", (recorded_at, json.dumps(struck))
    )
    return Destroyed(
        erasure=connection.last_insert_rowid(),
        memories=len(destruction.memories),
        turns=len(destruction.turns) + len(by_turn),
        revisions=len(doing.revisions),
        texts=tuple(dict.fromkeys(doing.texts)),
        vectors=tuple(doing.vectors),
    )
