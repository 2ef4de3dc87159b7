"""Generic archives: one message a line."""

import hashlib
import reprlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from memory_agent.domain import Message
from memory_agent.domain.errors import InvalidInput, InvalidTurn
from memory_agent.domain.times import parse_time
from memory_agent.importers.archive import Life
from memory_agent.importers.assembling import assemble
from memory_agent.importers.opening import parse_json
from memory_agent.importers.reading import Reading, optional_text
from memory_agent.importers.shapes import as_object

SHAPE = 'one {"role": …, "content": …} a line, with name, session_id and timestamp if known'

_LONGEST_TIME = 64


def recognises(raw: bytes) -> bool:
    """Return whether the bytes, which are not one JSON document, are lines of JSON objects.

    One line that is an object is enough; the others are bad lines, not another format. Only a
    document that was cut off can look like it: its inner objects are indented, or it is a list
    of which the first line is no JSON by itself.
    """
    for count, (number, line) in enumerate(_lines(raw)):
        if line.startswith(b"{") or count == 0:
            try:
                if isinstance(parse_json(line, number), dict):
                    return True
            except InvalidInput:
                if line.lstrip().startswith(b"["):
                    return False
    return False


def read(raw: bytes, reading: Reading) -> list[Life]:
    """Return the one life of the file.

    Lines are decoded one by one, so that a bad one loses no other.
    """
    messages: list[Message] = []
    nameless = ""
    for number, line in _lines(raw):
        with reading.passing_over(f"{reading.file}:{number}"):
            # Named after the first good line, the session of lines that name none is the same
            # when the file is read again, also after it has grown.
            session_id = nameless or "import-" + hashlib.sha256(line).hexdigest()[:16]
            messages.append(_message(line, number, session_id, reading))
            nameless = session_id
    return [assemble(None, messages)]


def _lines(raw: bytes) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(BytesIO(raw), 1):
        if line.strip():
            yield number, line.rstrip()


def _message(line: bytes, number: int, nameless: str, reading: Reading) -> Message:
    try:
        record = as_object(parse_json(line, number), "the line")
    except InvalidInput as broken:
        raise InvalidTurn(f"{broken}; accepted is {SHAPE}") from None
    return reading.message(
        role=record.get("role"),
        text=record.get("content"),
        text_called="content",
        session_id=optional_text(record.get("session_id"), "session_id") or nameless,
        said_at=_time(record.get("timestamp")),
        name=record.get("name"),
    )


def _time(value: object) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > _LONGEST_TIME:
        raise InvalidTurn(
            f"timestamp is {reprlib.repr(value)}; "
            "accepted is ISO 8601 with a zone such as 2026-03-01T09:30:00Z"
        )
    return parse_time(value)
