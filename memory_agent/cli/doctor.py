"""The command that checks the installation and the home: doctor."""

import typer

from memory_agent.cli.options import Json, examples
from memory_agent.cli.output import Column, print_json, print_rows, say
from memory_agent.cli.scope import scope_of

app = typer.Typer()


@app.command(epilog=examples("doctor"))
def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Check the installation, the home and every user.

    Needs no network. Into a pipe or file: one line a check, of ok, warning or problem, what it is
    about, what was found, and what helps, separated by tabs. Exit status 1 if there is a problem.
    """
    from memory_agent.cli.checks import home_folder, installation, users

    scope = scope_of(context)
    checks = [*installation(), *home_folder(scope.home), *users(scope)]
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
