"""Finding many byte strings at once, at the speed of memory.

A string of ``width + stride - 1`` bytes or more holds, wherever it lies, one window of ``width``
bytes that begins on a multiple of ``stride``. So only those windows of the data are looked up in a
table of hashes, a block at a time by NumPy; what it lets through is compared in full.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Bytes = bytes | bytearray | memoryview
Integers = NDArray[np.int64]
Words = NDArray[np.unsignedinteger]

_BLOCK = 1 << 15  # Windows at a time: what is computed from them stays in the processor's cache
_EXPANDED = 1 << 20  # Pairs of a place and a string that are compared at a time
_LONG = 15  # Bytes from which a string has an aligned window of eight
_FOUR = 4


class Matcher:
    """Finds byte strings in data.

    Args:
        strings: What to find: none empty, each once.

    Attributes:
        longest: Length of the longest string, in bytes; 0 without any.
    """

    def __init__(self, strings: Sequence[bytes]) -> None:
        self.longest = max(map(len, strings), default=0)
        numbered = list(enumerate(strings))
        self._tiny = [(number, string) for number, string in numbered if len(string) < _FOUR]
        self._tables = []
        for width, least, most in ((8, _LONG, self.longest), (4, _FOUR, _LONG - 1)):
            fitting = [
                (number, string) for number, string in numbered if least <= len(string) <= most
            ]
            if fitting:
                self._tables.append(_WindowTable(fitting, width))

    def find(self, data: Bytes, seen: set[int]) -> Iterator[tuple[int, int]]:
        """Yield (place, number of the string), one place for each string.

        Args:
            data: Contiguous bytes.
            seen: Numbers that need not be found again; those that are found are added.
        """
        for number, place in self._places(data):
            if number not in seen:
                seen.add(number)
                yield place, number

    def _places(self, data: Bytes) -> Iterator[tuple[int, int]]:
        if self._tiny:
            content = bytes(data)
            for number, string in self._tiny:
                place = content.find(string)
                if place >= 0:
                    yield number, place
        for table in self._tables:
            yield from table.places(data)


class _WindowTable:
    """Strings that are found by windows of one width."""

    def __init__(self, strings: Sequence[tuple[int, bytes]], width: int) -> None:
        self._width = width
        self._type = np.dtype(f"<u{width}")
        self._numbers = [number for number, _ in strings]
        self._strings = [string for _, string in strings]
        self._lengths = np.array([len(string) for string in self._strings], np.int64)
        self._stride = _widest_stride(width, int(self._lengths.min()))
        self._heads = self._words(string[:width] for string in self._strings)
        self._tails = self._words(string[-width:] for string in self._strings)
        bases = _rarest(self._strings, self._type, self._stride)
        windows = self._words(
            string[base + step : base + step + width]
            for string, base in zip(self._strings, bases, strict=True)
            for step in range(self._stride)
        )
        order = np.argsort(windows, kind="stable")
        self._owners = order // self._stride
        self._offsets = np.array(bases, np.int64)[self._owners] + order % self._stride
        self._keys, self._first, self._counts = np.unique(
            windows[order], return_index=True, return_counts=True
        )
        self._bits = min(max(16, len(self._keys).bit_length() + 5), 24)
        self._known = np.zeros(1 << self._bits, np.bool_)
        self._known[_slots(self._keys, self._bits)] = True

    def places(self, data: Bytes) -> Iterator[tuple[int, int]]:
        """Yield (number of a string, place) for every place where one stands."""
        for begin in range(0, self._width, self._stride):
            count = (len(data) - begin) // self._width
            if count <= 0:
                continue
            windows = np.frombuffer(data, self._type, count, begin)
            for start in range(0, count, _BLOCK):
                part = windows[start : start + _BLOCK]
                hits = np.flatnonzero(self._known[_slots(part, self._bits)])
                if len(hits):
                    yield from self._compared(
                        data, part[hits], (hits + start) * self._width + begin
                    )

    def _compared(self, data: Bytes, windows: Words, places: Integers) -> Iterator[tuple[int, int]]:
        """Yield those strings that do stand around windows that may be theirs."""
        keys = np.minimum(np.searchsorted(self._keys, windows), len(self._keys) - 1)
        same = self._keys[keys] == windows
        keys, places = keys[same], places[same]
        ends = np.cumsum(self._counts[keys])
        if not len(ends):
            return
        cuts = np.searchsorted(ends, np.arange(_EXPANDED, ends[-1], _EXPANDED))
        for some, where in zip(np.split(keys, cuts), np.split(places, cuts), strict=True):
            counts = self._counts[some]
            within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
            entries = np.repeat(self._first[some], counts) + within
            starts = np.repeat(where, counts) - self._offsets[entries]
            yield from self._verified(data, self._owners[entries], starts)

    def _verified(
        self, data: Bytes, owners: Integers, starts: Integers
    ) -> Iterator[tuple[int, int]]:
        inside = (starts >= 0) & (starts + self._lengths[owners] <= len(data))
        owners, starts = owners[inside], starts[inside]
        every = _every_window(data, self._type)
        same = every[starts] == self._heads[owners]
        owners, starts = owners[same], starts[same]
        same = every[starts + self._lengths[owners] - self._width] == self._tails[owners]
        for owner, start in zip(owners[same].tolist(), starts[same].tolist(), strict=True):
            string = self._strings[owner]
            if data[start : start + len(string)] == string:
                yield self._numbers[owner], start

    def _words(self, parts: Iterable[bytes]) -> Words:
        return np.frombuffer(b"".join(parts), self._type)


def _widest_stride(width: int, shortest: int) -> int:
    stride = width
    while width + stride - 1 > shortest:
        stride //= 2
    return stride


def _slots(windows: Words, bits: int) -> Integers:
    """Return a hash of each window below ``2 ** bits``: Fibonacci's (Knuth, TAOCP 3, 6.4)."""
    size = windows.dtype.itemsize * 8
    factor = 0x9E3779B97F4A7C15 >> (64 - size) | 1
    kind = windows.dtype.type
    slots = windows * kind(factor)
    slots >>= kind(size - bits)  # In place: one more array would not fit the cache
    return slots.astype(np.int64)


def _every_window(data: Bytes, kind: "np.dtype[np.unsignedinteger]") -> Words:
    """Return the windows that begin at each byte, without a copy."""
    return np.ndarray(len(data) - kind.itemsize + 1, kind, data, strides=(1,))


def _rarest(
    strings: Sequence[bytes], kind: "np.dtype[np.unsignedinteger]", stride: int
) -> list[int]:
    """Return where in each string ``stride`` windows begin that few of the other strings have.

    Sentences about one person begin alike: by their first windows each would be taken for all.
    """
    crowd = np.zeros(1 << 20, np.int64)
    for string in strings:
        crowd[_slots(_every_window(string, kind), 20)] += 1
    bases = []
    for string in strings:
        summed = np.cumsum(np.append(0, crowd[_slots(_every_window(string, kind), 20)]))
        bases.append(int(np.argmin(summed[stride:] - summed[:-stride])))
    return bases
