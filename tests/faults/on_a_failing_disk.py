"""A process whose disk fails in the middle of calls; prints, as JSON, what came of each."""

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from shutil import copytree
from typing import Any

from evals.faults.embedder import Hashing
from evals.faults.state import State, state_of
from memory_agent import Memory, Settings
from memory_agent.domain.errors import StoreError
from tests.faults.failing_disk import FailingDisk, broken, no_room

POINTS = 5
USERS = ("ana", "eva")
FAILURES = (("write", no_room), ("write", broken), ("sync", broken))


def add(memory: Memory) -> None:
    memory.add("I love ramen.", user_id="ana")


def accept(memory: Memory) -> None:
    memory.add(["A note.", "Another."], user_id="ana", infer=False)


def edit(memory: Memory) -> None:
    (known,) = memory.list(user_id="ana", limit=1)
    memory.update(known.id, "I love sushi with salt.", user_id="ana")


def erase(memory: Memory) -> None:
    known = [m for m in memory.list(user_id="ana") if m.text == "I love sushi."]
    memory.erase([m.id for m in known], user_id="ana")


def rebuild(memory: Memory) -> None:
    memory.rebuild(user_id="ana")


def take_in(memory: Memory) -> None:
    memory.import_(memory.home.parent / "eva.jsonl")


CALLS: tuple[Callable[[Memory], None], ...] = (add, accept, edit, erase, rebuild, take_in)


def opened(home: Path) -> Memory:
    return Memory.open(home, embedder=Hashing(), settings=Settings(logged_contexts=0))


def prepare(home: Path) -> None:
    with opened(home) as memory:
        memory.add([f"I love {dish}." for dish in ("sushi", "tea")], user_id="ana", infer=False)
        memory.add("I love cake.", user_id="eva")
        memory.export(home.parent / "eva.jsonl", user_id="eva")
        memory.erase(user_id="eva", everything=True)


def goes_on(memory: Memory) -> State:
    """Return the state after one more thing was said, which digests what waits, too."""
    memory.add("I love ginger.", user_id="ana")
    return state_of(memory, USERS)


def failed(call: Callable[[Memory], None], memory: Memory) -> str | None:
    """Return what a call is told that cannot be done; None if it can be."""
    try:
        call(memory)
    except StoreError as error:
        return str(error)
    return None


def one(
    home: Path, call: Callable[[Memory], None], break_disk: Callable[[], None], disk: FailingDisk
) -> dict[str, Any]:
    """Make a call on a disk that breaks, mend it, go on, and open the home again."""
    with opened(home) as memory:
        memory.list(user_id="ana")
        break_disk()
        said = failed(call, memory)
        disk.mend()
        found = goes_on(memory)
    with opened(home) as memory:
        problems = memory.verify(user_id="ana").problems
        again = state_of(memory, USERS)
    return {
        "said": said,
        "home": str(home),
        "problems": problems,
        "found": repr(found),
        "kept": again == found,
    }


def lived(folder: Path, disk: FailingDisk) -> Iterator[dict[str, Any]]:
    template = folder / "template"
    prepare(template)
    with opened(copytree(template, folder / "without")) as memory:
        without = repr(goes_on(memory))
    for call in CALLS:
        with opened(copytree(template, folder / call.__name__)) as memory:
            memory.list(user_id="ana")
            began = disk.writes
            call(memory)
            writes = disk.writes - began
            done = repr(goes_on(memory))
        for (what, failure), point in product(FAILURES, range(POINTS)):
            place = writes * point // POINTS if what == "write" else point
            home = copytree(template, folder / f"{call.__name__} {what} {failure.__name__} {point}")
            break_disk = partial(disk.fail, what, place, failure)
            came = one(home, call, break_disk, disk)
            told = {"call": call.__name__, "what": what, "place": place}
            yield told | came | {"whole": came.pop("found") in (without, done)}


if __name__ == "__main__":
    print(json.dumps(list(lived(Path(sys.argv[1]), FailingDisk()))))
