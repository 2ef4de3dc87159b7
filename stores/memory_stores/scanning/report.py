"""What a scan looked at and what it found; nothing here ever holds content."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScannedFile:
    """One file that was read from its first byte to its last.

    Attributes:
        path: Relative to the home, with forward slashes.
        size: Bytes that were read.
    """

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A needle that is still there. Safe to log: it says which one, never what it says.

    Attributes:
        path: The file, relative to the home; for `scan_bytes`, what the caller called the bytes.
        offset: Where it begins, in bytes. One place a file and encoding is told, not every one.
        encoding: How it is written there: ``utf-8``, ``utf-16-le``, ``utf-16-be``, ``utf-32-le``,
            ``json``, ``json-utf-8``, ``folded`` (lower case, or without accents) or ``vector``.
        what: Which needle: its place in `Needles.texts`, or, where the encoding is ``vector``,
            among the vectors.
    """

    path: str
    offset: int
    encoding: str
    what: int


@dataclass(frozen=True, slots=True)
class ScanReport:
    """The outcome of `scan`.

    Attributes:
        files: Every file that was read, by path.
        findings: What is left of the needles; empty after an erasure that worked.
    """

    files: tuple[ScannedFile, ...]
    findings: tuple[Finding, ...]
