"""The users' ledgers in a home folder, with a bounded number of files open."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import apsw

from memory_agent.domain import Destroyed, LoggedContext
from memory_agent.domain.errors import (
    HomeNotUsable,
    InvalidInput,
    LedgerBusy,
    StoreError,
    WrongKey,
)
from memory_stores.ledger.connection import refuse_lost, translated
from memory_stores.ledger.leftovers import CONDEMNED, clear_leftovers, overwrite
from memory_stores.ledger.naming import user_file
from memory_stores.ledger.sqlite import SqliteLedger

if TYPE_CHECKING:
    from memory_stores.encryption import HomeKeys

T = TypeVar("T")


class LedgerHome:
    """Opens users' ledgers under ``<home>/users/`` and keeps the most recent ones open.

    Args:
        home: The home folder; made, for its owner only, if it is not there.
        max_open: How many files are kept open when nobody uses them.
        busy_timeout: Seconds to wait for another process's lock.
        on_close: Told the user id of each ledger that is closed.
        keys: The keys of an encrypted home; None for one in plain text.

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
        keys: "HomeKeys | None" = None,
    ) -> None:
        self._keys = keys
        self.users_folder = home / "users"
        self._max_open = max_open
        self._busy_timeout = busy_timeout
        self._on_close = on_close
        self._open: OrderedDict[str, SqliteLedger] = OrderedDict()
        self._leases: dict[str, int] = {}
        self._lock = threading.Lock()
        self._returned = threading.Condition(self._lock)
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.users_folder.mkdir(exist_ok=True, mode=0o700)
            clear_leftovers(self.users_folder)
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
                ledger = self._opened(path, user_id)
                ledger.recover_erasures()
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
                    self._returned.notify_all()
                    self._close_unused()

    def _opened(self, path: Path, user_id: str) -> SqliteLedger:
        timeout = self._busy_timeout
        if self._keys is None:
            return SqliteLedger(path, user_id, busy_timeout=timeout)
        self._keys.user_key(path.stem, make=not path.exists())
        return self._tried(
            path, lambda key: SqliteLedger(path, user_id, busy_timeout=timeout, key=key)
        )

    def _tried(self, path: Path, opened: "Callable[[bytes], T]") -> "T":
        """Open a file with its key, or with the next one, if a change of it was interrupted."""
        keys = self._keys.keys_to_try(path.stem) if self._keys else []
        for key in keys[:-1]:
            with suppress(WrongKey):
                return opened(key)
        return opened(keys[-1])

    def destroy(self, user_id: str, *, shred_key: bool) -> Destroyed:
        """Destroy all of a user's files; return what they said.

        Raises:
            LedgerBusy: If the user is being read or written for longer than the busy timeout, or
                another process has the file open.
            InvalidInput: If a key is to be shredded in a home without any.
        """
        if shred_key and self._keys is None:
            raise InvalidInput("there is no key to shred: this home is not encrypted")
        with self._alone(user_id) as path:
            ledger = self._opened(path, user_id)
            try:
                destroyed = ledger.contents()
                ledger.claim_alone()
            finally:
                ledger.close()
            condemned = path.with_suffix(CONDEMNED)
            path.replace(condemned)
            overwrite(condemned)
            if shred_key and self._keys is not None:
                self._keys.shred(path.stem)
        return destroyed

    def rekey(self, user_id: str) -> None:
        """Put a user's file under a new data key; a kill in between is mended by doing it again.

        Raises:
            LedgerBusy: As `destroy`.
            InvalidInput: If the home is not encrypted.
        """
        if self._keys is None:
            raise InvalidInput("there is no key to change: this home is not encrypted")
        from memory_stores.encryption import rekey_file

        with self._alone(user_id) as path, translated(path):
            old, new = self._keys.begin_rekey(path.stem)
            rekey_file(path, old, new)
            self._keys.finish_rekey(path.stem)

    @contextmanager
    def _alone(self, user_id: str) -> Iterator[Path]:
        """Wait until no thread uses a user, close the file, and lend nobody's meanwhile."""
        with self._returned:
            free = self._returned.wait_for(
                lambda: user_id not in self._leases, timeout=self._busy_timeout
            )
            if not free:
                raise LedgerBusy(f"user {user_id!r} is being used by another thread; try again")
            ledger = self._open.pop(user_id, None)
            if ledger is not None:
                ledger.close()
                self._on_close(user_id)
            yield user_file(self.users_folder, user_id)

    def log_contexts(
        self, user_id: str, entries: Sequence[tuple[LoggedContext, int]], keep: int
    ) -> None:
        """Log contexts over a connection of their own, so that nobody waits for it.

        Raises:
            StoreError: If the file cannot be opened or written.
        """
        if self.has(user_id):  # Else it was erased in between
            with self.apart(user_id) as ledger:
                ledger.log_contexts(entries, keep)

    @contextmanager
    def apart(self, user_id: str) -> Iterator[SqliteLedger]:
        """Open a user's ledger once more, so that nobody waits for what is done with it.

        Raises:
            StoreError: If the file cannot be opened.
        """
        ledger = self._opened(user_file(self.users_folder, user_id), user_id)
        try:
            yield ledger
        finally:
            ledger.close()

    def new_key(self, path: Path) -> bytes | None:
        """Return the key for a user's database that is to be made; None in plain text."""
        return self._keys.user_key(path.stem, make=True) if self._keys else None

    def keys_to_try(self, path: Path) -> list[bytes | None]:
        """Return the keys that a user's database can be under; None stands for plain text."""
        return [*self._keys.keys_to_try(path.stem)] if self._keys else [None]

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

    def owner(self, path: Path) -> str | None:
        """Return whose database a file is; None if it is none that can be read."""
        if path.parent != self.users_folder or path.suffix != ".db":
            return None
        owners = self._owners([path])
        return owners[0] if owners else None

    def _owners(self, paths: Iterable[Path]) -> list[str]:
        """Return whose files these are; a copy under another name is nobody's."""
        found = ((path, self._owner(path)) for path in paths)
        return sorted(
            owner
            for path, owner in found
            if owner is not None and path == user_file(self.users_folder, owner)
        )

    def _owner(self, path: Path) -> str | None:
        try:
            if self._keys is None:
                return _read_owner(path, None)
            return self._tried(path, lambda key: _read_owner(path, key))
        except StoreError:
            return None

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


def _read_owner(path: Path, key: bytes | None) -> str | None:
    refuse_lost(path)
    with translated(path):
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            if key is not None:
                from memory_stores.encryption import unlock

                unlock(connection, key)
            # Only looking leaves a log where it is: it says that turns may wait.
            connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, int(_has_log(path)))
            owner = connection.execute("SELECT value FROM meta WHERE key = 'user_id'").get
        finally:
            connection.close()
    return owner.decode() if isinstance(owner, bytes) else None
