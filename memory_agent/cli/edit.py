"""Commands that change what is known by hand: edit, pin, unpin."""

from typing import Annotated

import typer

from memory_agent.cli.options import Json, MemoryId, examples
from memory_agent.cli.output import print_json, say
from memory_agent.cli.records import memory_document
from memory_agent.cli.scope import find, scope_of
from memory_agent.cli.write import print_change, stdin_text
from memory_agent.domain.errors import LedgerConflict

app = typer.Typer()


@app.command(
    epilog=examples("edit m-7k2n", 'edit m-7k2n "Ana lives in Porto."', "edit m-7k2n - < text.txt")
)
def edit(
    context: typer.Context,
    memory_id: MemoryId,
    text: Annotated[
        str | None,
        typer.Argument(metavar="TEXT", show_default=False, help="The new sentence; - reads stdin."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a memory anew.

    Without TEXT your editor is opened on it ($VISUAL or $EDITOR). The old sentence stays in its
    history. A sentence that was not changed, or was emptied in the editor, changes nothing.
    """
    from memory_agent.cli.editor import edited

    scope = scope_of(context)
    with scope.known_memory() as memory:
        found = find(memory, memory_id, scope.user)
        if text is None:
            new = edited(found.text) or found.text
            now = memory.get(found.id, user_id=scope.user)
            if new != found.text and now.version != found.version:
                raise LedgerConflict(
                    f"memory {found.id} was changed while you edited it, and stays as it is now; "
                    f"edit it again. What you wrote: {new}"
                )
        else:
            new = stdin_text() if text == "-" else text
        if new.split() != found.text.split():
            print_change(memory.update(found.id, new, user_id=scope.user), as_json)
            return
    say("unchanged; nothing was done")
    if as_json:
        print_json(memory_document(found))


@app.command(epilog=examples("pin m-7k2n"))
def pin(context: typer.Context, memory_id: MemoryId, as_json: Json = False) -> None:
    """Keep a memory whatever the forgetting policies say."""
    scope = scope_of(context)
    with scope.known_memory() as memory:
        found = find(memory, memory_id, scope.user)
        print_change(memory.pin(found.id, user_id=scope.user), as_json)


@app.command(epilog=examples("unpin m-7k2n"))
def unpin(context: typer.Context, memory_id: MemoryId, as_json: Json = False) -> None:
    """Leave a memory to the forgetting policies again."""
    scope = scope_of(context)
    with scope.known_memory() as memory:
        found = find(memory, memory_id, scope.user)
        print_change(memory.unpin(found.id, user_id=scope.user), as_json)
