"""Getting at what a file holds: its bytes, unpacked, and the JSON in them."""

import codecs
import gzip
import json
import zlib
from io import BufferedIOBase, BytesIO
from pathlib import Path

from memory_agent.domain.errors import ArchiveError, InvalidInput

MAX_BYTES = 1 << 30
"""The most that is read of one archive, in bytes after decompression: a guard against bombs."""

_PIECE = 1 << 20
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_UNPACK = "unpack it and name one file, such as the conversations.json of a ChatGPT export"


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Return what a file holds, decompressed if it is gzip, without a byte order mark.

    Args:
        path: The file; what it is called does not matter.
        limit: The most that it may hold, in bytes after decompression.

    Raises:
        ArchiveError: If it cannot be read, is a folder, a zip file, empty, over the limit, or
            gzip that is cut off or damaged.
    """
    try:
        if path.is_dir():
            raise ArchiveError(f"{path}: is a folder; {_UNPACK}")
        with path.open("rb") as file:
            raw = _take(file, path, limit)
    except FileNotFoundError:
        raise ArchiveError(f"{path}: no such file; accepted is a .json or .jsonl file") from None
    except PermissionError:
        raise ArchiveError(
            f"{path}: no permission to read it; accepted is a file that you may read"
        ) from None
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{path}: cannot be read: {error}") from None
    if raw.startswith(_ZIP):
        raise ArchiveError(f"{path}: is a zip file; {_UNPACK}")
    if raw.startswith(_GZIP):
        raw = _unzipped(raw, path, limit)
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if not raw.strip():
        raise ArchiveError(f"{path}: is empty; accepted is a file with conversations in it")
    return raw


def _unzipped(raw: bytes, path: Path, limit: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=BytesIO(raw)) as file:
            return _take(file, path, limit)
    except EOFError:
        raise ArchiveError(
            f"{path}: the gzip file is cut off; accepted is a whole one: copy it again"
        ) from None
    except (OSError, zlib.error) as error:
        raise ArchiveError(
            f"{path}: the gzip file is damaged ({error}); accepted is a whole one: copy it again"
        ) from None


def _take(file: BufferedIOBase, path: Path, limit: int) -> bytes:
    taken = BytesIO()  # piece by piece: one read of the limit would claim that much memory first
    while piece := file.read(_PIECE):
        if taken.tell() + len(piece) > limit:
            raise ArchiveError(f"{path}: is too large; accepted are up to {limit} bytes, unpacked")
        taken.write(piece)
    return taken.getvalue()


def parse_json(raw: bytes, line: int = 1) -> object:
    """Return the one JSON value that the bytes are.

    Args:
        raw: UTF-8 text.
        line: The number of its first line in its file, for the error's message.

    Raises:
        InvalidInput: If they are not UTF-8, or not one complete JSON value; what would be
            accepted is for the caller to say.
    """
    try:
        value: object = json.loads(raw.decode())
    except UnicodeDecodeError as error:
        line += raw.count(b"\n", 0, error.start)
        raise InvalidInput(f"not UTF-8: byte 0x{raw[error.start]:02x} at line {line}") from None
    except json.JSONDecodeError as error:
        raise InvalidInput(
            f"not complete JSON: {error.msg} (line {line + error.lineno - 1}, column {error.colno})"
        ) from None
    except RecursionError:
        raise InvalidInput("JSON that is nested too deeply") from None
    except ValueError:
        raise InvalidInput("JSON with a number of too many digits") from None
    return value
