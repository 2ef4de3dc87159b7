"""Printing: JSON documents, tables for people, tab-separated lines for programs.

Results go to stdout, everything said about them to stderr. Colours and tables appear only where
stdout is a terminal; anywhere else a row is one line that stays the same from release to release.
"""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from rich.text import Text

# Everything a terminal could take for a command, but line feed and tab.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

# A pasted document should not push the other rows off the screen.
_LONGEST_SHOWN = 400

_MARKS = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
_STYLES = {"same": "", "gone": "red strike", "new": "bold green"}
_LINE_STYLES = {"-": "red", "+": "green", " ": ""}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words within the text that surrounds them.

    Args:
        before: What stands before the words.
        words: The words themselves; highlighted.
        after: What stands after them.
    """

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words of two sentences that are compared.

    Args:
        sort: Whether both have it, only the first, or only the second.
        text: The words.
    """

    sort: Literal["same", "gone", "new"]
    text: str


Cell: TypeAlias = str | float | datetime | Quote | tuple[Part, ...] | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Args:
        heading: Shown above it on a terminal only.
        style: How its cells look on a terminal.
        whole: Never broken over two lines: ids and dates, that people copy.
        shown: Whether a terminal shows it; the lines into a pipe or file always have it.
    """

    heading: str
    style: str = ""
    whole: bool = False
    shown: bool = True


FIELDS = (Column("", style="dim", whole=True), Column(""))
"""The columns of a list of names and values."""


def say(message: str) -> None:
    """Tell a person something; it goes to stderr, so that stdout holds results only."""
    print(visible(message), file=sys.stderr)


def print_json(document: object) -> None:
    """Print one JSON document, in ASCII where the output could not carry more."""
    carries_all = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json_text(document, ascii_only=not carries_all))


def json_text(document: object, *, ascii_only: bool = False) -> str:
    """Return one JSON document, for people to read as well."""
    return json.dumps(document, indent=2, ensure_ascii=ascii_only)


def print_text(text: str) -> None:
    """Print a text: verbatim into a pipe or file, wrapped and made visible on a terminal."""
    print(_wrapped(visible(text)) if sys.stdout.isatty() else text)


def print_rows(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """Print rows as a table on a terminal, elsewhere as lines of tab-separated cells."""
    if sys.stdout.isatty():
        _print_table(columns, rows)
    else:
        for row in rows:
            print("\t".join(_plain(cell) for cell in row))


def print_line_changes(lines: Iterable[tuple[Literal[" ", "-", "+"], str]]) -> None:
    """Print lines that two texts have in common or not, each after its sign."""
    if not sys.stdout.isatty():
        for sign, line in lines:
            print(f"{sign} {line}")
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for sign, line in lines:
        pieces = wrap(visible(line), console.width - 2) or [""]
        console.print(Text("\n  ".join([f"{sign} {pieces[0]}", *pieces[1:]]), _LINE_STYLES[sign]))


def marked(parts: Iterable[Part]) -> str:
    """Return compared words as one text: what is gone as [-so-], what is new as {+so+}."""
    return "".join(_MARKS[part.sort].format(part.text) for part in parts)


def visible(text: str) -> str:
    """Return the text with control characters as escapes, so that none steers the terminal."""
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text.replace("\r\n", "\n"))


def _wrapped(text: str) -> str:
    width = get_terminal_size().columns
    lines = []
    for line in text.split("\n"):
        indent = "  " if line.startswith("- ") else ""
        lines += wrap(line, width, subsequent_indent=indent) or [""]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    return visible(" ".join(text.split()))


def _plain(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(cell, float):
        return f"{cell:.3f}"
    if isinstance(cell, Quote):
        return _one_line(f"{cell.before}>>{cell.words}<<{cell.after}")
    if isinstance(cell, tuple):
        return _one_line(marked(cell))
    return _one_line(str(cell))


def _shown(cell: Cell) -> "str | Text":
    from rich.text import Text

    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, Quote):
        words = (visible(cell.words), "bold reverse")
        return Text.assemble(visible(cell.before), words, visible(cell.after))
    if isinstance(cell, tuple):
        return Text.assemble(*((visible(part.text), _STYLES[part.sort]) for part in cell))
    text = _plain(cell)
    return Text(text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + " ...")


def _print_table(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    from rich.console import Console
    from rich.table import Table

    shown = [column for column in columns if column.shown]
    headed = any(column.heading for column in shown)
    table = Table(box=None, pad_edge=False, show_header=headed, header_style="dim")
    for column in shown:
        table.add_column(column.heading, style=column.style, no_wrap=column.whole, overflow="fold")
    for row in rows:
        cells = zip(columns, row, strict=True)
        table.add_row(*(_shown(cell) for column, cell in cells if column.shown))
    Console(highlight=False).print(table)
