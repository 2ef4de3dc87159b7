"""A process that prints what it was told is durable: ``acknowledging.py FILE COUNT DIGEST``."""

import os
import sys
from pathlib import Path

from memory_stores.ledger import SqliteLedger
from tests.stores.making import adding, memory, said, vector_of


def accept_many(path: str, prefix: str, count: int, *, digest: bool = False) -> None:
    """Accept turns one by one, print each when it is acknowledged, and digest it if asked to."""
    ledger = SqliteLedger(Path(path), "ana", busy_timeout=30)
    for number in range(count):
        turn = said(ledger, f"{prefix} {number}", key=f"{prefix} {number} of {os.getpid()}")
        print(turn.text, flush=True)
        if digest:
            new = memory(turn.text, subject="user", predicate="says", object=turn.text)
            vectors = [vector_of(new, [1, 0]), vector_of(turn, [0, 1])]
            ledger.commit([adding(new)], digested=turn, vectors=vectors)
    ledger.close()


if __name__ == "__main__":
    accept_many(sys.argv[1], "turn", int(sys.argv[2]), digest=sys.argv[3] == "digest")
