"""Many processes with many threads each, all on one home at once; prints what came of it."""

import json
import multiprocessing
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path

from evals.faults.embedder import Hashing
from memory_agent import Memory, Settings
from memory_agent.domain.errors import LedgerConflict

PROCESSES = 8
THREADS = 4
EACH = 3
FORK = multiprocessing.get_context("fork")  # This process is warm and has one thread


def opened(home: Path) -> Memory:
    settings = Settings(logged_contexts=0, catch_up=False)
    return Memory.open(home, embedder=Hashing(), settings=settings)


def work(home: Path, process: int, together: Barrier, wins: Path) -> None:
    """Add to everybody's user and to the thread's own, and update what all others update, too."""
    with opened(home) as memory:
        inside = threading.Barrier(THREADS)

        def live(thread: int) -> list[str]:
            name = f"{process}.{thread}"
            if inside.wait(60) == 0:
                together.wait(60)
            inside.wait(60)
            won = []
            for number in range(EACH):
                said = f"{name}.{number} was here"
                memory.add(said, user_id="everybody", infer=False, wait=number != 1)
                memory.add(said, user_id=f"user {name}", infer=False)
                (shared,) = memory.list(user_id="shared")
                try:
                    memory.update(shared.id, said, user_id="shared")
                    won.append(said)
                except LedgerConflict:
                    won.append("")
            return won

        with ThreadPoolExecutor(THREADS) as pool:
            won = [said for each in pool.map(live, range(THREADS)) for said in each]
        memory.flush()
    wins.write_text(json.dumps(won), encoding="utf-8")


def crowd(folder: Path) -> dict[str, object]:
    """Let the crowd work, and return what is known afterwards."""
    home = folder / "home"
    with opened(home) as memory:
        memory.add("Nobody was here", user_id="shared", infer=False)
    together = FORK.Barrier(PROCESSES)
    wins = [folder / f"{number}.json" for number in range(PROCESSES)]
    workers = [
        FORK.Process(target=work, args=(home, number, together, wins[number]))
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    attempts = [said for path in wins if path.exists() for said in json.loads(path.read_text())]
    with opened(home) as memory:
        (shared,) = memory.list(user_id="shared")
        history = memory.history(shared.id, user_id="shared")
        return {
            "ended": [worker.exitcode for worker in workers],
            "attempts": attempts,
            "history": [r.memory and r.memory.text for r in history],
            "versions": [r.version for r in history],
            "known": {
                user_id: [m.text for m in memory.list(user_id=user_id)]
                for user_id in memory.users()
            },
            "pending": [memory.stats(user_id=user_id)["pending"] for user_id in memory.users()],
            "problems": [
                problem
                for user_id in ("everybody", "shared")
                for problem in memory.verify(user_id=user_id).problems
            ],
        }


if __name__ == "__main__":
    print(json.dumps(crowd(Path(sys.argv[1]))))
