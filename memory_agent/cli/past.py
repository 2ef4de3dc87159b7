"""Commands that tell of the past and go back to it: log, history, revert."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from memory_agent.cli.asking import confirm
from memory_agent.cli.options import Json, MemoryId, Yes, end_of, examples, start_of, unicode_text
from memory_agent.cli.output import Column, print_json, print_rows, say
from memory_agent.cli.records import revision_document
from memory_agent.cli.scope import find_ever, scope_of
from memory_agent.cli.write import print_changes
from memory_agent.domain import Change, Revision

if TYPE_CHECKING:
    from memory_agent.memory import Memory

app = typer.Typer()

_ERASED = "(erased)"
_SHOWN = 20

_WHEN = Column("when", style="dim", whole=True)
_DID = Column("did", style="green", whole=True)
_WHO = Column("who", style="magenta")
_WHY = Column("why", style="dim")


@app.command(
    epilog=examples(
        "log --limit 20", "log --since 2026-03-01 --until 2026-03-31", "log --turn t-5x"
    )
)
def log(
    context: typer.Context,
    since: Annotated[
        datetime | None,
        typer.Option(
            parser=start_of,
            metavar="TIME",
            help="Only from this time on; a date means the start of that day, UTC.",
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            parser=end_of,
            metavar="TIME",
            help="Only up to this time; a date means the end of that day, UTC.",
        ),
    ] = None,
    turn: Annotated[
        str | None,
        typer.Option(metavar="ID", parser=unicode_text, help="Only what this turn caused."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only the newest N.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Print the revisions of all memories, the oldest first.

    Into a pipe or file: one line a revision, of its number, when it was recorded, what was done,
    the memory's id and text, who decided, and why, separated by tabs.
    """
    scope = scope_of(context)
    with scope.known_memory() as memory:
        revisions = memory.log(
            user_id=scope.user, since=since, until=until, turn_id=turn, limit=limit
        )
    if as_json:
        print_json([revision_document(revision) for revision in revisions])
    elif revisions:
        columns = (
            Column("no.", whole=True),
            _WHEN,
            _DID,
            Column("id", style="cyan", whole=True),
            Column("memory"),
            Column("who", shown=False),
            _WHY,
        )
        rows = [
            (str(r.number), r.recorded_at, r.op, r.memory_id, _text(r), r.actor, r.reason)
            for r in revisions
        ]
        print_rows(columns, rows)
    else:
        say("no such revisions")


@app.command(epilog=examples("history m-7k2n"))
def history(context: typer.Context, memory_id: MemoryId, as_json: Json = False) -> None:
    """Print every revision of one memory, the oldest first.

    Into a pipe or file: one line a revision, of version, when it was recorded, what was done,
    text, who decided, why, and the words that caused it, separated by tabs.
    """
    scope = scope_of(context)
    with scope.known_memory() as memory:
        revisions = memory.history(find_ever(memory, memory_id, scope.user), user_id=scope.user)
    if as_json:
        print_json([revision_document(revision) for revision in revisions])
        return
    columns = (
        Column("v", whole=True),
        _WHEN,
        _DID,
        Column("memory"),
        _WHO,
        _WHY,
        Column("words", style="italic"),
    )
    rows = [
        (str(r.version), r.recorded_at, r.op, _text(r), r.actor, r.reason, _words(r))
        for r in revisions
    ]
    print_rows(columns, rows)


def _text(revision: Revision) -> str:
    return _ERASED if revision.memory is None else revision.memory.text


def _words(revision: Revision) -> str | None:
    return None if revision.words is None else revision.words.quote


@app.command(
    epilog=examples("revert 42", "revert --turn t-5xw1", "revert --to 2026-03-01T09:00:00Z --yes")
)
def revert(
    context: typer.Context,
    revision: Annotated[
        int | None,
        typer.Argument(
            metavar="REVISION",
            min=1,
            show_default=False,
            help="The number that `memory-agent log` gives the revision to undo.",
        ),
    ] = None,
    turn: Annotated[
        str | None,
        typer.Option(metavar="ID", parser=unicode_text, help="Undo all that this turn caused."),
    ] = None,
    to: Annotated[
        datetime | None,
        typer.Option(
            parser=end_of,
            metavar="TIME",
            help="Go back to what was known then; a date means the end of that day, UTC.",
        ),
    ] = None,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Undo a revision, what a turn caused, or all since a moment.

    What is undone stays in the log, and the undoing is a revision like any other: it can be
    undone as well. Shows what would change and asks, unless --yes is given.
    """
    if sum(given is not None for given in (revision, turn, to)) != 1:
        raise typer.BadParameter("accepted is exactly one of REVISION, --turn ID and --to TIME")
    scope = scope_of(context)
    with scope.known_memory() as memory:
        undo = partial(memory.revert, user_id=scope.user, revision=revision, turn_id=turn, to=to)
        planned = [] if yes else undo(dry_run=True)
        if planned:
            _ask(planned)
        changes = undo() if yes or planned else []
        recorded = _recorded(memory, scope.user, changes) if as_json else []
    if as_json:
        print_json([revision_document(one) for one in recorded])
    elif changes:
        print_changes(changes)
    else:
        say("nothing to undo: all is as it was")


def _ask(planned: Sequence[Change]) -> None:
    """Show what would change, and ask."""
    for change in planned[:_SHOWN]:
        say(f"{change.op}  {change.memory.id}  {change.memory.text}")
    if len(planned) > _SHOWN:
        say(f"and {len(planned) - _SHOWN} more")
    confirm(f"Make {'this change' if len(planned) == 1 else f'these {len(planned)} changes'}?")


def _recorded(memory: "Memory", user: str, changes: Iterable[Change]) -> list[Revision]:
    """Return the revisions that changes were recorded as."""
    wanted = {(change.memory.id, change.memory.version) for change in changes}
    if not wanted:
        return []
    since = min(change.memory.recorded_at for change in changes)
    recorded = memory.log(user_id=user, since=since)
    return [one for one in recorded if (one.memory_id, one.version) in wanted]
