"""Commands that carry a whole life out and in: export, import."""

import sys
from collections.abc import Iterable
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from memory_agent.cli.options import Json, examples
from memory_agent.cli.output import FIELDS, print_json, print_rows, say
from memory_agent.cli.progress import progress, told_if_stopped
from memory_agent.cli.scope import scope_of
from memory_agent.domain.errors import InvalidInput

app = typer.Typer()

_STREAM = Path("-")


@app.command("export", epilog=examples("export ana.jsonl", "export - | gzip > ana.jsonl.gz"))
def export_life(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; - writes to stdout.")],
    salvage: Annotated[
        bool,
        typer.Option("--salvage", help="Leave out what is damaged, and take what can be read."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace FILE if it is there already.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write everything of the user to a file of JSON lines.

    The file holds all of it in plain text, also where the home is encrypted.
    """
    if file == _STREAM and as_json:
        raise typer.BadParameter("stdout cannot hold the life and --json; name a FILE")
    if file != _STREAM and not force and file.exists():
        raise InvalidInput(f"{file} is there already; name another, or replace it with --force")
    scope = scope_of(context)
    target = sys.stdout.buffer if file == _STREAM else file
    with (
        scope.known_memory() as memory,
        told_if_stopped("no file was written; run it again"),
        progress("records", None) as report,
    ):
        counts = memory.export(target, user_id=scope.user, salvage=salvage, progress=report)
    if as_json:
        print_json(counts)
    else:
        say(f"wrote {'stdout' if file == _STREAM else file}: {_counted(counts)}")


@app.command("import", epilog=examples("import ana.jsonl", "--user bo import - < ana.jsonl"))
def import_life(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What export wrote; - reads stdin.")],
    as_json: Json = False,
) -> None:
    """Read a user in from a file that export wrote.

    The user gets the name in the file, unless one was given by --user or MEMORY_AGENT_USER, and
    must not exist yet. All of it is taken in, or nothing.
    """
    scope = scope_of(context)
    source = sys.stdin.buffer if file == _STREAM else file
    owner = scope.user if scope.user_given else None
    with scope.memory() as memory:
        before = memory.users()
        try:
            with progress("records", None) as report:
                counts = memory.import_(source, user_id=owner, progress=report)
        except KeyboardInterrupt:
            _tell_how_to_go_on(set(memory.users()).difference(before))
            raise
    if as_json:
        print_json(counts)
    else:
        print_rows(FIELDS, [(name, str(count)) for name, count in counts.items()])


def _tell_how_to_go_on(taken: Iterable[str]) -> None:
    """Say how things stand after Ctrl-C: all of a life is there, or nothing."""
    for user in taken:
        say(
            "all was taken in, but some vectors are missing; "
            f"`memory-agent --user {quote(user)} reembed` makes them"
        )
        return
    say("nothing was taken in; run it again")


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())
