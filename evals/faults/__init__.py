"""The fault suite: processes killed -9 at random points of their work, and what they leave."""

import random
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from evals.faults.children import ACKNOWLEDGED, READY, Acknowledge, ChildFailed, forked, killed
from evals.faults.judging import FAULTS, Course, Verdict, copied, course, judge
from evals.faults.scripts import Script, scripts
from evals.report import Report, Table
from evals.suites import Options

ROUNDS = 500
SEED = 20260301
_HEADER = ("operation", "rounds", "killed at work", "acknowledged", *FAULTS)
_NOTES_SHOWN = 20
_LONGEST = 300.0
"""Seconds that a script may take when nobody kills it."""


@dataclass(slots=True)
class Tally:
    """What the rounds of one operation came to.

    Args:
        name: The operation.
        rounds: How many there were.
        at_work: In how many of them the process was still at work when it was killed.
        acknowledged: Calls that had returned.
        faults: How many of each kind.
    """

    name: str
    rounds: int = 0
    at_work: int = 0
    acknowledged: int = 0
    faults: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FAULTS, 0))

    def cells(self) -> tuple[str, ...]:
        """Return its row of the table."""
        figures = (self.rounds, self.at_work, self.acknowledged, *self.faults.values())
        return (self.name, *(f"{figure:,}" for figure in figures))


def run(options: Options) -> Report:
    """Kill as many processes as asked for, `ROUNDS` by default, in turn at each operation."""
    _warm()
    rounds, all_scripts, notes = options.limit or ROUNDS, scripts(), list[str]()
    tallies = []
    with TemporaryDirectory(prefix="memory-agent-faults-") as folder:
        for place, script in enumerate(all_scripts):
            share = len(range(place, rounds, len(all_scripts)))
            print(f"faults: {script.name}", file=sys.stderr)
            tallies.append(_rounds(script, share, Path(folder) / str(place), notes))
    found = sum(sum(tally.faults.values()) for tally in tallies)
    return Report(
        tables=(Table("", _HEADER, tuple(tally.cells() for tally in tallies)),),
        above=(f"kill -9, {rounds} rounds, seed {SEED}",),
        below=(f"faults: {found}", *notes[:_NOTES_SHOWN]),
        document={
            "suite": "faults",
            "seed": SEED,
            "faults": found,
            "notes": notes,
            "operations": [
                {
                    "name": t.name,
                    "rounds": t.rounds,
                    "killed at work": t.at_work,
                    "acknowledged": t.acknowledged,
                    **t.faults,
                }
                for t in tallies
            ],
        },
        failed=found > 0,
    )


def _warm() -> None:
    """Load here what every child would load again; nothing of it starts a thread."""
    import chromadb  # noqa: F401

    import memory_graphs
    from evals.faults.embedder import Hashing
    from memory_agent.extraction import LocalExtractor, WorthGate
    from memory_agent.extraction.parsing import parse

    memory_graphs.build_remember()
    memory_graphs.build_recall()
    LocalExtractor(WorthGate(Hashing().embed))
    parse(["I live in Lyon."])


def _rounds(script: Script, rounds: int, folder: Path, notes: list[str]) -> Tally:
    tally, chance = Tally(script.name), random.Random(f"{SEED} {script.name}")  # noqa: S311
    if not rounds:
        return tally
    template = folder / "template"
    (template / "home").mkdir(parents=True)
    forked(lambda: script.prepare(template))
    straight = forked(lambda: course(script, copied(template, folder / "straight")))
    whole = copied(template, folder / "timed")
    seconds = killed(partial(_live, script, whole), _LONGEST).seconds
    for number in range(rounds):
        place = copied(template, folder / f"round {number}")
        one = killed(partial(_live, script, place), chance.uniform(0, seconds))
        tally.rounds += 1
        tally.at_work += one.alive
        if not one.alive:
            seconds = min(seconds, one.seconds)  # The machine was busier when it was timed
        tally.acknowledged += one.acknowledged
        verdict = _judged(script, place, one.acknowledged, straight)
        rmtree(place)
        notes += (f"{script.name}, round {number}: {note}" for note in verdict.notes)
        for fault, count in verdict.faults.items():
            tally.faults[fault] += count
    return tally


def _judged(script: Script, folder: Path, acknowledged: int, straight: Course) -> Verdict:
    try:
        return forked(lambda: judge(script, folder, acknowledged, straight))
    except ChildFailed as error:
        return Verdict({"stuck": 1}, [f"stuck: {error}"])


def _live(script: Script, folder: Path, acknowledge: Acknowledge) -> None:
    with script.open(folder) as memory:
        acknowledge(READY)
        for step in script.steps:
            step(memory)
            acknowledge(ACKNOWLEDGED)
