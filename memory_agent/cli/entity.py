"""The commands that say who is who: entity list, entity merge, entity split."""

from typing import TYPE_CHECKING, Annotated

import typer

from memory_agent.cli.options import Json, examples
from memory_agent.cli.output import Column, print_json, print_rows, say
from memory_agent.cli.records import change_document
from memory_agent.cli.reports import entity_document
from memory_agent.cli.scope import scope_of
from memory_agent.cli.write import print_changes

if TYPE_CHECKING:
    from memory_agent.domain import Change

app = typer.Typer()
_entity = typer.Typer(help="Say who is who in the user's life.", no_args_is_help=True)
app.add_typer(_entity, name="entity")


@_entity.command("list", epilog=examples("entity list"))
def list_entities(context: typer.Context, as_json: Json = False) -> None:
    """Print who and what is in the user's life, each with its other names.

    Into a pipe or file: one line an entity, of id, name and other names, separated by tabs.
    """
    scope = scope_of(context)
    with scope.known_memory() as memory:
        found = memory.entities(user_id=scope.user)
    if as_json:
        print_json([entity_document(entity) for entity in found])
    elif not found:
        say("nothing is known of how anything is related")
    else:
        columns = Column("id", style="cyan"), Column("name"), Column("other names", style="dim")
        print_rows(columns, [(e.id, e.name, ", ".join(e.aliases) or None) for e in found])


@_entity.command(
    epilog=examples('entity merge "Karim" "Karim Haddad"', 'entity merge "my boss" Ingrid')
)
def merge(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="Any name of the one.")],
    into: Annotated[
        str, typer.Argument(metavar="INTO", help="The name under which both are known then.")
    ],
    as_json: Json = False,
) -> None:
    """Make one entity of two names.

    It is remembered as a sentence of its own, which can be reverted, forgotten and erased.
    """
    scope = scope_of(context)
    with scope.known_memory() as memory:
        _print(memory.merge(entity, into, user_id=scope.user), as_json)


@_entity.command(epilog=examples('entity split "Karim"', 'entity split "my brother"'))
def split(
    context: typer.Context,
    alias: Annotated[str, typer.Argument(metavar="NAME", help="The name that was joined wrongly.")],
    as_json: Json = False,
) -> None:
    """Take a name from the entity that it was joined with, by hand or by itself.

    That the two are different is remembered, so that they are not joined again.
    """
    scope = scope_of(context)
    with scope.known_memory() as memory:
        _print(memory.split(alias, user_id=scope.user), as_json)


def _print(changes: "list[Change]", as_json: bool) -> None:
    if as_json:
        print_json([change_document(change) for change in changes])
    else:
        print_changes(changes)
