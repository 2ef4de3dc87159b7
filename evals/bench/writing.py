"""Accepting and digesting."""

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from evals.bench.chat import Chat
from evals.bench.figures import Figure, milliseconds
from memory_agent import Memory

_WARM_UP = "My sister Ana moved to Lisbon last week, and I love grilled sardines. Karim got a job."


def accepting(home: Path, chat: Chat, times: int) -> Iterator[Figure]:
    """Measure `Memory.add` with ``wait=False``, alone and in a burst."""
    texts = list(islice(cycle(chat.said), times))
    with Memory.open(home) as memory:
        memory.add(_WARM_UP, user_id="warm-up")

        def accept(user_id: str, text: str) -> float:
            return milliseconds(lambda: memory.add(text, user_id=user_id, wait=False))

        memory.add(_WARM_UP, user_id="calm")
        alone = []
        for text in texts:
            alone.append(accept("calm", text))
            memory.flush()
        memory.add(_WARM_UP, user_id="hurried")
        burst = tuple(accept("hurried", text) for text in texts)
    yield Figure(
        "accept a turn, durably, without waiting for digestion",
        "ms",
        tuple(alone),
        target=1.0,
        note="each turn is added when the one before it is digested: nothing else runs",
    )
    yield Figure(
        "  the same while earlier turns are being digested",
        "ms",
        burst,
        note="all are added one after the other, and share the interpreter with the digestion",
    )


def digesting(home: Path, chat: Chat) -> Iterator[Figure]:
    """Measure `Memory.ingest` of whole lives, the assistant's turns too, models loaded."""
    rates = []
    for number, life in enumerate(chat.lives):
        # A new one each time: an embedder remembers the texts that it has seen.
        with Memory.open(home / f"life {number}") as memory:
            memory.add(_WARM_UP, user_id="warm-up")
            began = perf_counter()
            memory.ingest(life, user_id="somebody")
            seconds = perf_counter() - began
        rates.append(sum(message.role == "user" for message in life) / seconds)
    yield Figure(
        "digest real chat, models loaded",
        "user turns/s",
        tuple(rates),
        target=40.0,
        at_least=True,
        note=f"{chat.source}; the assistant's turns are taken in too, and not counted",
    )


def disk(home: Path, times: int) -> Iterator[Figure]:
    """Measure what the disk takes for the least durable write."""
    import os

    home.mkdir(parents=True, exist_ok=True)
    with (home / "written").open("wb", buffering=0) as file:

        def write() -> None:
            file.write(bytes(8192))
            os.fsync(file.fileno())

        samples = tuple(milliseconds(write) for _ in range(times))
    yield Figure("write 8 KiB and fsync: the disk itself", "ms", samples)
