"""Commands that change single memories: add, forget, restore."""

import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import typer

from memory_agent.cli.options import Json, MemoryId, examples, start_of
from memory_agent.cli.output import Column, print_json, print_rows, say
from memory_agent.cli.records import change_document, memory_document
from memory_agent.cli.scope import find, scope_of
from memory_agent.domain import Change, Role
from memory_agent.domain.errors import InvalidTurn

app = typer.Typer()

_CHANGES = (
    Column("did", style="green", whole=True),
    Column("id", style="cyan", whole=True),
    Column("memory"),
    Column("why", style="dim"),
)


@app.command(
    epilog=examples(
        'add "I moved to Lisbon last week."',
        'add --at 2026-03-01 --session trip "We land in Porto at nine."',
        "add - < note.txt",
    )
)
def add(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What was said; - reads stdin.")],
    role: Annotated[Role, typer.Option(help="Who said it.")] = "user",
    at: Annotated[
        datetime | None,
        typer.Option(
            parser=start_of,
            metavar="TIME",
            show_default="now",
            help="When it was said; a date means the start of that day, UTC.",
        ),
    ] = None,
    session: Annotated[
        str | None, typer.Option(metavar="ID", help="The conversation it belongs to.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Remember what somebody said, and print what that changed."""
    scope = scope_of(context)
    message = {"role": role, "content": stdin_text() if text == "-" else text}
    with scope.memory(reads=True) as memory:
        changes = memory.add(message, user_id=scope.user, session_id=session, at=at)
    if as_json:
        print_json([change_document(change) for change in changes])
    elif changes:
        print_changes(changes)
    else:
        say("nothing worth keeping was found; the turn itself is stored and can be searched")


@app.command(epilog=examples("forget m-7k2n"))
def forget(context: typer.Context, memory_id: MemoryId, as_json: Json = False) -> None:
    """Fade a memory: out of reach of every recall, but not destroyed."""
    scope = scope_of(context)
    with scope.known_memory() as memory:
        found = find(memory, memory_id, scope.user)
        print_change(memory.forget(found.id, user_id=scope.user), as_json)


@app.command(epilog=examples("restore m-7k2n"))
def restore(context: typer.Context, memory_id: MemoryId, as_json: Json = False) -> None:
    """Bring back a memory that has faded or was forgotten."""
    scope = scope_of(context)
    with scope.known_memory() as memory:
        found = find(memory, memory_id, scope.user)
        print_change(memory.restore(found.id, user_id=scope.user), as_json)


def print_changes(changes: Iterable[Change]) -> None:
    """Print one row a change: what was done, to which memory, and why."""
    rows = [(c.op, c.memory.id, c.memory.text, c.reason) for c in changes]
    print_rows(_CHANGES, rows)


def print_change(change: Change, as_json: bool) -> None:
    """Print the memory as JSON, or the row of its change."""
    if as_json:
        print_json(memory_document(change.memory))
    else:
        print_changes([change])


def stdin_text() -> str:
    """Return what stdin holds, without the line's end.

    Raises:
        InvalidTurn: If it is not UTF-8.
    """
    try:
        return sys.stdin.buffer.read().decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise InvalidTurn(
            f"standard input: byte {error.start} is not UTF-8; accepted is UTF-8 text"
        ) from None
