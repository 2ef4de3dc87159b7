"""Chroma as a server that several processes share."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import SplitResult, urlsplit

from memory_agent.domain.errors import InvalidInput, StoreError
from memory_stores.vectors.chroma.place import chroma_settings, digest
from memory_stores.vectors.guard import Guard
from memory_stores.vectors.outbox import Claim

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client

DEFAULT_PORT = 8000
"""Where `chroma run` listens unless it is told otherwise."""
_PAGE = 200


class Server:
    """A server that several processes share, started with ``chroma run``.

    Args:
        home: The home folder.
        url: ``http://host:port`` or ``https://host:port``.
        busy_timeout: Seconds to wait for another process that feeds the same user's index.
        timeout: Seconds to wait for the server's answer.

    Raises:
        InvalidInput: If the URL is not of that form.
    """

    exclusive = False

    def __init__(self, home: Path, url: str, *, busy_timeout: float, timeout: float) -> None:
        self._address = _address(url)
        self._port = self._address.port or DEFAULT_PORT
        self.name = f"{self._address.scheme}://{self._address.hostname}:{self._port}"
        self._root = home / "chroma"
        self._busy_timeout = busy_timeout
        self._timeout = timeout
        self._client: Client | None = None
        self._lock = threading.Lock()

    def guard(self, user_id: str) -> Guard:
        """Return the lock for feeding a user's collections, so that news never overtake."""
        return Guard(
            self._root / f"{digest(user_id)}.lock",
            busy_timeout=self._busy_timeout,
            advice=f"another process is still feeding the vectors of user {user_id!r} to the "
            f"Chroma server at {self.name}; try again",
        )

    def prefix(self, user_id: str) -> str:
        """Return a keyed digest: two homes never share collections, and the id stays unknown."""
        return digest(f"{self._home_id()} {user_id}")

    def open(self, user_id: str, claim: Claim) -> "Client":
        """Return the client that all users share."""
        del user_id, claim
        with self._lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def leave(self, client: "Client") -> None:
        """Keep the client for the others."""

    def erase(self, user_id: str) -> None:
        """Delete the user's collections.

        Of what the server keeps on its own disk after that, only its keeper can dispose.
        """
        from chromadb.errors import NotFoundError

        client = self.open(user_id, Claim("", self.name))
        names: list[str] = []
        while page := client.list_collections(limit=_PAGE, offset=len(names)):
            names += [collection.name for collection in page]
        prefix = self.prefix(user_id)
        for name in names:
            if name.startswith(prefix):
                with suppress(NotFoundError):
                    client.delete_collection(name)

    def lost(self) -> tuple[type[Exception], ...]:
        """Return what a collection that somebody deleted gives."""
        from chromadb.errors import NotFoundError

        return (NotFoundError,)

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Raise Chroma's and the connection's errors as the tree's."""
        from chromadb.errors import ChromaError
        from httpx import HTTPError

        try:
            yield
        except HTTPError as error:
            raise StoreError(
                f"the Chroma server at {self.name} does not answer ({error}); start it with "
                f"`chroma run --host {self._address.hostname} --port {self._port}`, or use the "
                "exact index"
            ) from error
        except ChromaError as error:
            raise StoreError(
                f"the Chroma server at {self.name} refused ({error}); see to its log"
            ) from error

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                for session in _sessions(self._client):
                    session.close()
                self._client = None

    def _connect(self) -> "Client":
        import httpx
        from chromadb import HttpClient

        # The client asks the server from within its constructor, where it waits for ever.
        httpx.get(f"{self.name}/api/v2/heartbeat", timeout=self._timeout).raise_for_status()
        try:
            client = HttpClient(
                self._address.hostname or "",
                self._port,
                ssl=self._address.scheme == "https",
                settings=chroma_settings(),
            )
        except ValueError as error:  # So it says that it understood nothing
            raise StoreError(f"{self.name} is no Chroma server ({error}); name one") from error
        connected = cast("Client", client)
        for session in _sessions(connected):
            session.timeout = httpx.Timeout(self._timeout)
        return connected

    def _home_id(self) -> str:
        """Return the secret of this home, drawing it when it is first asked for."""
        path = self._root / "home-id"
        if not path.exists():
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
            drawn = path.with_name(f"home-id-{secrets.token_hex(8)}")
            drawn.touch(mode=0o600)
            drawn.write_text(secrets.token_hex(16), encoding="ascii")
            with suppress(FileExistsError):  # Whoever links first has drawn it
                path.hardlink_to(drawn)
            drawn.unlink()
        return path.read_text(encoding="ascii")


def _sessions(client: "Client") -> "list[httpx.Client]":
    """Return a client's connections: it has no setting for their timeout, nor closes them."""
    from chromadb.api.client import AdminClient
    from chromadb.api.fastapi import FastAPI

    admin = client._admin_client
    servers = [client._server, *([admin._server] if isinstance(admin, AdminClient) else [])]
    return [server._session for server in servers if isinstance(server, FastAPI)]


def _address(url: str) -> SplitResult:
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError:
        address, port = urlsplit(""), None
    rest = (address.path.strip("/"), address.query, address.fragment, address.username)
    if address.scheme not in {"http", "https"} or not address.hostname or any(rest) or port == 0:
        raise InvalidInput(f"Chroma server {url!r}; accepted is http://host:port")
    return address
