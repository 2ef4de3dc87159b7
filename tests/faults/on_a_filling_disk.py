"""A process whose files may grow no further, as on a full disk, and then may again."""

import json
import resource
import signal
import sys
from pathlib import Path

from evals.faults.embedder import Hashing
from memory_agent import Memory, Settings
from memory_agent.domain.errors import StoreError

ROOM = 600_000
"""Bytes that the largest file may still grow by."""


def limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def fill(home: Path) -> dict[str, object]:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    settings = Settings(logged_contexts=0)
    acknowledged: list[str] = []
    errors: list[str] = []
    with Memory.open(home, embedder=Hashing(), settings=settings) as memory:
        memory.add("Note 0", user_id="ana", infer=False)
        limit(max(p.stat().st_size for p in (home / "users").iterdir()) + ROOM)
        for number in range(1, 60):
            try:
                memory.add(f"Note {number}", user_id="ana", infer=False)
                acknowledged.append(f"Note {number}")
            except StoreError as error:
                errors.append(str(error))
        limit(resource.RLIM_INFINITY)
        memory.add("There is room again", user_id="ana", infer=False)
        counts = memory.stats(user_id="ana")
        known = [m.text for m in memory.list(user_id="ana")]
        problems = memory.verify(user_id="ana").problems
    return {
        "acknowledged": acknowledged,
        "errors": errors,
        "known": known,
        "waiting": counts["pending"],
        "turns": counts["turns"],
        "problems": problems,
    }


if __name__ == "__main__":
    print(json.dumps(fill(Path(sys.argv[1]))))
