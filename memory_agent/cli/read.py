"""Commands that only read: list, show, search, context, profile, stats."""

from typing import Annotated

import typer

from memory_agent.cli.fields import memory_fields, source_fields
from memory_agent.cli.options import (
    AsOf,
    Json,
    MemoryId,
    Query,
    StatusChoice,
    ValidAt,
    examples,
)
from memory_agent.cli.output import FIELDS, Column, print_json, print_rows, print_text, say
from memory_agent.cli.records import (
    context_document,
    hit_document,
    memory_document,
    profile_document,
)
from memory_agent.cli.scope import find, scope_of
from memory_agent.domain import Kind

app = typer.Typer()

_ID = Column("id", style="cyan", whole=True)


@app.command(
    "list", epilog=examples("list --kind preference", "list --status all --as-of 2026-03-01")
)
def list_memories(
    context: typer.Context,
    kind: Annotated[Kind | None, typer.Option(help="Only memories of this kind.")] = None,
    status: Annotated[StatusChoice, typer.Option(help="Only memories in this state.")] = "current",
    as_of: AsOf = None,
    valid_at: ValidAt = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only the newest N.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List memories.

    Into a pipe or file: one line a memory, of id, kind, status, when it was recorded, and text,
    separated by tabs.
    """
    scope = scope_of(context)
    with scope.known_memory() as memory:
        memories = memory.list(
            user_id=scope.user,
            kind=kind,
            status=None if status == "all" else status,
            as_of=as_of,
            valid_at=valid_at,
            limit=limit,
        )
    if as_json:
        print_json([memory_document(one) for one in memories])
    elif memories:
        columns = (
            _ID,
            Column("kind", style="magenta", whole=True),
            Column("status", whole=True, shown=status == "all"),
            Column("recorded", style="dim", whole=True),
            Column("memory"),
        )
        print_rows(columns, [(m.id, m.kind, m.status, m.recorded_at, m.text) for m in memories])
    else:
        say(f"no such memories of user {scope.user!r}")


@app.command(epilog=examples("show m-7k2n"))
def show(context: typer.Context, memory_id: MemoryId, as_json: Json = False) -> None:
    """Show one memory, and the words that it came from."""
    scope = scope_of(context)
    with scope.known_memory() as memory:
        found = find(memory, memory_id, scope.user)
        turn = memory.turn(found.source.turn_id, user_id=scope.user) if found.source else None
    if as_json:
        print_json(memory_document(found))
        return
    print_rows(FIELDS, [*memory_fields(found), *source_fields(found, turn)])


@app.command(
    epilog=examples('search "where does she live?" --limit 3', "search peanuts --memories-only")
)
def search(
    context: typer.Context,
    query: Query,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Show at most N.")] = 10,
    as_of: AsOf = None,
    valid_at: ValidAt = None,
    memories_only: Annotated[
        bool, typer.Option("--memories-only", help="Leave out the turns.")
    ] = False,
    turns_only: Annotated[
        bool, typer.Option("--turns-only", help="Leave out the memories.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Find the memories and turns that answer a query, the best first.

    Into a pipe or file: one line a result, of score, memory or turn, id, when it was said, and
    text, separated by tabs.
    """
    if memories_only and turns_only:
        raise typer.BadParameter(
            "--memories-only and --turns-only leave nothing to look for; give one"
        )
    scope = scope_of(context)
    with scope.known_memory() as memory:
        hits = memory.search(
            query,
            user_id=scope.user,
            limit=limit,
            as_of=as_of,
            valid_at=valid_at,
            memories=not turns_only,
            turns=not memories_only,
        )
    if as_json:
        print_json([hit_document(hit) for hit in hits])
    elif hits:
        columns = (
            Column("score", style="dim", whole=True),
            Column("what", style="magenta", whole=True),
            _ID,
            Column("said", style="dim", whole=True),
            Column("text"),
        )
        rows = [(h.score, h.type, h.id, h.said.said_at if h.said else None, h.text) for h in hits]
        print_rows(columns, rows)
    else:
        say("nothing found")


@app.command(
    "context",
    epilog=examples('context "ideas for dinner" --budget 200', "context job --as-of 2024-06-01"),
)
def print_context(
    context: typer.Context,
    query: Query,
    budget: Annotated[
        int, typer.Option(min=1, metavar="TOKENS", help="How long it may be at most.")
    ] = 400,
    as_of: AsOf = None,
    valid_at: ValidAt = None,
    as_json: Json = False,
) -> None:
    """Print the block that a prompt would get for a query.

    The profile comes first, then what the query needs. A block of another time has no profile.
    """
    scope = scope_of(context)
    with scope.known_memory() as memory:
        block = memory.context(
            query, user_id=scope.user, budget=budget, as_of=as_of, valid_at=valid_at
        )
    if as_json:
        print_json(context_document(block))
    elif block.text:
        print_text(block.text)
    else:
        say(f"nothing is known about that within a budget of {budget}")


@app.command(epilog=examples("--user ana profile"))
def profile(context: typer.Context, as_json: Json = False) -> None:
    """Print the compressed, stable summary of the user."""
    scope = scope_of(context)
    with scope.known_memory() as memory:
        summary = memory.profile(user_id=scope.user)
    if as_json:
        print_json(profile_document(summary))
    elif summary.text:
        print_text(summary.text)
    else:
        say(f"nothing is known of user {scope.user!r} yet")


@app.command(epilog=examples("stats"))
def stats(context: typer.Context, as_json: Json = False) -> None:
    """Count what is stored of the user."""
    scope = scope_of(context)
    with scope.known_memory() as memory:
        counts = memory.stats(user_id=scope.user)
    if as_json:
        print_json(counts)
    else:
        print_rows(FIELDS, [(name, str(count)) for name, count in counts.items()])
