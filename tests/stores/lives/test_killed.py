"""An import that is killed leaves the whole life, or nothing."""

import random
import subprocess
import sys
import time
from pathlib import Path

from memory_stores.ledger.leftovers import clear_leftovers
from tests.stores.lives.living import exported, home, live


def test_kill_9_in_the_middle_of_an_import_leaves_all_or_nothing(tmp_path: Path) -> None:
    with home(tmp_path / "home") as ledgers, ledgers.ledger("ana") as ledger:
        live(ledger)
    first = exported(tmp_path / "home", tmp_path / "ana.jsonl").splitlines()
    command = [sys.executable, "-m", "tests.stores.lives.importing_process"]
    chance = random.Random(3)  # noqa: S311 - to be repeated
    for round_ in range(6):
        folder = tmp_path / f"round {round_}"
        with subprocess.Popen(
            [*command, str(folder), str(tmp_path / "ana.jsonl")],
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.1))
            process.kill()
            told = process.stdout.read().split("\n")
        acknowledged = {f"user {line.split()[0]}" for line in told if line.endswith("done")}
        with home(folder) as ledgers:
            clear_leftovers(ledgers.users_folder)
            users = ledgers.users()
            assert acknowledged <= set(users)
            assert len(users) <= len(acknowledged) + 1
            names = {path.suffix for path in ledgers.users_folder.iterdir()}
            assert names <= {".db", ".db-wal", ".db-shm"}
        for user in users:
            again = exported(folder, tmp_path / "again.jsonl", user).splitlines()
            assert again[1:] == first[1:]
