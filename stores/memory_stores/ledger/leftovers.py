"""What a process that died can leave among the users' databases, and clearing it away."""

import os
from contextlib import suppress
from pathlib import Path

import apsw

CONDEMNED = ".condemned"
"""Ending of a database that is being destroyed."""

UNFINISHED = ".importing"
"""Ending of a database that is being put together."""


def clear_leftovers(users: Path) -> None:
    """Finish destroying what was condemned, and remove what nobody is putting together any more.

    Args:
        users: The folder of the users' databases.
    """
    for path in users.glob(f"*{CONDEMNED}"):
        overwrite(path)
    for path in users.glob(f"*{UNFINISHED}"):
        if not _being_built(path):
            # Never overwritten: it may be a second name of a life that has taken its place.
            path.unlink(missing_ok=True)


def overwrite(path: Path) -> None:
    """Write zeros over a file, then remove it."""
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, 1 << 20)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _being_built(path: Path) -> bool:
    with suppress(apsw.Error):  # Any but being locked: half a file is no database
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except (apsw.BusyError, apsw.LockedError):
            return True
        finally:
            connection.close()
    return False
