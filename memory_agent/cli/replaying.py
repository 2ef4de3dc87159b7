"""The command that shows again what prompts were given: replay."""

from typing import TYPE_CHECKING, Annotated

import typer

from memory_agent.cli.highlighting import lines_changed
from memory_agent.cli.options import Json, examples
from memory_agent.cli.output import (
    Column,
    print_json,
    print_line_changes,
    print_rows,
    print_text,
    say,
)
from memory_agent.cli.reports import logged_document, replay_document
from memory_agent.cli.scope import scope_of
from memory_agent.domain.errors import InvalidInput, NotFound
from memory_agent.domain.times import iso

if TYPE_CHECKING:
    from memory_agent.domain import LoggedContext, Replay
    from memory_agent.memory import Memory

app = typer.Typer()


@app.command(epilog=examples("replay --limit 5", "replay c-4f2k"))
def replay(
    context: typer.Context,
    context_id: Annotated[
        str | None,
        typer.Argument(
            metavar="CONTEXT-ID",
            show_default=False,
            help="The id of a logged call, or the beginning of one if it fits only one.",
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="List only the newest N calls.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what past prompts were given, and what they would be today.

    Without CONTEXT-ID it lists them; into a pipe or file: one line a call, of id, when it was made,
    its length and its budget in tokens, and the query, separated by tabs. With it: the block as it
    was; then, if it would be another today, its lines after a blank, a minus (gone) or a plus
    (new).
    """
    if context_id is not None and limit is not None:
        raise typer.BadParameter("--limit is for the list; leave it out beside CONTEXT-ID")
    scope = scope_of(context)
    if context_id is None:
        with scope.known_memory() as memory:
            calls = memory.contexts(user_id=scope.user, limit=limit)
        _print_list(calls, as_json)
        return
    with scope.known_memory() as memory:
        found = memory.replay(_logged(memory, context_id, scope.user).id, user_id=scope.user)
    if as_json:
        print_json(replay_document(found))
    else:
        _print_replay(found)


def _print_list(calls: "list[LoggedContext]", as_json: bool) -> None:
    if as_json:
        print_json([logged_document(call) for call in calls])
    elif calls:
        columns = (
            Column("id", style="cyan", whole=True),
            Column("when", style="dim", whole=True),
            Column("tokens", whole=True),
            Column("of", style="dim", whole=True),
            Column("query"),
        )
        rows = [(c.id, c.at, str(c.tokens), str(c.budget), c.query) for c in calls]
        print_rows(columns, rows)
    else:
        say("no context is logged")


def _logged(memory: "Memory", given: str, user: str) -> "LoggedContext":
    calls = memory.contexts(user_id=user)
    matches = [call for call in calls if call.id.startswith(given)] if given else []
    exact = [call for call in matches if call.id == given]
    if len(exact or matches) == 1:
        return (exact or matches)[0]
    if not matches:
        raise NotFound(f"no logged context {given!r} of user {user!r}; `replay` lists them all")
    raise InvalidInput(f"{given!r} begins the ids of {len(matches)} logged contexts; type more")


def _print_replay(replay: "Replay") -> None:
    logged = replay.logged
    filters = "".join(f", {name} {value}" for name, value in logged.filters.items())
    at = iso(logged.at.replace(microsecond=0))
    length = f"{logged.tokens} of {logged.budget} tokens"
    say(f"{at}: {logged.query!r}, {length}, at revision {logged.revision}{filters}")
    print_text(logged.text)
    if logged.text == replay.today.text:
        say("today it would be the same")
        return
    say(f"today, of {replay.today.tokens} tokens:")
    print_line_changes(lines_changed(logged.text, replay.today.text))
