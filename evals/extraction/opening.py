"""Opening a memory to be measured."""

from pathlib import Path

from memory_agent import Memory


def opened(home: Path, model: str | None) -> Memory:
    """Open the memories of a home that may be thrown away.

    Args:
        home: The folder.
        model: The chat model that extracts, as ``provider:name``; None is the local extractor.

    Raises:
        InvalidInput: If there is no such model.
        ModelUnavailable: If its package is not installed.
    """
    return Memory.open(home, model=model)
