"""Finding out of which format an archive is: from what it holds, not from what it is called."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from memory_agent.domain.errors import ArchiveError, InvalidInput
from memory_agent.importers import chatgpt, jsonl, locomo, longmemeval
from memory_agent.importers.archive import Life
from memory_agent.importers.opening import parse_json
from memory_agent.importers.reading import Reading
from memory_agent.importers.shapes import some_entry_has


class DocumentFormat(Protocol):
    """What the module of a format offers whose files are one JSON document."""

    SHAPE: str
    """What such a file is, in words."""

    def recognises(self, document: object) -> bool:
        """Return whether a document is of the format."""

    def read(self, document: object, reading: Reading) -> list[Life]:
        """Return the lives in a document."""


DOCUMENT_FORMATS: Mapping[str, DocumentFormat] = {
    "chatgpt": chatgpt,
    "locomo": locomo,
    "longmemeval": longmemeval,
}

FORMATS = ("jsonl", *DOCUMENT_FORMATS)
"""The names of the formats that can be read."""


def detect(raw: bytes, path: Path, format: str | None = None) -> tuple[str, object]:
    """Return the name of the format and the document; the document is None for lines.

    Args:
        raw: What the file holds.
        path: The file, for the error's message.
        format: The name of the format, if it is known.

    Raises:
        ArchiveError: If it is no format that is known, or not of the one named.
    """
    if format == "jsonl":
        return format, None
    try:
        document = parse_json(raw)
    except InvalidInput as broken:
        if format is None and jsonl.recognises(raw):
            return "jsonl", None
        raise ArchiveError(f"{path}: {broken}; {_accepted(format)}") from None
    if format is None:
        return _known(document, path)
    if not DOCUMENT_FORMATS[format].recognises(document):
        raise ArchiveError(f"{path}: JSON, but not of the format {format}; {_accepted(format)}")
    return format, document


def _known(document: object, path: Path) -> tuple[str, object]:
    for name, known in DOCUMENT_FORMATS.items():
        if known.recognises(document):
            return name, document
    # A file of one line is a document as well.
    if isinstance(document, dict) and ("role" in document or "content" in document):
        return "jsonl", None
    hint = "; write one message a line" if some_entry_has(document, "role") else ""
    raise ArchiveError(f"{path}: JSON, but of no known format; {_accepted(None)}{hint}")


def _accepted(format: str | None) -> str:
    if format is not None:
        return f"accepted is {DOCUMENT_FORMATS[format].SHAPE}"
    shapes = {"jsonl": jsonl.SHAPE} | {name: of.SHAPE for name, of in DOCUMENT_FORMATS.items()}
    return "accepted are " + "; ".join(f"{name}: {shape}" for name, shape in shapes.items())
