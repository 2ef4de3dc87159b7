"""The file that a life is written to or read from: a path's, or one that the caller has open."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias

from memory_agent.domain.errors import ArchiveError, StoreError
from memory_stores.encryption.files import sync_folder

Place: TypeAlias = str | Path | BinaryIO
"""A path, or a file that is open in binary mode."""


@contextmanager
def to_write(place: Place) -> Iterator[BinaryIO]:
    """Give a file to write; one of a path is its owner's only, and takes its name once it is whole.

    Raises:
        StoreError: If it cannot be written; then what had the name before still has it.
    """
    if not isinstance(place, str | Path):
        yield place
        return
    path = Path(place)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror}); nothing was: choose another place"
        ) from error


@contextmanager
def to_read(place: Place) -> Iterator[tuple[BinaryIO, str]]:
    """Give a file to read, and what to call it.

    Raises:
        ArchiveError: If it cannot be read.
    """
    if not isinstance(place, str | Path):
        yield place, str(getattr(place, "name", "the stream"))
        return
    try:
        with Path(place).open("rb") as file:
            yield file, str(place)
    except OSError as error:
        raise ArchiveError(
            f"{place} cannot be read ({error.strerror}); accepted is a file that export wrote"
        ) from error
