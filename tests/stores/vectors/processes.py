"""Other processes that search, and bytes that they leave."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import numpy as np
from numpy.typing import NDArray

from memory_stores.ledger import SqliteLedger
from memory_stores.vectors import outbox
from tests.stores.vectors import feeding

PATIENCE = 60.0


@contextmanager
def searching(
    home: Path, ledger: SqliteLedger, dimensions: int, server: str = "-"
) -> Iterator["subprocess.Popen[str]"]:
    """Have another process search; it is killed at the end."""
    process = subprocess.Popen(
        [sys.executable, str(feeding.__file__), str(home), str(ledger.path), server],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(f"{dimensions}\n")
        process.stdin.flush()
        yield process
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
        process.stdin.close()
        process.stdout.close()


def wait_until_half_fed(ledger: SqliteLedger, vectors: int) -> None:
    """Wait until something was delivered, but not everything."""
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        claim, _ = outbox.claimed(ledger)
        if claim is not None and len(outbox.waiting(ledger, vectors)) < vectors:
            return
        sleep(0.005)
    raise AssertionError("nothing was ever delivered")


def files_with(folder: Path, vectors: NDArray[np.float32]) -> list[Path]:
    """Return the files that hold the bytes of any of some vectors."""
    wanted = [vector.tobytes() for vector in vectors]
    wanted += [vector.tobytes()[:64] for vector in vectors]
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        if any(piece in data for piece in wanted):
            found.append(path)
    return found
