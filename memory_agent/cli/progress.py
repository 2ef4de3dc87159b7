"""A progress bar on a terminal, and what to tell somebody who stops a long command."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from memory_agent.cli.output import say


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[int], None] | None]:
    """Show a bar on a terminal; give what moves it by a number, or None without a terminal.

    Args:
        what: What is counted, such as ``turns``.
        total: How many there are; None if nobody knows.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    clock = TimeElapsedColumn() if total is None else TimeRemainingColumn()
    columns = (what, BarColumn(), MofNCompleteColumn(), clock)
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)


@contextmanager
def told_if_stopped(message: str) -> Iterator[None]:
    """Tell somebody who presses Ctrl-C how things stand, and how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        say(message)
        raise
