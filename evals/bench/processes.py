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
home, user = sys.argv[1:]
with Memory.open(home) as memory:
    for number in range(20):
        memory.context(f"What did I say about the year {2000 + number}?", user_id=user)
try:
    status = Path("/proc/self/status").read_text()
    print(next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")))
except OSError:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak // 1024 if sys.platform == "darwin" else peak)
"""
"""Prints kibibytes. Not `ru_maxrss` where there is better: a child inherits its parent's."""


def processes(long: Path, small: Path) -> Iterator[Figure]:
    """Measure whole processes, each five times after one that warms the page cache.

    Args:
        long: The home of the long life.
        small: A home with the user ``somebody``, as digestion left it.
    """
    command = str(Path(sys.executable).with_name("memory-agent"))
    for name, home, user in (("", small, "somebody"), (", long life", long, LONG)):
        scope = (command, "--home", str(home), "--user", user)
        listing, searching = (*scope, "list"), (*scope, "search", "Where does my sister live?")
        yield _whole(f"memory-agent list{name}", listing, 0.4)
        yield _whole(f"memory-agent search{name}", searching, 1.5)
    python = (sys.executable, "-c")
    yield _printed("import memory_agent", (*python, _IMPORT), "s", 0.15)
    yield _whole("a new process embeds its first sentence", (*python, _SENTENCE), 0.7)
    serve = (*python, _SERVE, str(long), LONG)
    yield _printed("resident memory of a process that serves context()", serve, "MiB", 450.0)


def _whole(name: str, command: Sequence[str], target: float) -> Figure:
    """Measure a process from start to end, in seconds."""
    samples = []
    for _ in range(_TIMES + 1):
        began = perf_counter()
        done = _run(command)
        samples.append(perf_counter() - began)
        if done.returncode:
            return Figure(name, "s", (), target, note=_complaint(done))
    return Figure(name, "s", tuple(samples[1:]), target, note="the whole process")


def _printed(name: str, command: Sequence[str], unit: str, target: float) -> Figure:
    """Measure by what a process prints: seconds, or kibibytes for a figure in MiB."""
    samples = []
    for _ in range(_TIMES + 1):
        done = _run(command)
        if done.returncode:
            return Figure(name, unit, (), target, note=_complaint(done))
        samples.append(float(done.stdout) / (1024 if unit == "MiB" else 1))
    return Figure(name, unit, tuple(samples[1:]), target)


def _run(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    plain = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
    return subprocess.run(command, env=plain, capture_output=True, text=True, check=False)


def _complaint(done: "subprocess.CompletedProcess[str]") -> str:
    last = (done.stderr.strip().splitlines() or [""])[-1]
    return f"could not be measured: exit status {done.returncode}: {last}"
