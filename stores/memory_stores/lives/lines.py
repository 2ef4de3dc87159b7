"""Reading an exported life line by line, and saying where it is wrong."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import apsw

from memory_agent.domain.errors import ArchiveError, InvalidInput
from memory_stores.ledger.rows import Row
from memory_stores.lives.fields import Wrong, values_of
from memory_stores.lives.format import END, FORMAT, HEADER, RECORD_TYPES, VERSION, RecordType

MAX_LINE = 64 << 20
"""The longest line that is read, in bytes."""

_TYPES = {type_.name: (place, type_) for place, type_ in enumerate(RECORD_TYPES)}


class Lines:
    """The records of a file, in order.

    Args:
        file: Open in binary mode; it is read once, from where it stands.
        name: What to call it in messages.

    Attributes:
        line: The number of the line that was read last, from 1.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self.line = 0

    def header(self) -> dict[str, Any]:
        """Return the first line's fields.

        Raises:
            ArchiveError: If it is no header of a version that is known.
        """
        with self.placed():
            record = self._record()
            if record is None or record.pop("type", None) != "life":
                raise Wrong("this is not an exported life; accepted is a file that export wrote")
            version = record.get("version")
            if record.get("format") == FORMAT and type(version) is int and version > VERSION:
                raise Wrong(
                    f"its format has version {version}; this version of memory-agent knows up to "
                    f"{VERSION}: upgrade memory-agent to read it"
                )
            values = values_of(HEADER, record, "the first line")
        return {field.name: value for field, value in zip(HEADER, values, strict=True)}

    def records(self) -> Iterator[tuple[RecordType, Row, Row | None]]:
        """Yield each record's type, its columns and those of its content, then check the end.

        Raises:
            Wrong: If a line is none of the format's, out of order, missing or too much; to be told
                by `placed`.
        """
        counts = [0] * len(RECORD_TYPES)
        reached = 0
        while True:
            record = self._record()
            if record is None:
                raise Wrong("the file is cut off here: its last line is missing; copy it again")
            name = record.pop("type", None)
            if name == "end":
                break
            if not isinstance(name, str) or name not in _TYPES:
                raise Wrong(f"its type is {name!r}; accepted are {', '.join(_TYPES)} and end")
            place, type_ = _TYPES[name]
            if place < reached:
                raise Wrong(
                    f"a {name} stands after the first {RECORD_TYPES[reached].name}; accepted is "
                    f"the order {', '.join(_TYPES)}"
                )
            reached = place
            counts[place] += 1
            yield type_, *type_.read(record)
        self._check_end(record, counts)

    def _check_end(self, record: dict[str, Any], counts: list[int]) -> None:
        told = values_of(END, record, "the last line")
        for field, count, expected in zip(END, counts, told, strict=True):
            if count != expected:
                raise Wrong(
                    f"the last line counts {expected} {field.name}, but the file has {count}; "
                    "lines were lost or added: copy it again"
                )
        if self._file.read(1):
            self.line += 1
            raise Wrong("something follows the last line; accepted is one life a file")

    def _record(self) -> dict[str, Any] | None:
        """Return the next line; None at the end of the file."""
        raw = self._file.readline(MAX_LINE + 1)
        self.line += 1
        if not isinstance(raw, bytes):
            raise InvalidInput(f"{self._name} is open as text; accepted is a file in binary mode")
        if not raw:
            return None
        if len(raw) > MAX_LINE:
            raise Wrong(f"it is longer than {MAX_LINE >> 20} MiB; no export writes such a line")
        try:
            record = json.loads(raw.decode())
        except UnicodeDecodeError as error:
            raise Wrong(f"it is not UTF-8 from byte {error.start} on") from None
        except (ValueError, RecursionError) as error:
            cut = "" if raw.endswith(b"\n") else ", as the file is cut off here"
            raise Wrong(f"it is not JSON{cut} ({error})") from None
        if not isinstance(record, dict):
            raise Wrong("it is no JSON object; accepted is a file that export wrote")
        return record

    @contextmanager
    def placed(self) -> Iterator[None]:
        """Say in which line it was wrong.

        Raises:
            ArchiveError: In place of what the block found wrong.
        """
        try:
            yield
        except Wrong as wrong:
            why = str(wrong)
        except UnicodeEncodeError:
            why = "a string holds half of a surrogate pair; accepted is valid Unicode"
        except apsw.ConstraintError as error:
            why = f"its id, key or version is that of an earlier one ({error})"
        else:
            return
        raise ArchiveError(f"{self._name}, line {self.line}: {why}. Nothing was taken in.")
