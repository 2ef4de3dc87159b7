"""Children forked from this process while it is warm and has one thread: run, or killed."""

import os
import pickle
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep
from typing import NoReturn, TypeVar

T = TypeVar("T")

READY = b"r"
ACKNOWLEDGED = b"."

Acknowledge = Callable[[bytes], object]
"""Tells the parent of one call that has returned."""


@dataclass(frozen=True, slots=True)
class Killed:
    """What a child had done when it was killed.

    Args:
        acknowledged: How many of its calls had returned.
        alive: Whether it was still at work.
        seconds: From when it was ready until it was killed, or had ended by itself.
    """

    acknowledged: int
    alive: bool
    seconds: float


class ChildFailed(Exception):
    """A child raised; holds its traceback."""


def forked(work: Callable[[], T]) -> T:
    """Run work in a child of its own, and return what it returns.

    Args:
        work: Returns anything that can be pickled.

    Raises:
        ChildFailed: If it raises, or dies.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if not answer:
        raise ChildFailed("a child died without an answer")
    done, value = pickle.loads(answer)  # noqa: S301 - our own child's
    if not done:
        raise ChildFailed(value)
    result: T = value
    return result


def killed(work: Callable[[Acknowledge], None], delay: float) -> Killed:
    """Run work in a child of its own, and kill it -9.

    Args:
        work: Acknowledges `READY`, then each call that has returned.
        delay: Seconds from when it is ready until it is killed, if it has not ended by then.

    Raises:
        ChildFailed: If it failed before it was killed.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        seen = pipe.read(1) or b""
        began = monotonic()
        while (left := began + delay - monotonic()) > 0 and not _ended(child):
            sleep(min(left, 0.01))
        alive = not _ended(child)
        seconds = monotonic() - began
        os.kill(child, signal.SIGKILL)  # It is ours and not waited for yet, so the id is its own
        seen += pipe.readall() or b""
    _, status = os.waitpid(child, 0)
    if not alive and status:
        raise ChildFailed(f"a child ended by itself with status {status}; see above")
    return Killed(seen.count(ACKNOWLEDGED), alive, seconds)


def _ended(child: int) -> bool:
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _answer(work: Callable[[], object], writing: int) -> NoReturn:
    answer: tuple[bool, object] = False, None
    try:
        answer = True, work()
    finally:  # Whatever it raised goes to the parent, and no further: this is the end
        if not answer[0]:
            answer = False, traceback.format_exc()
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(answer, pipe)
        os._exit(0)


def _work(work: Callable[[Acknowledge], None], writing: int) -> NoReturn:
    status = 1
    try:
        work(lambda sign: os.write(writing, sign))
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)
