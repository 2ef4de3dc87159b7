"""Counts tokens without a network and without asking which model will read the prompt."""

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class WordPieceCounter:
    """Counts word pieces of MiniLM's tokenizer.

    English prose comes out a few per cent above what the tokenizers of today's chat models give,
    so a budget is kept on the safe side. A word that the vocabulary cannot spell counts its UTF-8
    bytes, which is the most that a byte-level tokenizer would make of it.
    """

    def __init__(self) -> None:
        self._tokenizer: Tokenizer | None = None
        self._lock = threading.Lock()

    def count(self, text: str) -> int:
        """Return the number of tokens of a text; 0 for an empty one."""
        if self._tokenizer is None:
            with self._lock:
                if self._tokenizer is None:
                    from memory_agent.models.minilm import load_tokenizer

                    self._tokenizer = load_tokenizer(None)
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        unknown = (
            len(text[start:end].encode("utf-8", "replace")) - 1
            for token, (start, end) in zip(encoded.tokens, encoded.offsets, strict=True)
            if token == "[UNK]"  # noqa: S105 - a token of text
        )
        return len(encoded.ids) + sum(unknown)
