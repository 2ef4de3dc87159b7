"""The command that compares: diff, between two moments or two versions of one memory."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from memory_agent.cli.highlighting import words_changed
from memory_agent.cli.options import Json, end_of, examples, looks_like_time, start_of
from memory_agent.cli.output import Cell, Column, print_json, print_rows, say
from memory_agent.cli.reports import diff_document, diff_rows
from memory_agent.cli.scope import find_ever, scope_of
from memory_agent.domain.times import iso, now

if TYPE_CHECKING:
    from memory_agent.domain import Diff
    from memory_agent.domain import Memory as Record
    from memory_agent.memory import Memory

app = typer.Typer()

_COLUMNS = (
    Column("what", style="magenta", whole=True),
    Column("id", style="cyan", whole=True),
    Column("memory"),
    Column("besides", style="dim"),
)

# What every version differs in, and what the words show anyway.
_EXPECTED = {"text", "version", "recorded_at", "source"}


@app.command(
    epilog=examples(
        "diff",
        "diff 2026-03-01",
        "diff 2026-03-01T09:00:00Z 2026-03-31",
        "diff m-7k2n",
        "diff m-7k2n 1 3",
    )
)
def diff(
    context: typer.Context,
    first: Annotated[
        str | None,
        typer.Argument(
            metavar="BEFORE|ID",
            show_default=False,
            help="A moment (a date means the start of that day, UTC), or a memory's id.",
        ),
    ] = None,
    second: Annotated[
        str | None,
        typer.Argument(
            metavar="AFTER|V1",
            show_default=False,
            help="A later moment (a date means the end of that day), or a version of the memory.",
        ),
    ] = None,
    third: Annotated[
        str | None,
        typer.Argument(metavar="V2", show_default=False, help="Another version of the memory."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare what was known at two moments, or versions of a memory.

    Without AFTER it compares with now, without BEFORE with now a day ago; without V2 with the
    newest version, without V1 the newest with the one before it. What is gone is marked [-so-],
    what is new {+so+}; on a terminal by colours.

    Into a pipe or file: one line a difference, of added, changed, superseded or gone, id, text,
    and what else changed, separated by tabs.
    """
    words = [word for word in (first, second, third) if word is not None]
    scope = scope_of(context)
    if not words or looks_like_time(words[0]):
        before, after = _moments(words)
        with scope.known_memory() as memory:
            found = memory.diff(before, after, user_id=scope.user)
    else:
        versions = _versions(words[1:])
        with scope.known_memory() as memory:
            found = _between_versions(memory, words[0], versions, scope.user)
    if as_json:
        print_json(diff_document(found))
    elif rows := list(_rows(found)):
        print_rows(_COLUMNS, rows)
    else:
        say("no difference")


def _moments(words: list[str]) -> tuple[datetime, datetime | None]:
    if len(words) > 2:
        raise typer.BadParameter(f"{len(words)} moments; accepted are two: BEFORE AFTER")
    before = start_of(words[0]) if words else now() - timedelta(days=1)
    after = end_of(words[1]) if len(words) > 1 else None
    if after is not None and after < before:
        raise typer.BadParameter(f"{words[1]} is before {words[0]}; accepted is BEFORE AFTER")
    return before, after


def _versions(words: list[str]) -> list[int]:
    for word in words:
        if not (word.isascii() and word.isdigit() and int(word)):
            raise typer.BadParameter(f"not a version: {word!r}; accepted is a number such as 1")
    return [int(word) for word in words]


def _between_versions(memory: "Memory", given: str, versions: list[int], user: str) -> "Diff":
    memory_id = find_ever(memory, given, user)
    if not versions:
        newest = len(memory.history(memory_id, user_id=user))
        versions = [max(newest - 1, 1), newest]
    return memory.diff(*versions, user_id=user, memory_id=memory_id)


def _rows(diff: "Diff") -> Iterator[tuple[Cell, ...]]:
    for name, before, after in diff_rows(diff):
        one = after or before
        if one is None:
            continue
        text = words_changed(before.text, after.text) if before and after else one.text
        yield name, one.id, text, _besides(before, after)


def _besides(before: "Record | None", after: "Record | None") -> str | None:
    """Return what changed of a memory besides its words."""
    if before is None:
        return None
    if after is None:
        return "erased"
    names = [field.name for field in fields(before) if field.name not in _EXPECTED]
    changed = [
        f"{name} {_value(getattr(before, name))} -> {_value(getattr(after, name))}"
        for name in names
        if getattr(before, name) != getattr(after, name)
    ]
    return ", ".join(changed) or None


def _value(value: object) -> str:
    if isinstance(value, datetime):
        return iso(value) or ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)
