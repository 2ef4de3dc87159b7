"""The command that reads whole archives of conversations in: ingest."""

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from memory_agent.cli.lives import Addressed, addressed
from memory_agent.cli.options import Json, examples
from memory_agent.cli.output import print_json, print_text, say
from memory_agent.cli.progress import progress, told_if_stopped
from memory_agent.cli.records import Document
from memory_agent.cli.scope import scope_of
from memory_agent.domain import Digest
from memory_agent.domain.errors import ArchiveError, InvalidInput

if TYPE_CHECKING:
    from memory_agent.importers import Archive
    from memory_agent.memory import Memory

app = typer.Typer()

_PASSED_OVER_SHOWN = 20


@dataclass(slots=True)
class Tally:
    """What an ingest did, counted.

    Args:
        offered: Messages that were read.
        turns: Those of them that were new.
        ops: How often each operation was done to a memory.
        ignored: Candidates that were not stored.
    """

    offered: int = 0
    turns: int = 0
    ops: Counter[str] = field(default_factory=Counter)
    ignored: int = 0

    def count(self, offered: int, digest: Digest) -> None:
        """Add what one life gave."""
        self.offered += offered
        self.turns += len(digest.turns)
        self.ops.update(change.op for change in digest.changes)
        self.ignored += len(digest.ignored)

    def document(self) -> Document:
        """Return the counts by the names that they are printed under."""
        return {
            "turns": self.turns,
            "added": self.ops["add"],
            "updated": self.ops["update"] + self.ops["reinforce"],
            "superseded": self.ops["supersede"],
            "retracted": self.ops["retract"],
            "ignored": self.ignored,
        }

    def sentence(self) -> str:
        """Return the counts for a person."""
        turns, *others = self.document().items()
        told = ", ".join(f"{count} {name}" for name, count in others)
        known = self.offered - self.turns
        return f"turns: {turns[1]} new, {known} known already; memories: {told}"


def _format(name: str) -> str:
    from memory_agent.importers import FORMATS

    if name not in FORMATS:
        raise typer.BadParameter(f"no such format: {name!r}; accepted are {', '.join(FORMATS)}")
    return name


@app.command(
    epilog=examples(
        "ingest chats.jsonl",
        "--user ana ingest conversations.json --format chatgpt",
        "ingest locomo10.json --life conv-26/Caroline",
    )
)
def ingest(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="JSON or JSON lines, plain or gzipped.")
    ],
    format: Annotated[
        str | None,
        typer.Option(
            parser=_format,
            metavar="NAME",
            show_default="found out from what the file holds",
            help="The format of every FILE: jsonl, chatgpt, locomo or longmemeval.",
        ),
    ] = None,
    life: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only this life of an archive that holds several."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Read conversations in; running it again adds nothing twice.

    An archive without names goes to the user. Each named life of an archive becomes a user of its
    own, unless a user was named (by --user or MEMORY_AGENT_USER): then it takes one life, picked
    by --life where the archive holds several.
    """
    started = time.perf_counter()
    scope = scope_of(context)
    archives = _read(files, format)
    if not archives:
        raise typer.Exit(1)
    lives = [one for archive in archives for one in addressed(archive, scope, life)]
    with scope.memory(reads=True) as memory:
        of_user, total, all_taken = _take_in(memory, lives)
    seconds = time.perf_counter() - started
    if as_json:
        print_json({**total.document(), "seconds": round(seconds, 3)})
    else:
        _print_summary(of_user, total, seconds)
    if not all_taken or len(archives) < len(files):
        raise typer.Exit(1)


def _read(files: Sequence[Path], format: str | None) -> "list[Archive]":
    from memory_agent.importers import read_archive

    archives = []
    for path in files:
        try:
            archive = read_archive(path, format=format)
        except ArchiveError as error:
            say(f"memory-agent: {error}")
            continue
        archives.append(archive)
        for passed in archive.passed_over[:_PASSED_OVER_SHOWN]:
            say(f"passed over {passed.where}: {passed.why}")
        more = len(archive.passed_over) - _PASSED_OVER_SHOWN
        if more > 0:
            say(f"passed over {more} more of {path}")
    return archives


def _take_in(memory: "Memory", lives: Sequence[Addressed]) -> tuple[dict[str, Tally], Tally, bool]:
    """Ingest the lives; return the counts of each user and of all, and whether all were taken."""
    of_user: dict[str, Tally] = defaultdict(Tally)
    total = Tally()
    all_taken = True
    stays = "what was taken in stays, and running it again goes on from there"
    count = sum(len(life.messages) for life in lives)
    with told_if_stopped(stays), progress("turns", count) as report:
        for life in lives:
            try:
                digest = memory.ingest(life.messages, user_id=life.user, progress=report)
            except InvalidInput as error:
                say(f"memory-agent: {life.path}: user {life.user!r}: {error}")
                all_taken = False
                continue
            of_user[life.user].count(len(life.messages), digest)
            total.count(len(life.messages), digest)
    return of_user, total, all_taken


def _print_summary(of_user: dict[str, Tally], total: Tally, seconds: float) -> None:
    if len(of_user) > 1:
        for user, tally in of_user.items():
            print_text(f"{user}: {tally.sentence()}")
    label = f"{len(of_user)} users" if len(of_user) != 1 else next(iter(of_user))
    print_text(f"{label}: {total.sentence()}; {seconds:.1f} s")
