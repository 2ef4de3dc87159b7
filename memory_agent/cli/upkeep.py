"""Commands that look after everything that is kept: maintain."""

from typing import Annotated

import typer

from memory_agent.cli.options import Json, examples
from memory_agent.cli.output import print_json, say
from memory_agent.cli.records import reasoned_document
from memory_agent.cli.scope import scope_of
from memory_agent.cli.write import print_changes

app = typer.Typer()


@app.command(epilog=examples("maintain --dry-run"))
def maintain(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Apply the forgetting policies, and say what they did and why."""
    scope = scope_of(context)
    with scope.known_memory() as memory:
        changes = memory.maintain(user_id=scope.user, dry_run=dry_run)
    if as_json:
        print_json([reasoned_document(change) for change in changes])
        return
    print_changes(changes)
    if dry_run:
        say(f"changes that would be made: {len(changes)}; none was")
    elif not changes:
        say("nothing to do")
