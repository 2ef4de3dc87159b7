"""The driver's side: opening a database with a key, and changing the key of a closed one."""

from pathlib import Path

import apsw

from memory_agent.domain.errors import LedgerBusy, WrongKey


def unlock(connection: apsw.Connection, key: bytes) -> None:
    """Give a connection its key; before any other statement, and whether the file is new or not.

    Nothing is read yet: a wrong key shows at the first read, as an ``apsw.NotADBError``.

    Args:
        connection: Just opened.
        key: The user's data key, 32 bytes.
    """
    connection.execute("PRAGMA cipher = 'chacha20'")
    _set_key(connection, "key", key)


def _set_key(connection: apsw.Connection, name: str, key: bytes) -> None:
    # A pragma binds no values; hexadecimal digits need no quoting. The text is kept in no cache.
    connection.execute(f"PRAGMA {name} = 'raw:{key.hex()}'", can_cache=False)


def rekey_file(path: Path, old: bytes, new: bytes) -> None:
    """Change the key of a database that nobody has open, in one transaction.

    A kill leaves the file under one of the two keys; calling it again finishes. A file that has
    the new key already is left as it is.

    Args:
        path: The database; it exists.
        old: The data key that it has, 32 bytes.
        new: The data key that it is to have, 32 bytes.

    Raises:
        WrongKey: If neither key opens it.
        LedgerBusy: If it is open elsewhere.
        apsw.Error: For what else SQLite finds, as any statement would.
    """
    if not _opens(path, old):
        if _opens(path, new):
            return
        raise WrongKey(f"{path} opens with neither its old nor its new key, or is damaged")
    connection = _connect(path, old)
    try:
        # In WAL mode the driver would keep the salt and leave pages under the old key in the log.
        connection.pragma("journal_mode", "delete")
        _set_key(connection, "rekey", new)
    except (apsw.BusyError, apsw.LockedError) as error:
        raise LedgerBusy(f"{path} is open elsewhere; close it, then try again") from error
    finally:
        connection.close()


def _opens(path: Path, key: bytes) -> bool:
    connection = _connect(path, key)
    try:
        connection.pragma("schema_version")
    except apsw.NotADBError:
        return False
    except (apsw.BusyError, apsw.LockedError) as error:
        raise LedgerBusy(f"{path} is open elsewhere; close it, then try again") from error
    finally:
        connection.close()
    return True


def _connect(path: Path, key: bytes) -> apsw.Connection:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    unlock(connection, key)
    return connection
