"""Proving an erasure: what was destroyed is looked for in every file of the home.

Bytes that are found are residue, unless what is left says the same on evidence of its own: other
turns, other memories, or another user's life. Single words are looked for in the user's own files
only: a file of ours may well hold "collection" for other reasons.
"""

import re
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import apsw

from memory_agent.domain import Destroyed
from memory_stores.ledger.rows import fetch
from memory_stores.ledger.sqlite import SqliteLedger
from memory_stores.scanning import Finding, Needles, scan, scan_bytes

_WORD = re.compile(r"\w+(?:[-'’.@]\w+)*")
_LONG_ENOUGH = 6
"""Bytes from which a text is looked for: shorter ones stand in any file by chance."""

_CONTENT = (
    "SELECT id, concat_ws(' ', text, name, session_id, agent_id, metadata) FROM turns",
    "SELECT r.memory_id, concat_ws(' ', text, reason, subject, predicate, object, kind, status, op,"
    " actor, r.cause) FROM revisions AS r LEFT JOIN states USING (number)",
    "SELECT cause, concat_ws(' ', text, rule, reason) FROM ignored",
    "SELECT id, concat_ws(' ', text, query, filters) FROM contexts",
    "SELECT 'erasures', receipt FROM erasures WHERE receipt IS NOT NULL",
    "SELECT 'schema', sql FROM sqlite_schema WHERE sql IS NOT NULL",
    "SELECT 'schema', concat_ws(' ', name, applied_at) FROM migrations",
    "SELECT 'schema', CAST(value AS TEXT) FROM meta WHERE key = 'user_id'",
    "SELECT 'schema', model FROM (SELECT DISTINCT model FROM vectors)",
)

Lend = Callable[[Path], AbstractContextManager[SqliteLedger | None]]
"""Lends the ledger that a file is, or None if it is none of a user's."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a scan after an erasure came to.

    Args:
        scanned: What was searched: paths within the home.
        residue: Where something is left that nothing else says: path, and how it is written.
        kept: The ids of memories and turns that say the same on evidence of their own.
    """

    scanned: tuple[str, ...]
    residue: tuple[tuple[str, str], ...]
    kept: tuple[str, ...]


def prove(home: Path, own: SqliteLedger | None, destroyed: Destroyed, lend: Lend) -> Proof:
    """Look through a home for what was destroyed.

    Args:
        home: The home folder.
        own: The user's ledger; None once it is destroyed itself.
        destroyed: What to look for.
        lend: Lends the ledgers of other users, in whose files equal words may stand.

    Raises:
        HomeNotUsable, StoreError: As `scan`.
    """
    phrases = [t for t in destroyed.texts if len(t.encode()) >= _LONG_ENOUGH]
    words = _rare_words(own, destroyed.texts) if own is not None else []
    vectors = _unshared(own, destroyed.vectors)
    needles = Needles.of([*phrases, *words], vectors)
    report = scan(home, needles)
    findings = list(report.findings)
    scanned = [file.path for file in report.files]
    if own is not None and own.encrypted:
        with own.reading() as connection:
            findings += scan_bytes(
                connection.serialize("main"), needles, f"{own.path.name} (plain)"
            )
        scanned.append(f"{own.path.name} (plain)")
    texts = needles.texts()
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    residue: list[tuple[str, str]] = []
    kept: set[str] = set()
    for path, found in by_path.items():
        left, sayers = _judged(home, path, found, (texts, vectors), set(words), own, lend)
        residue += [(path, finding.encoding) for finding in left]
        kept |= sayers
    return Proof(tuple(scanned), tuple(residue), tuple(sorted(kept)))


def _judged(
    home: Path,
    path: str,
    found: list[Finding],
    sought: tuple[list[str], list[bytes]],
    words: set[str],
    own: SqliteLedger | None,
    lend: Lend,
) -> tuple[list[Finding], set[str]]:
    """Return what is residue of the findings in one file, and who says the rest."""
    texts, vectors = sought
    said = {texts[finding.what] for finding in found if finding.encoding != "vector"}
    held = {vectors[finding.what] for finding in found if finding.encoding == "vector"}
    if own is not None and Path(path).name.startswith(own.path.name):
        sayers = survivors(own, said)
        left = [f for f in found if f.encoding == "vector" or texts[f.what] not in sayers]
        ids = {id_ for text, ids in sayers.items() if text not in words for id_ in ids}
        return left, {id_ for id_ in ids if id_[1:2] == "-"}
    with lend(_database(home, path)) as other:
        if other is not None:
            held -= _vectors_of(other, held)
            # Who says the same may have had its vector, too, before an edit.
            theirs = survivors(other, set(texts) - words if held else said - words).keys()
            held = set() if theirs else held
            words = words | theirs
    left = [
        finding
        for finding in found
        if (finding.encoding == "vector" and vectors[finding.what] in held)
        or (finding.encoding != "vector" and texts[finding.what] not in words)
    ]
    return left, set()


def _database(home: Path, path: str) -> Path:
    """Return the database that a file is, stands beside or was fed from."""
    parts = Path(path).parts
    if parts[0] == "chroma" and len(parts) > 2:
        return home / "users" / f"{parts[1]}.db"
    return home / path


def survivors(ledger: SqliteLedger, texts: Iterable[str]) -> dict[str, set[str]]:
    """Return, of texts, those that a ledger's content still says, each with the ids of who does."""
    wanted = {text: text.casefold() for text in texts}
    found: dict[str, set[str]] = {}
    if not wanted:
        return found
    with ledger.snapshot() as connection:
        for select in _CONTENT:
            for id_, content in fetch(connection, select):
                folded = content.casefold()
                for text, sought in wanted.items():
                    if sought in folded:
                        found.setdefault(text, set()).add(id_ or "")
    return found


def _rare_words(own: SqliteLedger, texts: Iterable[str]) -> list[str]:
    """Return the longer words of texts that no turn and no memory has any more."""
    words = {
        word for text in texts for word in _WORD.findall(text) if len(word.encode()) >= _LONG_ENOUGH
    }
    with own.reading() as connection:
        return [word for word in sorted(words) if not _indexed(connection, word)]


def _indexed(connection: apsw.Connection, word: str) -> bool:
    query = f'"{word}"'
    for table in ("turns_text", "memories_text"):
        sql = f"SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT 1"
        if connection.execute(sql, (query,)).get is not None:
            return True
    return False


def _unshared(own: SqliteLedger | None, vectors: Iterable[bytes]) -> list[bytes]:
    """Return the vectors, each once, that no other row has: equal words have equal vectors."""
    sought = dict.fromkeys(vector for vector in vectors if vector)
    kept = _vectors_of(own, sought.keys()) if own is not None else set()
    return [vector for vector in sought if vector not in kept]


def _vectors_of(ledger: SqliteLedger, wanted: AbstractSet[bytes]) -> set[bytes]:
    """Return, of vectors, those that a ledger keeps."""
    if not wanted:
        return set()
    with ledger.reading() as connection:
        kept = fetch(connection, "SELECT vector FROM vectors")
    return {row[0] for row in kept} & wanted
