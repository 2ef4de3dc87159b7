"""Scope: the home folder and the user that a command works for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import typer

from memory_agent.cli.asking import passphrase_asker
from memory_agent.domain.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from memory_agent.domain import Memory as Record
    from memory_agent.memory import Memory

_LISTED = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """The global options of one run.

    Args:
        home: The folder that holds everything.
        user: Whose memories.
        user_given: Whether the user was named, by the flag or the environment.
        model: The name of the chat model that reads what is added; None means none does.
    """

    home: Path
    user: str
    user_given: bool
    model: str | None = None

    @contextmanager
    def memory(self, *, reads: bool = False) -> Iterator["Memory"]:
        """Open the home folder for a command that may be the first one of its user.

        Args:
            reads: Whether it digests turns, and needs the chat model.
        """
        from memory_agent.memory import Memory
        from memory_agent.settings import Settings

        # A command digests its own user's turns when it adds some; it does not stay for others'.
        settings = Settings(catch_up=False)
        with Memory.open(
            self.home,
            model=self.model if reads else None,
            settings=settings,
            passphrase=passphrase_asker(),
        ) as memory:
            yield memory

    @contextmanager
    def known_memory(self) -> Iterator["Memory"]:
        """Open the home folder for a command that needs its user to be there already.

        Raises:
            NotFound: If the user never had anything stored, or all of it was erased.
        """
        with self.memory() as memory:
            self.check_user(memory)
            yield memory

    def check_user(self, memory: "Memory") -> None:
        """Refuse a user who is not there.

        Raises:
            NotFound: If the user never had anything stored, or all of it was erased.
        """
        if not memory.has_user(self.user):
            raise NotFound(self._unknown_user(memory.users()))

    def _unknown_user(self, users: list[str]) -> str:
        known = ", ".join(users[:_LISTED]) or "none yet"
        if len(users) > _LISTED:
            known += f" and {len(users) - _LISTED} more"
        return (
            f"no user {self.user!r} in {self.home}; known users: {known}; "
            f"`memory-agent --user {quote(self.user)} add ...` makes one"
        )


def scope_of(context: typer.Context) -> Scope:
    """Return the scope that the global options of this run made."""
    scope = context.find_object(Scope)
    if scope is None:
        raise RuntimeError("a command was run without the global options before it")
    return scope


def find(memory: "Memory", given: str, user: str) -> "Record":
    """Return the memory of an id, or of the beginning of one where that names only one.

    Raises:
        NotFound: If no memory's id begins so.
        InvalidInput: If more than one does, or nothing was given.
    """
    if not given:
        raise InvalidInput(
            "an empty id; accepted is an id of `memory-agent list`, or its beginning"
        )
    matches = [m for m in memory.list(user_id=user, status=None) if m.id.startswith(given)]
    exact = [match for match in matches if match.id == given]
    if len(exact or matches) == 1:
        return (exact or matches)[0]
    if not matches:
        raise NotFound(
            f"no memory {given!r} of user {user!r}; `memory-agent list --status all` shows every id"
        )
    listed = "".join(f"\n  {match.id}  {match.text}" for match in matches[:_LISTED])
    more = f"\n  and {len(matches) - _LISTED} more" if len(matches) > _LISTED else ""
    raise InvalidInput(
        f"{given!r} begins the ids of {len(matches)} memories; type more:{listed}{more}"
    )


def find_ever(memory: "Memory", given: str, user: str) -> str:
    """Return the id of a memory that is or ever was, from it or the beginning of it.

    Raises:
        NotFound: If no memory's id begins so, not even an erased one's.
        InvalidInput: If more than one does, or nothing was given.
    """
    try:
        return find(memory, given, user).id
    except NotFound:
        erased = {r.memory_id for r in memory.log(user_id=user) if r.memory_id.startswith(given)}
        if len(erased) != 1:
            raise
        return erased.pop()
