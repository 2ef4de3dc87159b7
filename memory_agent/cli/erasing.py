"""Commands that destroy for good, and prove it: erase, receipts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from memory_agent.cli.asking import confirm
from memory_agent.cli.fields import Field
from memory_agent.cli.options import Json, Yes, examples, unicode_text
from memory_agent.cli.output import FIELDS, Cell, Column, print_json, print_rows, say
from memory_agent.cli.reports import receipt_document
from memory_agent.cli.scope import find, scope_of
from memory_agent.domain.times import iso

if TYPE_CHECKING:
    from memory_agent.domain import Receipt
    from memory_agent.memory import Memory

app = typer.Typer()

_SHOWN = 20

MemoryIds = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ID", show_default=False, help="Memories: ids, or beginnings that fit only one."
    ),
]
ShredKey = Annotated[
    bool,
    typer.Option(
        "--shred-key",
        help="With --all: destroy the user's key too, so that no copy or backup of an encrypted "
        "home can be read again.",
    ),
]


@app.command(
    epilog=examples(
        "erase m-7k2n m-9qd4",
        "erase --turn t-5xw1",
        "erase --session trip --yes",
        "--user ana erase --all --shred-key",
    )
)
def erase(
    context: typer.Context,
    memory_ids: MemoryIds = None,
    turn: Annotated[
        str | None,
        typer.Option(metavar="ID", parser=unicode_text, help="One turn, and what only it says."),
    ] = None,
    session: Annotated[
        str | None,
        typer.Option(
            metavar="ID", parser=unicode_text, help="One conversation, and what only it says."
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="The user's whole life.")] = False,
    shred_key: ShredKey = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Destroy memories, turns or a whole life for good.

    This cannot be undone. The words are gone from the ledger, every index, every log and every file
    of the home, which are then searched for what could be left. Says what will be destroyed and
    asks, unless --yes is given; prints the receipt.
    """
    kinds = (bool(memory_ids), turn is not None, session is not None, everything)
    if sum(kinds) != 1:
        raise typer.BadParameter("accepted is exactly one of ID..., --turn, --session and --all")
    if shred_key and not everything:
        raise typer.BadParameter("--shred-key destroys a whole life: accepted beside --all only")
    scope = scope_of(context)
    with scope.known_memory() as memory:
        ids = [find(memory, given, scope.user).id for given in memory_ids or ()]
        if not yes:
            _announce(memory, scope.user, ids, turn, session, shred_key)
            confirm("Destroy this for good?")
        receipt = memory.erase(
            ids,
            user_id=scope.user,
            turn_id=turn,
            session_id=session,
            everything=everything,
            shred_key=shred_key,
        )
    if as_json:
        print_json(receipt_document(receipt))
    else:
        print_rows(FIELDS, _fields(receipt))


def _announce(
    memory: "Memory",
    user: str,
    ids: Sequence[str],
    turn: str | None,
    session: str | None,
    shred_key: bool,
) -> None:
    """Say what will be destroyed."""
    if turn is not None:
        say(f"turn {turn}: {memory.turn(turn, user_id=user).text}")
    every = memory.list(user_id=user, status=None, session_id=session)
    concerned = [
        one
        for one in every
        if (not ids or one.id in ids)
        and (turn is None or (one.source is not None and one.source.turn_id == turn))
    ]
    for one in concerned[:_SHOWN]:
        words = f" (said in {one.source.turn_id}: {one.source.quote!r})" if one.source else ""
        say(f"memory {one.id}: {one.text}{words}")
    if len(concerned) > _SHOWN:
        say(f"and {len(concerned) - _SHOWN} more memories")
    if ids:
        say("with every version of them, and the words that said so, in every turn")
    elif session is not None or turn is not None:
        if session is not None:
            say(f"every turn of the session {session!r}")
        say("of these, what was said elsewhere too stays; what they superseded comes back")
    else:
        counts = memory.stats(user_id=user)
        say(f"all that is kept of user {user!r}: {_counted(counts)}")
        if shred_key:
            say("and the user's key: no copy or backup can be read again")


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')}: {count}" for name, count in counts.items() if count
    )


def _fields(receipt: "Receipt") -> list[Field]:
    fields: list[Field] = [
        ("receipt", receipt.id),
        ("at", iso(receipt.at)),
        ("memories", str(receipt.erased)),
        ("turns", str(receipt.turns)),
        ("revisions", str(receipt.revisions)),
        ("kept", ", ".join(receipt.kept) or None),
        ("scanned", ", ".join(receipt.scanned)),
        ("residue", str(receipt.residue)),
        ("commitment", receipt.commitment),
    ]
    return [*fields, ("salt", receipt.salt)] if receipt.salt else fields


@app.command(epilog=examples("receipts", "receipts --json"))
def receipts(context: typer.Context, as_json: Json = False) -> None:
    """Print the receipts of what was erased, the oldest first.

    Into a pipe or file: one line a receipt, of id, when, how many memories, turns and revisions
    were destroyed, how many files were searched, and in how many places something was left,
    separated by tabs.
    """
    scope = scope_of(context)
    with scope.memory() as memory:
        found = memory.receipts(user_id=scope.user)
        if not found:
            scope.check_user(memory)
    if as_json:
        print_json([receipt_document(receipt) for receipt in found])
    elif found:
        columns = (
            Column("id", style="cyan", whole=True),
            Column("when", style="dim", whole=True),
            *(Column(name) for name in ("memories", "turns", "revisions", "scanned", "residue")),
        )
        print_rows(columns, map(_row, found))
    else:
        say("nothing was ever erased")


def _row(receipt: "Receipt") -> tuple[Cell, ...]:
    counts = (receipt.erased, receipt.turns, receipt.revisions, len(receipt.scanned))
    return (receipt.id, receipt.at, *map(str, (*counts, receipt.residue)))
