"""Lives for the tests of the invariants: a cheap embedder, sentences, and what is known after."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from memory_agent import Memory, Settings, domain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

START = datetime(2026, 1, 5, 10, tzinfo=UTC)
_NUMBERS = count()


class WordHashing:
    """Adds up a vector for each word: the same words, the same vector, on every machine.

    Args:
        dimensions: Length of each vector; at most 32.
    """

    def __init__(self, dimensions: int = 16) -> None:
        self.model = f"word-hashing-{dimensions}"
        self.dimensions = dimensions

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return one L2-normalised row for each text: shape (texts, dimensions)."""
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold()) or ["nothing"]:
                digest = hashlib.sha256(word.encode()).digest()[: self.dimensions]
                row += np.frombuffer(digest, np.uint8).astype(np.float32) - 127.5
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


def open_home(home: Path, settings: Settings | None = None) -> Memory:
    """Open a home with the cheap embedder."""
    return Memory.open(home, embedder=WordHashing(), settings=settings)


def day(number: float) -> datetime:
    """Return the moment so many days after the life began."""
    return START + timedelta(days=number)


@contextmanager
def life(memory: Memory) -> "Iterator[str]":
    """Lend the id of a user of whom nothing is known; all of it is erased at the end."""
    user_id = f"somebody {next(_NUMBERS)}"
    try:
        yield user_id
    finally:
        if memory.has_user(user_id):
            memory.erase(user_id=user_id, everything=True)


def tell(
    memory: Memory, user_id: str, sentences: Iterable[str], *, session_id: str | None = None
) -> list[str]:
    """Say sentences, a turn and a day each; return the turns' ids."""
    turns = []
    for number, sentence in enumerate(sentences):
        turns.append(say(memory, user_id, sentence, number, session_id=session_id))
    return turns


def say(
    memory: Memory, user_id: str, sentence: str, number: float, *, session_id: str | None = None
) -> str:
    """Say one sentence on a day of the life; return its turn's id."""
    memory.add(sentence, user_id=user_id, at=day(number), session_id=session_id, infer=True)
    with memory._stores.user(user_id) as store:
        return store.ledger.turns_of_session(session_id or "default")[-1]


def known(memory: Memory, user_id: str) -> list[tuple[str, str]]:
    """Return the sentences that are known, each with its status, sorted."""
    return sorted((m.text, m.status) for m in memory.list(user_id=user_id, status=None))


def current(memory: Memory, user_id: str) -> list[str]:
    """Return the sentences that hold, sorted."""
    return sorted(m.text for m in memory.list(user_id=user_id))


def one(memory: Memory, user_id: str, text: str) -> domain.Memory:
    """Return the only memory of a text, whatever its status."""
    (found,) = [m for m in memory.list(user_id=user_id, status=None) if m.text == text]
    return found
