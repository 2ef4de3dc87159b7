"""Where Chroma keeps vectors: in a folder of each user's, or in a server."""

import hashlib
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from memory_stores.vectors.guard import Guard
from memory_stores.vectors.outbox import Claim

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.config import Settings


class Place(Protocol):
    """One of the two.

    Attributes:
        name: How the outbox remembers whom it is for.
        exclusive: Whether only one process at a time can have a user's index open.
    """

    name: str
    exclusive: bool

    def guard(self, user_id: str) -> Guard:
        """Return the lock that is held while a user's index is fed or destroyed."""

    def prefix(self, user_id: str) -> str:
        """Return what the names of a user's collections begin with: letters and digits."""

    def open(self, user_id: str, claim: Claim) -> "Client":
        """Return a client for a user's collections."""

    def leave(self, client: "Client") -> None:
        """Take a client back."""

    def erase(self, user_id: str) -> None:
        """Destroy a user's collections, whatever they were filled from."""

    def lost(self) -> tuple[type[Exception], ...]:
        """Return the errors that say that a user's collections are to be made anew."""

    def translated(self) -> AbstractContextManager[None]:
        """Raise Chroma's errors as the tree's."""

    def close(self) -> None:
        """Release what is shared by all users."""


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def chroma_settings() -> "Settings":
    """Return Chroma's settings: to tell nobody anything, and not to heed an app's ``.env``."""
    from chromadb.config import Settings

    given: dict[str, Any] = {"_env_file": None, "anonymized_telemetry": False}
    return Settings(**given, chroma_server_host=None, chroma_server_http_port=None)
