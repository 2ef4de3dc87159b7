"""Opening a memory to be measured."""

from pathlib import Path
from typing import Any

from memory_agent import Memory


def opened(home: Path, model: str | None) -> Memory:
    """Open the memories of a home that may be thrown away.

    Args:
        home: The folder.
        model: The chat model that extracts, as ``provider:name``; None is the local extractor.
    """
    options: dict[str, Any] = {} if model is None else {"model": model}
    return Memory.open(home, **options)
