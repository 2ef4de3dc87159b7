"""Reads a year of one person's chats in, and shows what memory-agent makes of them.

It makes the home folder ``.demo-home`` anew each time, and leaves it there to be asked further.
"""

import shutil
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from memory_agent import Memory, domain
from memory_agent.importers import Archive, read_archive

ROOT = Path(__file__).resolve().parents[2]
ARCHIVE = ROOT / "examples/demo/conversations.json"
HOME = ROOT / ".demo-home"
USER = "demo"
QUESTIONS = ("What could I cook on Saturday?", "Where does my brother live, and what does he do?")

# Says that the folder is the demo's own to delete, and keeps it out of git.
MARKER = HOME / ".gitignore"
MARKER_TEXT = "# Made by examples/demo/run.py, which deletes this folder at its next start.\n*\n"

console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 120)


def main() -> None:
    """Run the demo."""
    make_home()
    archive = read_archive(ARCHIVE)
    show_archive(archive)
    with Memory.open(HOME) as memory:
        with console.status("Learning from it ..."):
            digest = memory.ingest(archive.lives[0].messages, user_id=USER)
        show_learned(memory.list(user_id=USER), digest)
        changed = first_change(memory, digest)
        show_change(memory, changed, digest)
        profile = memory.profile(user_id=USER)
        show(f"The profile, {profile.tokens} tokens", profile.text)
        for question in QUESTIONS:
            show_context(memory, question)
    show_next(changed)


def make_home() -> None:
    """Make the folder anew; one that the demo did not make is left alone."""
    if HOME.exists():
        if not MARKER.is_file() or MARKER.read_text("utf-8") != MARKER_TEXT:
            sys.exit(f"{HOME} was not made by the demo: move it away, then run the demo again")
        shutil.rmtree(HOME)
    HOME.mkdir()
    MARKER.write_text(MARKER_TEXT, "utf-8")


def show(heading: str, text: str = "", style: str = "cyan") -> None:
    """Print a heading, and a text below it as it is."""
    console.print(Text(f"\n{heading}", style="bold"))
    if text:
        console.print(Padding(Text(text, style=style), (0, 0, 0, 2), expand=False))


def show_rows(rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Print when, what, a sentence and the words it came from, in columns."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for style, whole in (("dim", True), ("magenta", True), ("", False), ("italic", False)):
        table.add_column(style=style, no_wrap=whole, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(Padding(table, (0, 0, 0, 2), expand=False))


def show_archive(archive: Archive) -> None:
    """Print what the file holds, and what of it could not be read."""
    messages = archive.lives[0].messages
    days = sorted(f"{message.said_at:%Y-%m-%d}" for message in messages if message.said_at)
    sessions = {message.session_id for message in messages}
    lines = [f"{len(sessions)} sessions, {len(messages)} turns, {days[0]} to {days[-1]}"]
    lines += [f"passed over: {passed.where}: {passed.why}" for passed in archive.passed_over]
    show(f"Read {archive.path.relative_to(ROOT)} ({archive.format})", "\n".join(lines), "")


def show_learned(current: list[domain.Memory], digest: domain.Digest) -> None:
    """Print each memory with the words that it came from, and how many turns taught nothing."""
    said_on = {turn.id: f"{turn.said_at:%Y-%m-%d}" for turn in digest.turns}
    show(f"Learned {len(current)} memories that are current")
    show_rows(
        (said_on[known.source.turn_id], known.kind, known.text, f"“{known.source.quote}”")
        for known in current
        if known.source
    )
    asked = {turn.id for turn in digest.turns if turn.role == "user"}
    taught = {change.source.turn_id for change in digest.changes if change.source}
    console.print(f"  {len(asked - taught)} of the {len(asked)} user turns taught nothing.")


def first_change(memory: Memory, digest: domain.Digest) -> tuple[domain.Memory, ...]:
    """Return the first memory that was superseded and what took its place; nothing if none was."""
    successors = {change.displaces: change.memory.id for change in digest.changes}
    for old in memory.list(user_id=USER, status="superseded"):
        if old.id in successors:
            return old, memory.get(successors[old.id], user_id=USER)
    return ()


def show_change(memory: Memory, changed: tuple[domain.Memory, ...], digest: domain.Digest) -> None:
    """Print the revisions of both memories: when, what, why, and from which words."""
    said_on = {turn.id: f"{turn.said_at:%Y-%m-%d}" for turn in digest.turns}
    cited = [(change.memory, change.source) for change in digest.changes if change.source]
    quotes = {(known.id, known.version): f"“{source.quote}”" for known, source in cited}
    show("One memory across a change")
    for known in changed:
        console.print(Text.assemble("  ", known.text, "  ", (known.status, "magenta")))
        show_rows(
            (
                said_on.get(revision.turn_id or "", f"{revision.recorded_at:%Y-%m-%d}"),
                revision.op,
                revision.reason,
                quotes.get((known.id, revision.version), ""),
            )
            for revision in memory.history(known.id, user_id=USER)
        )


def show_context(memory: Memory, question: str) -> None:
    """Print what a prompt with this question would get, and what it cost."""
    started = time.perf_counter()
    context = memory.context(question, user_id=USER)
    took = (time.perf_counter() - started) * 1000
    show(f"“{question}” gets {context.tokens} tokens in {took:.0f} ms", context.text)


def show_next(changed: tuple[domain.Memory, ...]) -> None:
    """Print three commands to go on with."""
    second = f"history {changed[-1].id}" if changed else "list"
    show("Try next")
    for command in ('search "where do I work?"', second, 'add "I moved to Porto last week."'):
        line = f"  .venv/bin/memory-agent --home {HOME.name} --user {USER} {command}"
        console.print(line, soft_wrap=True)


if __name__ == "__main__":
    main()
