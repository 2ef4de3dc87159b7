"""The users' ledgers in a home folder, with a bounded number of files open."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from memory_agent.domain.errors import HomeNotUsable, StoreError
from memory_stores.ledger.connection import translated
from memory_stores.ledger.naming import user_file
from memory_stores.ledger.sqlite import SqliteLedger


class LedgerHome:
    """Opens users' ledgers under ``<home>/users/`` and keeps the most recent ones open.

    Args:
        home: The home folder; made, for its owner only, if it is not there.
        max_open: How many files are kept open when nobody uses them.
        busy_timeout: Seconds to wait for another process's lock.
        on_close: Told the user id of each ledger that is closed.

    Raises:
        HomeNotUsable: If the folder cannot be made.
    """

    def __init__(
        self,
        home: Path,
        *,
        max_open: int,
        busy_timeout: float,
        on_close: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.users_folder = home / "users"
        self._max_open = max_open
        self._busy_timeout = busy_timeout
        self._on_close = on_close
        self._open: OrderedDict[str, SqliteLedger] = OrderedDict()
        self._leases: dict[str, int] = {}
        self._lock = threading.Lock()
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.users_folder.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise HomeNotUsable(
                f"the home {home} cannot be made or used ({error.strerror}); choose a folder that "
                "you may write to"
            ) from error

    @contextmanager
    def ledger(self, user_id: str) -> Iterator[SqliteLedger]:
        """Lend a user's ledger, opening or making it; it stays open while it is lent.

        Raises:
            InvalidUser: If the id cannot be one.
            StoreError: If the file cannot be opened.
        """
        path = user_file(self.users_folder, user_id)
        with self._lock:
            ledger = self._open.get(user_id)
            if ledger is None:
                ledger = SqliteLedger(path, user_id, busy_timeout=self._busy_timeout)
                self._open[user_id] = ledger
            self._open.move_to_end(user_id)
            self._leases[user_id] = self._leases.get(user_id, 0) + 1
            self._close_unused()
        try:
            yield ledger
        finally:
            with self._lock:
                self._leases[user_id] -= 1
                if not self._leases[user_id]:
                    del self._leases[user_id]
                    self._close_unused()

    def _close_unused(self) -> None:
        too_many = len(self._open) - self._max_open
        if too_many > 0:
            idle = [user for user in self._open if user not in self._leases]
            for user in idle[:too_many]:
                self._open.pop(user).close()
                self._on_close(user)

    def has(self, user_id: str) -> bool:
        """Return whether anything is kept of a user."""
        return user_file(self.users_folder, user_id).exists()

    def users(self) -> list[str]:
        """Return the ids of all users, sorted; files that cannot be read are passed over."""
        return self._owners(self.users_folder.glob("*.db"))

    def unclean(self) -> list[str]:
        """Return the users whose turns may wait to be digested, sorted.

        Their file was not closed, because a process died or has it open now, or it was closed
        while turns waited.
        """
        return self._owners(path for path in self.users_folder.glob("*.db") if _has_log(path))

    def _owners(self, paths: Iterable[Path]) -> list[str]:
        """Return whose files these are; a copy under another name is nobody's."""
        found = ((path, _owner(path)) for path in paths)
        return sorted(
            owner
            for path, owner in found
            if owner is not None and path == user_file(self.users_folder, owner)
        )

    def close(self) -> None:
        """Close every file."""
        with self._lock:
            while self._open:
                user, ledger = self._open.popitem()
                ledger.close()
                self._on_close(user)


def _has_log(path: Path) -> bool:
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    except FileNotFoundError:
        return False


def _owner(path: Path) -> str | None:
    try:
        with translated(path):
            connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
            try:
                # Only looking leaves a log where it is: it says that turns may wait.
                connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, int(_has_log(path)))
                owner = connection.execute("SELECT value FROM meta WHERE key = 'user_id'").get
            finally:
                connection.close()
    except (StoreError, apsw.SQLError):
        return None
    return owner.decode() if isinstance(owner, bytes) else None
