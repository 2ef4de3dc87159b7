"""The edge: where code of a model's provider is run, which may raise anything or never return."""

from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Failed:
    """That a call came to nothing.

    Args:
        reason: Why, without a word of what was sent: it goes into the log.
        error: What was raised; None if nothing came back in time.
    """

    reason: str
    error: BaseException | None = None


def attempt(call: Callable[[], Result], seconds: float | None) -> Result | Failed:
    """Return what a call returns, or that it failed; none outlasts its time on this thread.

    The call runs on a daemon thread, which a provider that hangs may keep: it holds up neither
    the caller nor the end of the process.

    Args:
        call: What to run.
        seconds: How long to wait for it; None waits until it ends.
    """
    outcome: SimpleQueue[Result | Failed] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put(call())
        except BaseException as error:  # noqa: BLE001 - a provider's own, up to SystemExit
            outcome.put(Failed(type(error).__name__, error))

    Thread(target=run, name="memory-agent model", daemon=True).start()
    try:
        return outcome.get(timeout=seconds)
    except Empty:
        return Failed(f"no answer within {seconds:g} s")
