"""A lock between processes that the death of its holder releases."""

import fcntl
import os
from pathlib import Path
from time import monotonic, sleep

from memory_agent.domain.errors import HomeNotUsable, StoreError

_PAUSE = 0.02
"""Seconds between two tries."""


class Guard:
    """A file that one process at a time has locked; it is there only while somebody does.

    Args:
        path: The file; its folder is made.
        busy_timeout: Seconds to wait for another process's lock.
        advice: What to say of whoever waited in vain.
    """

    def __init__(self, path: Path, *, busy_timeout: float, advice: str) -> None:
        self._path = path
        self._busy_timeout = busy_timeout
        self._advice = advice
        self._held: int | None = None

    def acquire(self) -> None:
        """Take the lock, unless it is held by this very object.

        Raises:
            StoreError: If somebody else keeps it for longer than the busy timeout.
            HomeNotUsable: If the file cannot be made.
        """
        deadline = monotonic() + self._busy_timeout
        while self._held is None:
            try:
                self._held = self._try()
            except OSError as error:
                raise HomeNotUsable(
                    f"{self._path} cannot be made ({error.strerror}); mend the folder's "
                    "permissions or choose another home"
                ) from error
            if self._held is None:
                if monotonic() >= deadline:
                    raise StoreError(self._advice)
                sleep(_PAUSE)

    def release(self) -> None:
        """Give the lock back; without one, do nothing."""
        if self._held is not None:
            self._path.unlink(missing_ok=True)  # While it is held: whoever waits looks again
            os.close(self._held)
            self._held = None

    def _try(self) -> int | None:
        """Return the descriptor of the locked file, or None if it is somebody else's."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(descriptor), self._path.stat()):
                return descriptor
        except (BlockingIOError, FileNotFoundError):
            pass
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        return None
