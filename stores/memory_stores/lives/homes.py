"""What moving a life needs of a home: where its file is, its key, a connection of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from memory_stores.ledger.home import LedgerHome
from memory_stores.ledger.naming import user_file
from memory_stores.ledger.sqlite import SqliteLedger


def life_file(ledgers: LedgerHome, user_id: str) -> Path:
    """Return where a user's database is or would be."""
    return user_file(ledgers.users_folder, user_id)


@contextmanager
def opened_apart(ledgers: LedgerHome, user_id: str) -> Iterator[SqliteLedger]:
    """Open a user's ledger once more, so that nobody waits for what is read.

    Raises:
        StoreError: If the file cannot be opened.
    """
    ledger = ledgers._opened(life_file(ledgers, user_id), user_id)
    try:
        yield ledger
    finally:
        ledger.close()


def new_key(ledgers: LedgerHome, path: Path) -> bytes | None:
    """Return the key for a database that is to be made; None in a home in plain text."""
    return ledgers._keys.user_key(path.stem, make=True) if ledgers._keys else None


def keys_to_try(ledgers: LedgerHome, path: Path) -> list[bytes | None]:
    """Return the keys that a database can be under; None stands for plain text."""
    return [*ledgers._keys.keys_to_try(path.stem)] if ledgers._keys else [None]
