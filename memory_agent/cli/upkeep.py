"""Commands that look after everything that is kept: maintain, verify, rebuild, reembed."""

from typing import Annotated

import typer

from memory_agent.cli.options import Json, examples
from memory_agent.cli.output import FIELDS, print_json, print_rows, say
from memory_agent.cli.progress import progress, told_if_stopped
from memory_agent.cli.records import reasoned_document
from memory_agent.cli.reports import health_document
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


@app.command(epilog=examples("verify"))
def verify(context: typer.Context, as_json: Json = False) -> None:
    """Check that all that is kept is whole and agrees with itself.

    Exit status 1 if it is not. The head is the newest link of the chain of revisions: write it
    down, and a later check of it shows that nothing was cut off.
    """
    scope = scope_of(context)
    with scope.known_memory() as memory:
        health = memory.verify(user_id=scope.user)
    if as_json:
        print_json(health_document(health))
    else:
        rows = [(name, str(count)) for name, count in health.checked.items()]
        print_rows(FIELDS, [*rows, ("head", health.head)])
        print_rows(FIELDS, [("problem", problem) for problem in health.problems])
        say(f"problems: {len(health.problems) or 'none'}")
    if health.problems:
        raise typer.Exit(1)


@app.command(epilog=examples("rebuild"))
def rebuild(context: typer.Context, as_json: Json = False) -> None:
    """Make every index anew from the ledger.

    What is known stays as it is, and every answer too.
    """
    scope = scope_of(context)
    with (
        scope.known_memory() as memory,
        told_if_stopped("every index still answers; run it again"),
        progress("vectors", memory.stats(user_id=scope.user)["vectors"]) as report,
    ):
        counts = memory.rebuild(user_id=scope.user, progress=report)
    if as_json:
        print_json(counts)
    else:
        print_rows(FIELDS, [(name, str(count)) for name, count in counts.items()])


@app.command(epilog=examples("reembed"))
def reembed(context: typer.Context, as_json: Json = False) -> None:
    """Make the vectors that the present model has not made yet.

    Those of other models are dropped once all are made.
    """
    scope = scope_of(context)
    stopped = "the vectors that were made stay, and running it again goes on from there"
    with (
        scope.known_memory() as memory,
        told_if_stopped(stopped),
        progress("vectors", None) as report,
    ):
        count = memory.reembed(user_id=scope.user, progress=report)
    if as_json:
        print_json({"embedded": count})
    else:
        say(f"vectors made: {count}")
