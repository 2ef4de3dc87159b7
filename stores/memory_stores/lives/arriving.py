"""Taking up a life record by record: each is checked against those before it, then written."""

import json
from functools import lru_cache

import apsw

from memory_stores.ledger.chaining import START, commitment, link
from memory_stores.ledger.rebuilding import rebuild
from memory_stores.ledger.rows import STATE_COLUMNS, TURN_CONTENT, Row
from memory_stores.lives.fields import Wrong
from memory_stores.lives.format import (
    CONTEXT,
    ERASURE,
    IGNORED,
    QUEUE,
    REVISION,
    TURN,
    VECTOR,
    RecordType,
)

_TURN = f"INSERT INTO turns (position, id, accepted_at, nonce, {TURN_CONTENT}) VALUES "
_STATE = f"INSERT INTO states (number, nonce, reason, {', '.join(STATE_COLUMNS)}) VALUES "
_AS_IT_IS = {IGNORED: "ignored", QUEUE: "queue", ERASURE: "erasures", CONTEXT: "contexts"}
UNEXPLAINED_REVISIONS = """
SELECT r.number FROM revisions AS r LEFT JOIN states AS s USING (number)
WHERE s.nonce IS NULL AND r.op <> 'erase'
"""
"""The revisions that an erasure must have taken content or words from."""

UNEXPLAINED_TURNS = """
SELECT l.position FROM turn_links AS l LEFT JOIN turns AS t USING (position) WHERE t.nonce IS NULL
"""
"""The turns that an erasure must have taken content or words from."""


class Arriving:
    """A life that is being taken up.

    Args:
        connection: Of an empty database, in a transaction.
        user_id: Whose it becomes.
        salt: Of the keyed hashes, 32 bytes.
        salvaged: Whether its links were made anew.
    """

    def __init__(
        self, connection: apsw.Connection, user_id: str, salt: bytes, salvaged: bool
    ) -> None:
        self._connection = connection
        self._links = {TURN: START, REVISION: START}
        self._newest: dict[RecordType, object] = {}
        self._lengths: dict[str, int] = {}
        self._projected = False
        self._length = lru_cache(1024)(self._read_length)
        meta = {"user_id": user_id.encode(), "salt": salt} | ({"salvaged": 1} if salvaged else {})
        connection.executemany("INSERT INTO meta VALUES (?, ?)", list(meta.items()))
        connection.execute(
            "CREATE TEMP TABLE struck (kind TEXT, number INTEGER, PRIMARY KEY (kind, number)) "
            "WITHOUT ROWID"
        )

    def take(self, type_: RecordType, row: Row, content: Row | None) -> None:
        """Check one record and write it.

        Raises:
            Wrong: If it does not fit what came before it.
            apsw.ConstraintError: If it has the id or key of an earlier one.
        """
        if type_ is TURN:
            self._turn(row, content)
        elif type_ is REVISION:
            self._revision(row, content)
        elif type_ is VECTOR:
            self._vector(row)
        else:
            self._in_order(type_, row[0])
            if type_ is IGNORED:
                self._words(f"ignored {row[0]}", row[1], row[2], row[3], there=True)
            elif type_ is QUEUE and not self._has("turns", "position", row[0]):
                raise Wrong(f"turn {row[0]} waits, but is not in the file, or is erased")
            elif type_ is ERASURE:
                self._struck(row[3])
            self._insert(f"INSERT INTO {_AS_IT_IS[type_]} VALUES ", row)

    def end(self) -> None:
        """Check what only shows at the end, and make the projections.

        Raises:
            Wrong: If content is missing that no erasure has destroyed.
        """
        if self._projected:
            return
        self._projected = True
        for kind, select in (("revisions", UNEXPLAINED_REVISIONS), ("turns", UNEXPLAINED_TURNS)):
            told = "SELECT number FROM struck WHERE kind = ?"
            number = self._connection.execute(f"{select} EXCEPT {told} LIMIT 1", (kind,)).get
            if number is not None:
                raise Wrong(
                    f"{kind[:-1]} {number} has no content, or no nonce, and no erasure says so: "
                    "the file was altered"
                )
        rebuild(self._connection)

    def _turn(self, row: Row, content: Row | None) -> None:
        self._follows(TURN, row[0])
        self._chained(TURN, row, content)
        self._insert("INSERT INTO turn_links VALUES ", row)
        if content is not None:
            self._insert(_TURN, (*row[:3], *content))

    def _revision(self, row: Row, content: Row | None) -> None:
        number, memory_id, version, op, _, _, cause, start, end, displaced, _, _ = row
        self._follows(REVISION, number)
        if version > 1 and not self._has_version(memory_id, version - 1):
            raise Wrong(
                f"revision {number} is version {version} of {memory_id}, but version {version - 1} "
                "is not before it: one is missing"
            )
        if displaced is not None and displaced >= number:
            raise Wrong(
                f"revision {number} has displaced {displaced}, which is no earlier one; accepted "
                "is the number of a revision before it"
            )
        if op == "erase" and content is not None:
            raise Wrong(f"revision {number} is an erase and has a content; accepted is null")
        what = f"revision {number}"
        self._words(what, cause, start, end)
        self._chained(REVISION, row, content)
        self._insert("INSERT INTO revisions VALUES ", row)
        if content is not None:
            self._words(f"the content of {what}", *content[-3:], there=True)
            self._insert(_STATE, (number, *content))

    def _chained(self, type_: RecordType, row: Row, content: Row | None) -> None:
        kept, committed, linked = row[:-2], row[-2], row[-1]
        what = f"{type_.name} {row[0]}"
        sealed = content is not None and content[0] is not None
        if sealed and commitment(content[0], content[1:]) != committed:  # type: ignore[index]
            raise Wrong(f"{what} says something else than when it was recorded: it was altered")
        if link(self._links[type_], kept, committed) != linked:
            raise Wrong(
                f"the chain is broken at {what}: it, or the {type_.name} before it, was altered, "
                "added or taken out"
            )
        self._links[type_] = linked

    def _words(
        self,
        what: str,
        turn_id: str | None,
        start: int | None,
        end: int | None,
        *,
        there: bool = False,
    ) -> None:
        """Check that cited words are within a turn that is in the file, and `there` if need be."""
        if (start is None) != (end is None) or (turn_id is None and start is not None):
            raise Wrong(f"{what} has half of a span; accepted are a turn, a start and an end")
        if turn_id is None:
            return
        length = self._length(turn_id)
        if length is None and (there or not self._has("turn_links", "id", turn_id)):
            raise Wrong(f"{what} cites turn {turn_id}, which is not in the file, or is erased")
        if start is not None and end is not None and not start <= end <= (length or end):
            raise Wrong(
                f"{what} cites the characters {start} to {end} of turn {turn_id}, which has "
                f"{'lost its text' if length is None else length}"
            )

    def _vector(self, row: Row) -> None:
        self.end()
        collection, owner, model, vector = row
        what = f"the vector of {owner} in {collection} by {model}"
        self._in_order(VECTOR, row[:3])
        if not self._has(collection, "number" if collection == "memories" else "position", owner):
            raise Wrong(f"{what} is of nothing that is in the file")
        if len(vector) != self._lengths.setdefault(model, len(vector)):
            raise Wrong(f"{what} is of another length than the others of that model")
        self._insert("INSERT INTO vectors (collection, owner, model, vector) VALUES ", row)

    def _struck(self, struck: str) -> None:
        for kind, numbers in json.loads(struck).items():
            self._connection.executemany(
                "INSERT OR IGNORE INTO struck VALUES (?, ?)", [(kind, n) for n in numbers]
            )

    def _follows(self, type_: RecordType, number: int) -> None:
        newest = self._newest.get(type_, 0)
        if number != newest + 1:  # type: ignore[operator]
            raise Wrong(
                f"{type_.name} {number} follows {type_.name} {newest}: one is missing, or there "
                "twice"
            )
        self._newest[type_] = number

    def _in_order(self, type_: RecordType, key: object) -> None:
        newest = self._newest.get(type_)
        if newest is not None and not newest < key:  # type: ignore[operator]
            raise Wrong(f"{type_.name} {key} follows {newest}: it is there twice, or out of order")
        self._newest[type_] = key

    def _read_length(self, turn_id: str) -> int | None:
        select = "SELECT length(text) FROM turns WHERE id = ?"
        length: int | None = self._connection.execute(select, (turn_id,)).get
        return length

    def _has_version(self, memory_id: str, version: int) -> bool:
        select = "SELECT 1 FROM revisions WHERE memory_id = ? AND version = ?"
        return self._connection.execute(select, (memory_id, version)).get is not None

    def _has(self, table: str, column: str, value: object) -> bool:
        select = f"SELECT 1 FROM {table} WHERE {column} = ?"
        return self._connection.execute(select, (value,)).get is not None

    def _insert(self, into: str, row: Row) -> None:
        self._connection.execute(f"{into}({', '.join('?' * len(row))})", row)
