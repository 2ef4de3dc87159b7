"""Small secret files: for their owner only, replaced whole, overwritten before they go."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw

from memory_agent.domain.errors import HomeNotUsable, LedgerBusy, StoreError

_POSIX = os.name == "posix"
LOCK_WAIT_MS = 10_000
"""Milliseconds to wait for another process that changes keys."""


@contextmanager
def usable(path: Path) -> Iterator[None]:
    """Raise the system's errors as the tree's, naming the file and what helps.

    Raises:
        HomeNotUsable: If the file or folder cannot be made, read or written.
        StoreError: If the disk is full.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreError(f"no room left on the disk of {path}; free some") from error
        raise HomeNotUsable(
            f"{path} cannot be used ({error.strerror or error}); mend its permissions or choose "
            "another place"
        ) from error


def make_folder(path: Path) -> None:
    """Make a folder for its owner only, durably, if it is not there; its parent is."""
    with usable(path):
        path.mkdir(mode=0o700, exist_ok=True)
        sync_folder(path.parent)


def temporary(path: Path) -> Path:
    """Return where the next content of a file lies until it is whole."""
    return path.with_name(f"{path.name}.tmp")


def replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner only, and durable on return.

    What the file held before is overwritten, so that no old sealed key stays in free blocks.

    Raises:
        HomeNotUsable: If it cannot be written; the file is as it was.
        StoreError: If the disk is full; the file is as it was.
    """
    new = temporary(path)
    with usable(path):
        try:
            _write_new(new, content)
            before = os.open(path, os.O_RDWR) if _POSIX and path.exists() else None
            try:
                new.replace(path)
                sync_folder(path.parent)
                if before is not None:
                    _overwrite(before)
            finally:
                if before is not None:
                    os.close(before)
        except OSError:
            new.unlink(missing_ok=True)
            raise


def _write_new(path: Path, content: bytes) -> None:
    destroy(path)  # What a killed process left there
    target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(target, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(target)


def _overwrite(target: int) -> None:
    os.pwrite(target, secrets.token_bytes(os.fstat(target).st_size), 0)
    os.fsync(target)


def destroy(path: Path) -> None:
    """Overwrite a file with random bytes, then unlink it; nothing happens if there is none.

    What the drive itself keeps (a journal, a snapshot, a flash cell set aside) is out of reach.
    """
    with usable(path):
        if not path.exists():
            return
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable, where the system lets a folder be opened."""
    if not _POSIX:
        return
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def exclusive(lock: Path) -> Iterator[None]:
    """Keep every other process and thread out of a block; a killed process holds nothing.

    An empty SQLite database does it alike on every system, and waits.

    Raises:
        LedgerBusy: If another holds it for more than `LOCK_WAIT_MS`.
    """
    # Made only: to open and close one that is there would drop the locks this process has on it.
    with usable(lock), suppress(FileExistsError):
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL, 0o600))
    try:
        connection = apsw.Connection(str(lock))
    except apsw.CantOpenError as error:
        raise HomeNotUsable(f"{lock} cannot be opened ({error}); mend its permissions") from error
    try:
        connection.set_busy_timeout(LOCK_WAIT_MS)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except apsw.BusyError as error:
            raise LedgerBusy(
                f"another process changes the keys in {lock.parent}; try again"
            ) from error
        yield
    finally:
        connection.close()
