"""What a command asks for before it does something: a yes, or a passphrase."""

import os
import sys
from collections.abc import Callable
from getpass import getpass

import typer

from memory_agent.cli.output import say
from memory_agent.domain.errors import InvalidInput, KeyUnavailable


def confirm(question: str) -> None:
    """Ask before something is changed or destroyed; the question goes to stderr.

    Args:
        question: What would be done, as a question.

    Raises:
        InvalidInput: If nobody is there to answer.
        typer.Exit: If the answer is no.
    """
    if not sys.stdin.isatty():
        raise InvalidInput(
            "nothing was done: this asks before it does anything, and stdin is no terminal; "
            "accepted is --yes"
        )
    print(f"{question} [y/N]: ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if answer.strip().lower() not in ("y", "yes"):
        say("nothing was done" if answer else "\nnothing was done")  # Ctrl-D ends no line
        raise typer.Exit(1)


def passphrase_asker() -> Callable[[], str] | None:
    """Return what asks for the passphrase of a home, or None where nobody is there to answer."""
    return (lambda: _hidden("Passphrase: ")) if sys.stderr.isatty() else None


def new_passphrase(variable: str) -> str:
    """Return a new passphrase: the environment's, or one that was typed twice.

    Args:
        variable: The environment variable that is looked at first.

    Raises:
        KeyUnavailable: If it is not set and nobody is there to answer.
        InvalidInput: If the two were not the same.
    """
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stderr.isatty():
        raise KeyUnavailable(f"no terminal to ask for a new passphrase on; set {variable}")
    first = _hidden("New passphrase: ")
    if first != _hidden("The same again: "):
        raise InvalidInput("the two passphrases are not the same; nothing was done, try again")
    return first


def _hidden(prompt: str) -> str:
    try:
        return getpass(prompt)
    except EOFError:
        raise KeyUnavailable("no passphrase was typed; nothing was done") from None
