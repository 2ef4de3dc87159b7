"""Chroma inside this process, in a folder for each user."""

import ctypes
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from memory_agent.domain.errors import StoreError
from memory_stores.vectors.chroma.place import chroma_settings, digest
from memory_stores.vectors.guard import Guard
from memory_stores.vectors.outbox import Claim

if TYPE_CHECKING:
    from chromadb.api.client import Client


_M_PERTURB = -6
"""glibc's number for overwriting memory as it is given out and taken back; see mallopt(3)."""


@cache
def _overwrite_freed_memory() -> None:
    """Keep vectors that were freed out of Chroma's files.

    Its index writes blocks of memory whole, with whatever the unused part of them held before: a
    vector that was erased could come back to the disk with the next one that is fed. Elsewhere than
    with glibc this cannot be asked for, and nothing is done.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_PERTURB, 0x5A)


class Embedded:
    """A folder for each user, ``<home>/chroma/<SHA-256 of the user id>/``.

    Args:
        home: The home folder.
        busy_timeout: Seconds to wait for another process that has a user's folder open.
    """

    name = "embedded"
    exclusive = True

    def __init__(self, home: Path, *, busy_timeout: float) -> None:
        self._root = home / "chroma"
        self._busy_timeout = busy_timeout

    def guard(self, user_id: str) -> Guard:
        """Return the lock of a user's folder: two processes do not see each other's rows."""
        folder = self._folder(user_id)
        return Guard(
            folder.with_suffix(".lock"),
            busy_timeout=self._busy_timeout,
            advice=f"{folder} is in use by another process, and embedded Chroma serves one at a "
            "time; start a server with `chroma run` and name it as http://host:port instead, or "
            "use the exact index",
        )

    def prefix(self, user_id: str) -> str:
        """Return the same for everybody: the folder is the user's own."""
        del user_id
        return "memory-agent"

    def open(self, user_id: str, claim: Claim) -> "Client":
        """Open the folder of one generation; a path that Chroma failed on is never given again."""
        from chromadb import PersistentClient
        from chromadb.errors import InternalError

        _overwrite_freed_memory()
        folder = self._folder(user_id) / claim.generation
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return cast("Client", PersistentClient(folder, chroma_settings()))
        except AttributeError as error:  # All that it says of a path that it failed on before
            raise InternalError(f"{folder} could not be opened") from error

    def leave(self, client: "Client") -> None:
        """Close the client: its files, threads and caches."""
        client.close()

    def erase(self, user_id: str) -> None:
        """Delete the folder; nothing less takes the vectors out of Chroma's files."""
        with suppress(FileNotFoundError):
            shutil.rmtree(self._folder(user_id))

    def lost(self) -> tuple[type[Exception], ...]:
        """Return what a missing or damaged file gives."""
        from chromadb.errors import InternalError, NotFoundError

        return InternalError, NotFoundError

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Raise Chroma's errors as the tree's."""
        from chromadb.errors import ChromaError

        try:
            yield
        except (ChromaError, OSError) as error:
            raise StoreError(
                f"Chroma failed in {self._root} ({error}); see to room and permissions there, or "
                "delete that folder: it is made again from the ledger"
            ) from error

    def close(self) -> None:
        """Nothing is shared."""

    def _folder(self, user_id: str) -> Path:
        return self._root / digest(user_id)
