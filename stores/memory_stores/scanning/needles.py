"""What to look for: erased texts and vectors, in every form that they can take in a file."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from memory_stores.scanning.matching import Matcher

_WHOLE = 160  # Characters up to which a text is looked for as one
_PIECE = 64  # About as many characters are in each piece of a longer one
_VECTOR_PIECES = 8
_VECTOR_PIECE = 32  # Bytes; eight floats of an embedding do not recur by chance
_UNICODE = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")


class Pattern(NamedTuple):
    """Bytes to look for, and what it means to find them."""

    data: bytes
    encoding: str
    what: int


class Needles:
    """Texts and vectors that should be nowhere any more. Make them with `of`."""

    def __init__(self, texts: Sequence[str], vectors: Sequence[bytes]) -> None:
        self._texts = tuple(texts)
        self._vectors = tuple(vectors)

    @classmethod
    def of(cls, texts: Iterable[str], vectors: Iterable[bytes] = ()) -> "Needles":
        """Return what to look for, each thing once.

        Args:
            texts: Of any length. One of more than 160 characters becomes consecutive pieces of
                about 64, so that a part of it that is left is found as well. Blank ones and blank
                pieces are left out: they say nothing, and are everywhere.
            vectors: As they are stored: little-endian float32. Eight pieces of 32 bytes, spread
                over each, are looked for. An index that scales what it is given, as Chroma's
                ``cosine`` space does to a last digit, holds other bytes; its ``ip`` space does not.
        """
        pieces = (piece for text in texts for piece in _pieces(text))
        return cls(
            list(dict.fromkeys(pieces)), list(dict.fromkeys(vector for vector in vectors if vector))
        )

    def __repr__(self) -> str:
        """Return how many there are; what they say is not for logs."""
        return f"<{len(self._texts)} texts and {len(self._vectors)} vectors to look for>"

    def texts(self) -> list[str]:
        """Return the texts and pieces of texts that are looked for."""
        return list(self._texts)

    @cached_property
    def patterns(self) -> list[Pattern]:
        """The byte strings that are looked for, each once."""
        every = [*_text_patterns(self._texts), *_vector_patterns(self._vectors)]
        # Of two that are the same bytes, the one listed first gives its name.
        return list({pattern.data: pattern for pattern in reversed(every)}.values())[::-1]

    @cached_property
    def matcher(self) -> "Matcher":
        """What finds the patterns in bytes; made once, and used for every file."""
        from memory_stores.scanning.matching import Matcher

        return Matcher([pattern.data for pattern in self.patterns])


def _pieces(text: str) -> Iterator[str]:
    count = 1 if len(text) <= _WHOLE else -(-len(text) // _PIECE)
    for number in range(count):
        piece = text[number * len(text) // count : (number + 1) * len(text) // count]
        if any(letter.isprintable() and not letter.isspace() for letter in piece):
            yield piece


def _text_patterns(texts: Sequence[str]) -> Iterator[Pattern]:
    for encoding in _UNICODE:
        for what, text in enumerate(texts):
            yield Pattern(text.encode(encoding, "surrogatepass"), encoding, what)
    for what, text in enumerate(texts):
        yield Pattern(json.dumps(text)[1:-1].encode(), "json", what)
        escaped = json.dumps(text, ensure_ascii=False)[1:-1]
        yield Pattern(escaped.encode("utf-8", "surrogatepass"), "json-utf-8", what)
    for what, text in enumerate(texts):
        if len(text.split()) == 1:
            for folded in _folded(text):
                yield Pattern(folded.encode("utf-8", "surrogatepass"), "folded", what)


def _folded(word: str) -> tuple[str, str, str]:
    """Return a word as full-text indexes keep it: in lower case, and without its accents."""
    lower = word.lower()
    letters = unicodedata.normalize("NFD", lower)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return lower, word.casefold(), plain or lower


def _vector_patterns(vectors: Sequence[bytes]) -> Iterator[Pattern]:
    for what, vector in enumerate(vectors):
        last = max(len(vector) - _VECTOR_PIECE, 0)
        # On the borders of floats, from the very first to the very last.
        starts = {
            number * last // (_VECTOR_PIECES - 1) // 4 * 4 for number in range(_VECTOR_PIECES)
        }
        pieces = [vector[start : start + _VECTOR_PIECE] for start in sorted(starts)]
        # A run of zeros is in every file; then only the whole tells one vector from another.
        telling = [piece for piece in pieces if len(set(piece)) >= _VECTOR_PIECE // 4]
        for piece in telling or [vector]:
            yield Pattern(piece, "vector", what)
