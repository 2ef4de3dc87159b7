"""Files of gold: one JSON object a line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from memory_agent.domain.errors import InvalidInput

GOLD = Path(__file__).parents[1] / "gold"
"""Where the project's own gold is."""


def records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each object of a file with its place in words, such as ``lives.jsonl, line 3``.

    Raises:
        InvalidInput: If a line is no JSON object.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path.name}, line {number}"
        try:
            record = json.loads(line)
        except ValueError as broken:
            raise InvalidInput(f"{where}: {broken}; accepted is one JSON object a line") from None
        if not isinstance(record, dict):
            raise InvalidInput(f"{where}: accepted is one JSON object a line")
        yield where, record
