"""A Chroma server on loopback, for the tests that need one."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

_PATIENCE = 60.0
_RUN = "import sys; from chromadb.cli.cli import app; sys.argv = ['chroma', *sys.argv[1:]]; app()"


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start ``chroma run``; return its address."""
    folder, port = tmp_path_factory.mktemp("chroma-server"), free_port()
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-c", _RUN, "run", "--host", "127.0.0.1", "--port", str(port)]
        server = subprocess.Popen(
            [*command, "--path", str(folder / "data")], stdout=log, stderr=subprocess.STDOUT
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(server, url, folder / "log")
        yield url
    finally:
        os.kill(server.pid, signal.SIGTERM)
        server.wait(_PATIENCE)


def _wait(server: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = monotonic() + _PATIENCE
    while monotonic() < deadline and server.poll() is None:
        try:
            httpx.get(f"{url}/api/v2/heartbeat", timeout=1).raise_for_status()
        except httpx.HTTPError:
            sleep(0.05)
        else:
            return
    pytest.fail(f"the Chroma server did not start: {log.read_text(errors='replace')}")
