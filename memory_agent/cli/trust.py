"""Commands that decide on what others asked for: approve, reject."""

from collections.abc import Sequence
from typing import Annotated

import typer

from memory_agent.cli.options import Json, examples
from memory_agent.cli.output import print_json
from memory_agent.cli.records import change_document
from memory_agent.cli.scope import Scope, find, scope_of
from memory_agent.cli.write import print_changes
from memory_agent.domain import Change

app = typer.Typer()

Ids = Annotated[list[str], typer.Argument(metavar="ID", help="Ids, or what they begin with.")]


@app.command(epilog=examples("approve m-7k2n m-9x3p"))
def approve(context: typer.Context, memory_ids: Ids, as_json: Json = False) -> None:
    """Let memories out of quarantine: they become current.

    In quarantine is what a tool, a web page or an assistant asked to be remembered:
    `list --status quarantined` shows it.
    """
    _judge(scope_of(context), memory_ids, "approve", as_json)


@app.command(epilog=examples("reject m-7k2n"))
def reject(context: typer.Context, memory_ids: Ids, as_json: Json = False) -> None:
    """Retract memories in quarantine; they are not asked for again."""
    _judge(scope_of(context), memory_ids, "reject", as_json)


def _judge(scope: Scope, memory_ids: Sequence[str], verdict: str, as_json: bool) -> None:
    changes: list[Change] = []
    with scope.known_memory() as memory:
        found = [find(memory, given, scope.user) for given in memory_ids]
        judge = memory.approve if verdict == "approve" else memory.reject
        changes = [judge(one.id, user_id=scope.user) for one in found]
    if as_json:
        print_json([change_document(change) for change in changes])
    else:
        print_changes(changes)
