"""The command that checks the installation and the home: doctor."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from memory_agent.cli.checks import Check, home_folder, installation
from memory_agent.cli.options import Json, examples
from memory_agent.cli.output import Column, print_json, print_rows, say
from memory_agent.cli.scope import Scope, scope_of
from memory_agent.domain.errors import MemoryAgentError

if TYPE_CHECKING:
    from memory_agent.memory import Memory

app = typer.Typer()


@app.command(epilog=examples("doctor"))
def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Check the installation, the home and every user.

    Needs no network. Into a pipe or file: one line a check, of ok, warning or problem, what it is
    about, what was found, and what helps, separated by tabs. Exit status 1 if there is a problem.
    """
    scope = scope_of(context)
    checks = [*installation(), *home_folder(scope.home), *_users(scope)]
    problems, warnings = (
        sum(one.status == status for one in checks) for status in ("problem", "warning")
    )
    if as_json:
        listed = [
            {"check": one.name, "status": one.status, "found": one.found, "help": one.help or None}
            for one in checks
        ]
        print_json({"problems": problems, "warnings": warnings, "checks": listed})
    else:
        columns = (
            Column("", style="bold", whole=True),
            Column("check", style="magenta", whole=True),
            Column("found"),
            Column("what helps", style="dim"),
        )
        print_rows(columns, [(c.status, c.name, c.found, c.help or None) for c in checks])
        say(f"problems: {problems}, warnings: {warnings}")
    if problems:
        raise typer.Exit(1)


def _users(scope: Scope) -> Iterator[Check]:
    """Verify every user of the home, each in one line."""
    if not scope.home.is_dir():
        return
    try:
        with scope.memory() as memory:
            users = memory.users()
            yield from (_user(memory, user) for user in users)
    except MemoryAgentError as error:
        yield Check("users", "problem", str(error), "nothing more can be checked without it")
        return
    unread = len(list(scope.home.glob("users/*.db"))) - len(users)
    if unread > 0:
        found = f"{unread} of the files in {scope.home / 'users'} cannot be read, or are nobody's"
        yield Check("users", "problem", found, "bring back copies of them")


def _user(memory: "Memory", user: str) -> Check:
    name = f"user {user}"
    try:
        health = memory.verify(user_id=user)
    except MemoryAgentError as error:
        return Check(name, "problem", str(error), f"memory-agent --user {user} verify")
    if health.problems:
        more = f" and {len(health.problems) - 1} more" if len(health.problems) > 1 else ""
        helps = f"`memory-agent --user {user} verify` tells all"
        return Check(name, "problem", health.problems[0] + more, helps)
    return Check(name, "ok", ", ".join(f"{count} {what}" for what, count in health.checked.items()))
