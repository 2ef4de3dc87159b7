"""Reading what can be read of a damaged database, row by row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import apsw

from memory_agent.domain.errors import LedgerDamaged
from memory_stores.encryption import unlock
from memory_stores.ledger.connection import refuse_lost, translated
from memory_stores.ledger.migrations import check
from memory_stores.ledger.rows import Row

_TWO_LAYERS = 3
"""The first schema whose rows are those of today."""

_AT_ONCE = 256
"""Row numbers that are asked for together, while nothing is wrong."""

_ROWS_A_PAGE = 400
"""More rows than a page can hold: a number that is beyond all pages is damage itself."""


@contextmanager
def opened_damaged(
    path: Path, keys: Sequence[bytes | None], busy_timeout: float
) -> Iterator[apsw.Connection]:
    """Open a database to read what can be read; nothing in it, or of its log, is changed.

    Args:
        path: The file.
        keys: Those that it can be under; None for plain text.
        busy_timeout: Seconds to wait for another process's lock.

    Raises:
        LedgerDamaged: If its first pages, which say what is where, cannot be read.
    """
    with translated(path):
        connection = _readable(path, keys, busy_timeout)
        try:
            yield connection
        finally:
            connection.close()


def _readable(path: Path, keys: Sequence[bytes | None], busy_timeout: float) -> apsw.Connection:
    refuse_lost(path)  # SQLite would delete the log beside an empty file
    for key in keys:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            connection.set_busy_timeout(round(busy_timeout * 1000))
            connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            if key is not None:
                unlock(connection, key)
            for setting in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON"):
                connection.execute(f"PRAGMA {setting}")
            connection.execute("BEGIN")
            if check(connection, str(path)) >= _TWO_LAYERS:
                return connection
        except (apsw.NotADBError, apsw.CorruptError):
            connection.close()
        except BaseException:
            connection.close()
            raise
    raise LedgerDamaged(
        f"nothing can be read of {path}: its first pages are damaged, or of an old version; "
        "restore a copy of it"
    )


class Table:
    """The rows of a table of a damaged database.

    Args:
        connection: To it.
        name: The table.
        columns: Those to read.
        last: Selects that each give the highest row number, if they can be read.

    Attributes:
        lost: How many row numbers could not be read, so far.
    """

    def __init__(
        self, connection: apsw.Connection, name: str, columns: Sequence[str], last: Sequence[str]
    ) -> None:
        self._connection = connection
        self._select = (
            f"SELECT {', '.join(columns)} FROM {name} WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
        )
        self._last = last
        self.lost = 0

    def __iter__(self) -> Iterator[Row]:
        """Yield every row that can be read, by number."""
        last = self._highest()
        for low in range(1, last + 1, _AT_ONCE):
            ranges = [(low, min(low + _AT_ONCE - 1, last))]
            while ranges:
                low, high = ranges.pop()
                rows = self._read(low, high)
                if rows is not None:
                    yield from rows
                elif low == high:
                    self.lost += 1
                else:
                    middle = (low + high) // 2
                    ranges += [(middle + 1, high), (low, middle)]

    def _read(self, low: int, high: int) -> list[Row] | None:
        try:
            return self._connection.execute(self._select, (low, high)).fetchall()
        except (apsw.BusyError, apsw.LockedError):
            raise
        except (apsw.Error, UnicodeDecodeError):  # Damage shows as many kinds of errors
            return None

    def _highest(self) -> int:
        highest = 0
        for select in self._last:
            try:
                found = self._connection.execute(select).get
            except apsw.Error:
                continue
            highest = max(highest, found if isinstance(found, int) else 0)
        pages: int = self._connection.execute("PRAGMA page_count").get
        return min(highest, pages * _ROWS_A_PAGE)
