"""Whose memory a life of an archive goes into."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from memory_agent.cli.scope import Scope
from memory_agent.domain import Message

if TYPE_CHECKING:
    from memory_agent.importers import Archive, Life

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Addressed:
    """The messages of one life, and the user whose memory takes them.

    Args:
        path: The archive they are from.
        user: Whose memory takes them.
        messages: In their order.
    """

    path: Path
    user: str
    messages: tuple[Message, ...]


def addressed(archive: "Archive", scope: Scope, picked: str | None) -> Iterator[Addressed]:
    """Give the lives of an archive to users.

    A nameless life goes to the user of the scope, a named one to a user of its own name, unless a
    user was given: that one takes the only life, or the one that was picked.

    Args:
        archive: What was read.
        scope: The user, and whether it was given.
        picked: The name of the only life wanted.

    Raises:
        typer.BadParameter: If there is no such life, or one user was given for several lives.
    """
    lives = _picked(archive, picked) if picked is not None else archive.lives
    if scope.user_given and len(lives) > 1:
        raise typer.BadParameter(
            f"{archive.path} holds {len(lives)} lives, and only one can go to user "
            f"{scope.user!r}: pick it with --life NAME, or name no user (neither --user nor "
            f"MEMORY_AGENT_USER), and each life becomes a user of its own.{_listed(lives)}"
        )
    for life in lives:
        own = life.name if life.name is not None and not scope.user_given else scope.user
        yield Addressed(archive.path, own, life.messages)


def _picked(archive: "Archive", name: str) -> "tuple[Life, ...]":
    found = tuple(life for life in archive.lives if life.name == name)
    if found:
        return found
    if all(life.name is None for life in archive.lives):
        raise typer.BadParameter(
            f"{archive.path} holds one life without a name; leave --life out", param_hint="--life"
        )
    raise typer.BadParameter(
        f"{archive.path} holds no life {name!r}; leave --life out to read all of them in, or pick "
        f"one.{_listed(archive.lives)}",
        param_hint="--life",
    )


def _listed(lives: "tuple[Life, ...]") -> str:
    names = [life.name or "(without a name)" for life in lives]
    more = f", and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f" It holds: {', '.join(names[:_SHOWN])}{more}"
