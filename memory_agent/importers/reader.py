"""Reading one archive, of whichever format."""

from pathlib import Path

from memory_agent.domain.errors import ArchiveError, InvalidInput
from memory_agent.domain.times import now
from memory_agent.importers import jsonl
from memory_agent.importers.archive import Archive
from memory_agent.importers.detect import DOCUMENT_FORMATS, FORMATS, detect
from memory_agent.importers.opening import read_bytes
from memory_agent.importers.reading import Reading


def read_archive(path: str | Path, *, format: str | None = None) -> Archive:
    """Read the conversations in a file; what is wrong with single messages is passed over.

    Args:
        path: A JSON document or lines of JSON in UTF-8, plain or gzipped, up to 1 GiB unpacked.
        format: One of `FORMATS`; None to find it out from what the file holds.

    Raises:
        InvalidInput: If there is no such format.
        ArchiveError: If the file cannot be read, is of no known format or not of the one named,
            or has no good message at all.
    """
    path = Path(path)
    if format is not None and format not in FORMATS:
        raise InvalidInput(f"no such format: {format!r}; accepted are {', '.join(FORMATS)}")
    raw = read_bytes(path)
    found, document = detect(raw, path, format)
    reading = Reading(path.name, now())
    if found == "jsonl":
        lives = jsonl.read(raw, reading)
    else:
        lives = DOCUMENT_FORMATS[found].read(document, reading)
    lives = [life for life in lives if life.messages]
    if not lives:
        raise ArchiveError(f"{path}: no message in it can be read ({found}); {_why(reading)}")
    return Archive(path, found, tuple(lives), tuple(reading.passed))


def _why(reading: Reading) -> str:
    if not reading.passed:
        return "accepted is a file with at least one message of text"
    first = reading.passed[0]
    return f"{len(reading.passed)} passed over, the first at {first.where}: {first.why}"
