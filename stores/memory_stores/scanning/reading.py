"""Reading every file below a folder, in blocks, without closing any of them in this process."""

import errno
import os
import struct
import subprocess
import sys
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import IO, BinaryIO, cast

from memory_agent.domain.errors import HomeNotUsable, StoreError

_READER = Path(__file__).with_name("reader.py")
_PIPE = 1 << 20  # Bytes; Linux gives no more to a user, and 64 KiB unless asked
_GONE = {errno.ENOENT, errno.ENOTDIR}


def files_below(home: Path) -> list[str]:
    """Return the regular files below a folder, relative to it, sorted; links are not followed.

    Raises:
        HomeNotUsable: A folder cannot be listed; the message names it.
    """
    found: list[str] = []
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(home / folder) as entries:
                for entry in entries:
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(path)
                    elif entry.is_file(follow_symlinks=False):
                        found.append(path)
        except OSError as error:
            if not folder or error.errno not in _GONE:
                raise _unreadable(home / folder, error.errno) from error
    return sorted(found)


def read_files(home: Path, paths: list[str]) -> Generator[tuple[str, "Content"]]:
    """Yield each file with its content, which must be read to its end before the next.

    A child process reads them. To close a file, even one opened only to be read, drops every POSIX
    lock that this process has on it (fcntl(2)), and with them those of the databases that are open
    here: another process could then write at the same time ("How To Corrupt An SQLite Database
    File", 2.2).

    Raises:
        HomeNotUsable: A file cannot be read; the message names it.
        StoreError: The child process could not be started, or did not live to the end.
    """
    if not paths:
        return
    with _start_reader(home) as child:
        # One that has ended already is told of below, by the file it should have read.
        with suppress(BrokenPipeError), _pipe(child.stdin) as names:
            names.write(b"\0".join(os.fsencode(home / path) for path in paths))
        for path in paths:
            yield path, Content(_pipe(child.stdout), home / path)


def _start_reader(home: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-I", "-S", str(_READER)]
    try:
        return subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pipesize=_PIPE,
        )
    except OSError as error:
        message = f"{sys.executable!r} cannot be started to read the files of {home}: {error}"
        raise StoreError(message) from error


def _pipe(end: IO[bytes] | None) -> BinaryIO:
    return cast(BinaryIO, end)  # There is one: each was asked for


class Content:
    """The bytes of one file, as the child process sends them.

    Attributes:
        vanished: Whether the file was gone before all of it was read.
    """

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        self.vanished = False
        self._stream = stream
        self._path = path
        self._left = 0
        self._ended = False

    def readinto(self, buffer: memoryview) -> int:
        """Fill a buffer as far as the file goes; return how many bytes, 0 at its end."""
        filled = 0
        while filled < len(buffer) and self._more():
            part = buffer[filled : filled + self._left]
            count = self._stream.readinto(part)  # type: ignore[attr-defined]
            if not count:
                raise self._broken_off()
            filled += count
            self._left -= count
        return filled

    def _more(self) -> bool:
        if not self._left and not self._ended:
            header = self._stream.read(8)
            if len(header) < 8:
                raise self._broken_off()
            (self._left,) = struct.unpack("<q", header)
            if self._left < 0:
                self.vanished = -self._left in _GONE
                if not self.vanished:
                    raise _unreadable(self._path, -self._left)
                self._left = 0
            self._ended = not self._left
        return not self._ended

    def _broken_off(self) -> StoreError:
        return StoreError(
            f"the process that reads {self._path} ended before it was done: try again"
        )


def _unreadable(path: Path, number: int | None) -> HomeNotUsable:
    reason = os.strerror(number or 0)
    return HomeNotUsable(
        f"{path} cannot be read ({reason}), so nobody can say whether what was erased is still "
        "in it: mend its permissions and erase again"
    )
