"""Whole processes: the command line, imports, memory taken."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from evals.bench.figures import Figure
from evals.bench.reading import LONG

_TIMES = 5
_PYTHON = (sys.executable, "-c")
_IMPORT = """
from time import perf_counter
began = perf_counter()
import memory_agent
print(perf_counter() - began)
"""
_SENTENCE = "from memory_agent.models import MiniLM; MiniLM().embed(['I live in Lisbon.'])"
_SERVE = """
import sys
from pathlib import Path
from memory_agent import Memory
with Memory.open(sys.argv[1]) as memory:
    users = memory.users()
    for number in range(max(len(users), 20)):
        user = users[number % len(users)]
        memory.context(f"What did I say about number {number}?", user_id=user)
try:
    status = Path("/proc/self/status").read_text()
    kib = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
except OSError:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kib = peak // 1024 if sys.platform == "darwin" else peak
print(kib / 1024)
"""
"""Not `ru_maxrss` where there is better: a child inherits its parent's."""


def commands(long: Path, usual: Path) -> Iterator[Figure]:
    """Measure whole processes of the command line.

    Args:
        long: The home of the long life.
        usual: A home with the user ``somebody``, as digestion left it.
    """
    command = str(Path(sys.executable).with_name("memory-agent"))
    for home, user, life in ((usual, "somebody", "a digested chat"), (long, LONG, "a long life")):
        scope = (command, "--home", str(home), "--user", user)
        hoped = home is usual
        yield whole(f"memory-agent list, {life}", (*scope, "list"), 0.4 if hoped else None)
        search = (*scope, "search", "Where does my sister live?")
        yield whole(f"memory-agent search, {life}", search, 1.5)


def imports() -> Iterator[Figure]:
    """Measure what an app waits for before it can begin."""
    yield printed("import memory_agent", (*_PYTHON, _IMPORT), "s", 0.15)
    yield whole("a new process embeds its first sentence", (*_PYTHON, _SENTENCE), 0.7)


def served(long: Path, many: Path) -> Iterator[Figure]:
    """Measure the most memory that a process takes."""
    name = "resident memory of a process that serves context()"
    yield printed(f"{name}, a long life", (*_PYTHON, _SERVE, str(long)), "MiB", 450.0)
    yield printed("  the same of one that serves many users", (*_PYTHON, _SERVE, str(many)), "MiB")


def whole(name: str, command: Sequence[str], target: float | None) -> Figure:
    """Measure a process from start to end, after one run that warms the page cache.

    Args:
        name: What it is.
        command: The program and its arguments.
        target: Seconds at most; None hopes for nothing.

    Returns:
        The figure, in seconds; one without measurements if the process fails.
    """
    samples = []
    for _ in range(_TIMES + 1):
        began = perf_counter()
        done = _run(command)
        samples.append(perf_counter() - began)
        if done.returncode:
            return Figure(name, "s", (), target, note=_complaint(done))
    return Figure(name, "s", tuple(samples[1:]), target)


def printed(name: str, command: Sequence[str], unit: str, target: float | None = None) -> Figure:
    """Measure by what a process prints: once, or several times where there is a target.

    Args:
        name: What it is.
        command: The program and its arguments; it prints a number.
        unit: Of that number.
        target: What it is to be at most; None hopes for nothing.

    Returns:
        The figure; one without measurements if the process fails.
    """
    samples = []
    for _ in range(_TIMES if target else 1):
        done = _run(command)
        if done.returncode:
            return Figure(name, unit, (), target, note=_complaint(done))
        samples.append(float(done.stdout))
    return Figure(name, unit, tuple(samples), target)


def _run(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    plain = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
    return subprocess.run(command, env=plain, capture_output=True, text=True, check=False)


def _complaint(done: "subprocess.CompletedProcess[str]") -> str:
    last = (done.stderr.strip().splitlines() or [""])[-1]
    return f"could not be measured: exit status {done.returncode}: {last}"
