"""Checking a ledger: its chain, its references, and its projections against it."""

import json
from collections.abc import Iterator, Sequence

import apsw

from memory_stores.ledger.chaining import START, commitment, link
from memory_stores.ledger.entities import named_entities
from memory_stores.ledger.rebuilding import (
    EXPECTED_MEMORIES,
    MEMORY_TABLE_COLUMNS,
    expected_relations,
)
from memory_stores.ledger.rows import STATE_COLUMNS, TURN_CONTENT, Row, fetch

_SHOWN = 5
_REVISIONS = f"""
SELECT r.number, r.memory_id, r.version, r.op, r.actor, r.recorded_at, r.cause, r.cause_start,
       r.cause_end, r.displaced, r.commitment, r.link, s.number IS NOT NULL, s.nonce, s.reason,
       {", ".join(f"s.{column}" for column in STATE_COLUMNS)}
FROM revisions AS r LEFT JOIN states AS s ON s.number = r.number ORDER BY r.number
"""
_TURNS = f"""
SELECT l.position, l.id, l.accepted_at, l.commitment, l.link, t.position IS NOT NULL, t.nonce,
       {", ".join(f"t.{column}" for column in TURN_CONTENT.split(", "))}
FROM turn_links AS l LEFT JOIN turns AS t ON t.position = l.position AND t.id = l.id
 AND t.accepted_at = l.accepted_at ORDER BY l.position
"""
_DANGLING = """
SELECT r.number, r.cause FROM revisions AS r LEFT JOIN turn_links AS l ON l.id = r.cause
WHERE r.cause IS NOT NULL AND l.id IS NULL
"""


class Verifier:
    """Checks one ledger over a connection in a transaction, and gathers what is wrong.

    Attributes:
        checked: How many of each thing were looked at.
        problems: What is wrong, in words.
        head: The newest links, in hex: of the turns, then of the revisions.
    """

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self.checked: dict[str, int] = {}
        self.problems: list[str] = []
        self._struck = _struck(connection)
        self.head = ""

    def check(self) -> None:
        """Check everything."""
        self._pages()
        turns, revisions = self._turns(), self._revisions()
        self.head = f"{turns.hex()} {revisions.hex()}"
        self._memories()
        self._same("relations", expected_relations(self._connection), "SELECT * FROM relations")
        named = [tuple(pair) for pair in named_entities(self._connection).items()]
        self._same("entities", named, "SELECT id, name FROM entities")
        self._texts()
        self._vectors()
        self.checked["erasures"] = self._connection.execute("SELECT count(*) FROM erasures").get
        unproven = "SELECT number FROM erasures WHERE finished_at IS NULL"
        self._tell(
            f"erasure {number} was interrupted; open the user again to finish it"
            for (number,) in fetch(self._connection, unproven)
        )

    def _pages(self) -> None:
        for (told,) in fetch(self._connection, "PRAGMA integrity_check(20)"):
            if told != "ok":
                self.problems.append(f"the file is damaged: {told}")
        for table, row, parent, _ in fetch(self._connection, "PRAGMA foreign_key_check"):
            self.problems.append(f"row {row} of {table} refers to a row of {parent} that is gone")
        for number, cause in fetch(self._connection, _DANGLING):
            self.problems.append(f"revision {number} was caused by {cause}, which never was")

    def _turns(self) -> bytes:
        before = START
        expected = 1
        for row in self._connection.execute(_TURNS):
            kept, (committed, linked, there, nonce), content = row[:3], row[3:7], row[7:]
            if kept[0] != expected or link(before, kept, committed) != linked:
                self.problems.append(f"the chain is broken at turn {kept[1]}")
            self._content(f"turn {kept[1]}", there, nonce, committed, content, kept[0], "turns")
            before, expected = linked, kept[0] + 1
        self.checked["turns"] = expected - 1
        return before

    def _revisions(self) -> bytes:
        before = START
        expected = 1
        versions: dict[str, int] = {}
        for row in self._connection.execute(_REVISIONS):
            kept, (committed, linked, there, nonce), content = row[:10], row[10:14], row[14:]
            number, memory_id, version, op = kept[:4]
            if number != expected or link(before, kept, committed) != linked:
                self.problems.append(f"the chain is broken at revision {number}")
            if version != versions.get(memory_id, 0) + 1:
                self.problems.append(f"revision {number} is not the next one of {memory_id}")
            versions[memory_id] = version
            if op != "erase":
                what = f"revision {number}"
                self._content(what, there, nonce, committed, content, number, "revisions")
            before, expected = linked, number + 1
        self.checked["revisions"] = expected - 1
        return before

    def _content(
        self,
        what: str,
        there: int,
        nonce: bytes | None,
        committed: bytes,
        content: Sequence[object],
        number: int,
        kind: str,
    ) -> None:
        if nonce is not None:
            if commitment(nonce, content) != committed:
                self.problems.append(f"{what} says something else than when it was recorded")
        elif number not in self._struck[kind]:
            lost = "was altered" if there else "is gone"
            self.problems.append(f"{what} {lost}, and no erasure says so")

    def _memories(self) -> None:
        wanted = f"SELECT {MEMORY_TABLE_COLUMNS} FROM ({EXPECTED_MEMORIES})"
        there = f"SELECT {MEMORY_TABLE_COLUMNS} FROM memories"
        for one, other, what in (
            (wanted, there, "is missing or out of date among the memories"),
            (there, wanted, "stands among the memories as the ledger does not know it"),
        ):
            rows = fetch(self._connection, f"SELECT id FROM ({one} EXCEPT {other})")
            self._tell(f"{id_} {what}; run `memory-agent rebuild`" for (id_,) in rows)
        self.checked["memories"] = self._connection.execute("SELECT count(*) FROM memories").get

    def _same(self, table: str, wanted: Sequence[Row], select: str) -> None:
        there = set(fetch(self._connection, select))
        odd = there.symmetric_difference(wanted)
        if odd:
            self.problems.append(
                f"{len(odd)} rows of {table} do not follow from the ledger; run "
                "`memory-agent rebuild`"
            )
        self.checked[table] = len(there)

    def _texts(self) -> None:
        for index in ("memories_text", "turns_text"):
            try:
                self._connection.execute(
                    f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)"
                )
            except apsw.CorruptError:
                self.problems.append(
                    f"the index {index} is not in step; run `memory-agent rebuild`"
                )

    def _vectors(self) -> None:
        import numpy as np

        lengths: dict[str, int] = {}
        count = 0
        rows = self._connection.execute(
            "SELECT v.number, v.model, v.vector, coalesce(m.number, t.position) FROM vectors AS v "
            "LEFT JOIN memories AS m ON v.collection = 'memories' AND m.number = v.owner "
            "LEFT JOIN turns AS t ON v.collection = 'turns' AND t.position = v.owner"
        )
        wrong: list[str] = []
        for number, model, blob, owner in rows:
            count += 1
            vector = np.frombuffer(blob[: len(blob) // 4 * 4], "<f4")
            norm = float(np.sqrt(np.vdot(vector, vector)))
            if owner is None:
                wrong.append(f"vector {number} is of nothing that there is")
            if len(blob) != lengths.setdefault(model, len(blob)) or len(blob) % 4:
                wrong.append(f"vector {number} of {model} is of another length than the others")
            elif not abs(norm - 1) < _NORM:
                wrong.append(f"vector {number} of {model} has the length {norm:.4f}, not 1")
        self._tell(iter(wrong))
        self.checked["vectors"] = count

    def _tell(self, problems: Iterator[str]) -> None:
        told = list(problems)
        self.problems += told[:_SHOWN]
        if len(told) > _SHOWN:
            self.problems.append(f"... and {len(told) - _SHOWN} more of that kind")


_NORM = 1e-3
"""How far from 1 a vector's length may be: float32 and a model's own rounding."""


def _struck(connection: apsw.Connection) -> dict[str, set[int]]:
    """Return the numbers of revisions, and positions of turns, that erasures name."""
    found: dict[str, set[int]] = {"revisions": set(), "turns": set()}
    for (struck,) in fetch(connection, "SELECT struck FROM erasures"):
        for kind, numbers in json.loads(struck).items():
            found[kind] |= set(numbers)
    return found
