"""Homes with keys in them, a keyring in memory, and processes that die at a chosen step."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from memory_stores.encryption import HomeKeys, KeyFile, create, open_keys

USERS = ["ana", "björn", "chen"]


def digest(user_id: str) -> str:
    return hashlib.sha256(user_id.encode()).hexdigest()


def new_home(folder: Path) -> tuple[Path, dict[str, bytes]]:
    """Make a home locked by a key file, and return it and its users' keys."""
    home = folder / "home"
    keys = create(home, KeyFile(folder / "old.key"))
    return home, {user: keys.user_key(digest(user), make=True) for user in USERS}


def opened(home: Path) -> HomeKeys:
    keys = open_keys(home)
    assert keys is not None
    return keys


def all_bytes(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


class MemoryKeyring(KeyringBackend):
    """A keyring that keeps its entries in memory."""

    priority = -1  # Never chosen for being there

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.entries:
            raise PasswordDeleteError(username)
        del self.entries[service, username]


class Killed(BaseException):
    """Stands for a kill: no code of ours catches it."""


@contextmanager
def killed_before(step: int) -> Iterator[None]:
    """Die before the given change of the disk, counted from 1, and swallow that death."""
    steps = 0

    def dying(change: Callable[..., object]) -> Callable[..., object]:
        def changed(*args: object, **kwargs: object) -> object:
            nonlocal steps
            steps += 1
            if steps == step:
                raise Killed
            return change(*args, **kwargs)

        return changed

    with pytest.MonkeyPatch.context() as patch:
        for name in ("mkdir", "rename", "replace", "rmdir", "unlink"):
            patch.setattr(Path, name, dying(getattr(Path, name)))
        for name in ("fsync", "pwrite"):
            patch.setattr(os, name, dying(getattr(os, name)))
        yield


def every_death(do: Callable[[], object]) -> Iterator[int]:
    """Run something again and again, killed one step later each time, until it lives.

    What is yielded is the step that it died before; its caller restores and checks the disk.
    """
    step = 0
    while True:
        step += 1
        try:
            with killed_before(step):
                do()
        except Killed:
            yield step
        else:
            assert step > 3, "nothing was changed"
            return
