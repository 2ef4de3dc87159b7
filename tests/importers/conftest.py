"""Writing small archives."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes bytes, text or anything else as JSON, and gives the path."""

    def write_(content: object, name: str = "chats.json", *, packed: bool = False) -> Path:
        text = content if isinstance(content, str | bytes) else json.dumps(content)
        raw = text.encode() if isinstance(text, str) else text
        path = tmp_path / name
        path.write_bytes(gzip.compress(raw) if packed else raw)
        return path

    return write_


@pytest.fixture
def write_lines(write: Write) -> Write:
    """Return a function that writes each argument as one line."""

    def write_(*lines: object, name: str = "chat.jsonl") -> Path:
        raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        return write(b"\n".join(raw) + b"\n", name)

    return write_
