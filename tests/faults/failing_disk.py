"""A disk that fails at a chosen write or sync: a VFS of SQLite's that passes on all else."""

import errno
import os
from collections.abc import Callable

import apsw

Fail = Callable[[], Exception]


def no_room() -> Exception:
    """What a full disk gives."""
    return apsw.FullError("database or disk is full")


def broken() -> Exception:
    """What a broken one gives."""
    return apsw.IOError(f"disk I/O error: {os.strerror(errno.EIO)}")


class FailingDisk(apsw.VFS):
    """Every database opened from now on is on this disk; it works until it is told to fail."""

    def __init__(self) -> None:
        self.below = apsw.vfs_names()[0]
        self.writes = 0
        self._wanted: str | None = None
        self._left = 0
        self._fail: Fail = broken
        super().__init__("failing", self.below, makedefault=True)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(self, name, flags)

    def fail(self, what: str, after: int, fail: Fail) -> None:
        """Fail at every write or sync after so many more."""
        self._wanted, self._left, self._fail = what, after, fail

    def mend(self) -> None:
        """Work again."""
        self._wanted = None

    def tell(self, what: str) -> None:
        """Count a write or sync, and fail if it is its turn."""
        self.writes += what == "write"
        if what == self._wanted:
            self._left -= 1
            if self._left < 0:
                raise self._fail()


class _File(apsw.VFSFile):
    def __init__(
        self, disk: FailingDisk, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        super().__init__(disk.below, name, flags)
        self._disk = disk

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.tell("write")
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.tell("sync")
        super().xSync(flags)
