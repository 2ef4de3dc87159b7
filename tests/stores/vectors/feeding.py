"""A process of its own that has Chroma search: ``python feeding.py HOME DATABASE SERVER|-``.

It prints ``found`` after the first search, then waits to be ended.
"""

import sys
from pathlib import Path

import numpy as np

from memory_stores.ledger import SqliteLedger
from memory_stores.vectors.chroma import ChromaVectorIndex

if __name__ == "__main__":
    home, database, server = sys.argv[1:]
    index = ChromaVectorIndex(Path(home), server=None if server == "-" else server)
    ledger = SqliteLedger(Path(database), "ana", busy_timeout=5)
    wanted = np.eye(int(sys.stdin.readline()), dtype=np.float32)[0]
    index.search(ledger, "memories", "a-model", wanted, 1)
    print("found", flush=True)
    sys.stdin.read()
