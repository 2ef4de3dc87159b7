"""What compression needs of a token counter."""

from typing import Protocol


class Counts(Protocol):
    """Anything that can measure a text in tokens."""

    def count(self, text: str) -> int:
        """Return the number of tokens of a text."""
