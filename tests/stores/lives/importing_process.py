"""Imports a file, and says when it is in the middle of it: to be killed."""

import sys
from pathlib import Path

from memory_stores.lives import import_life
from tests.stores.lives.living import home


def main(folder: str, file: str) -> None:
    """Import for ever, each time under another name."""
    with home(Path(folder)) as ledgers:
        number = 0
        while True:
            print(number, "began", flush=True)
            import_life(ledgers, Path(file), f"user {number}")
            print(number, "done", flush=True)
            number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
