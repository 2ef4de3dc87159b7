"""The scorer of speed: how long a user waits until one turn of a real chat is digested."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.bench.chat import read_chat
from evals.bench.figures import HEADER, Figure, milliseconds
from evals.extraction.opening import opened
from evals.extraction.part import Part
from evals.report import Table
from memory_agent import Memory
from memory_agent.domain import Message

_TURNS = 100
_TARGET, _TARGET_P95 = 20.0, 80.0
_WARM_UP = "My sister Ana moved to Lisbon last week, and I love grilled sardines. Karim got a job."


def score(data: Path, model: str | None, turns: int = _TURNS) -> Part:
    """Time `Memory.add` with ``wait=True`` on the user turns of the first lives of an archive.

    Models are loaded before; embedding is in the time. The assistant's turns are added too, and
    not timed.

    Args:
        data: An archive that can be ingested.
        model: The chat model that extracts; None is the local extractor.
        turns: User turns of each life at most.
    """
    chat = read_chat(data, turns)
    with (
        TemporaryDirectory(prefix="memory-agent-speed-") as home,
        opened(Path(home), model) as memory,
    ):
        memory.add(_WARM_UP, user_id="warm-up")
        times = [
            took
            for number, life in enumerate(chat.lives)
            for took in _timed(memory, f"life {number}", life)
        ]
    figure = Figure(
        "digest a user turn of a real chat",
        "ms",
        tuple(times),
        target=_TARGET,
        note=f"{chat.source}; one at a time, embedding included, models loaded; "
        f"aimed at for the 95th percentile: {_TARGET_P95:.0f} ms",
    )
    return Part(
        "speed",
        (Table("speed", HEADER, (figure.cells(),)),),
        figure.record(),
        (f"{figure.name}: {figure.note}.",),
    )


def _timed(memory: Memory, user_id: str, life: Sequence[Message]) -> list[float]:
    times = []
    for message in life:
        took = milliseconds(lambda said=message: memory.add(said, user_id=user_id))  # type: ignore[misc]
        if message.role == "user":
            times.append(took)
    return times
