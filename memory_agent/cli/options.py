"""Options that several commands share, and how their values are read."""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Literal

import typer

from memory_agent.domain.errors import InvalidInput
from memory_agent.domain.times import parse_time

StatusChoice = Literal["current", "superseded", "retracted", "faded", "quarantined", "all"]


def start_of(text: str) -> datetime:
    """Read a moment; a plain date is its first moment in UTC."""
    return _moment(text, time.min)


def end_of(text: str) -> datetime:
    """Read a moment; a plain date is its last moment in UTC, so that the whole day counts."""
    return _moment(text, time.max)


def wanted(text: str) -> str:
    """Read a query: any text but a blank one."""
    if not text.strip():
        raise typer.BadParameter("the query is empty; accepted are words to look for")
    return unicode_text(text)


def unicode_text(text: str) -> str:
    """Read a text that is looked up or kept."""
    try:
        text.encode()
    except UnicodeEncodeError:  # bytes of the command line that are not in its encoding
        raise typer.BadParameter(f"{text!r} is not text; accepted is valid Unicode") from None
    return text


def looks_like_time(text: str) -> bool:
    """Return whether a word is meant as a moment rather than as an id."""
    return re.match(r"\d{4}-", text) is not None


def examples(*lines: str) -> str:
    """Return the end of a help text: example command lines, kept as they are written."""
    heading = "Example:" if len(lines) == 1 else "Examples:"
    return "\b\n" + "\n".join([heading, *(f"  memory-agent {line}" for line in lines)])


def _moment(text: str, of_day: time) -> datetime:
    try:
        if len(text) == len("2026-03-01"):
            return datetime.combine(date.fromisoformat(text), of_day, UTC)
        return parse_time(text)
    except InvalidInput as error:
        raise typer.BadParameter(str(error)) from None
    except ValueError:
        raise typer.BadParameter(
            f"not a date: {text!r}; accepted is 2026-03-01 or 2026-03-01T09:30:00Z"
        ) from None


Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON document and nothing else on stdout.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
MemoryId = Annotated[
    str, typer.Argument(metavar="ID", help="An id, or the beginning of one if it fits only one.")
]
Query = Annotated[
    str, typer.Argument(metavar="QUERY", parser=wanted, help="What to look for, in your words.")
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        parser=end_of,
        metavar="TIME",
        help="As it was known at this time; a date means the end of that day, UTC.",
    ),
]
ValidAt = Annotated[
    datetime | None,
    typer.Option(
        parser=end_of,
        metavar="TIME",
        help="What held in the user's life at this time; a date means the end of that day, UTC.",
    ),
]
