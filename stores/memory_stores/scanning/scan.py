"""Looking through files, or bytes, for needles."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from memory_stores.scanning.needles import Needles
from memory_stores.scanning.reading import Content, files_below, read_files
from memory_stores.scanning.report import Finding, ScannedFile, ScanReport

_BLOCK = 1 << 20  # Bytes looked through at a time


def scan(home: Path, needles: Needles) -> ScanReport:
    """Look for needles in every file below a folder.

    Links are not followed: what they lead to is either below the folder, and read there, or none of
    its business. Files that vanish meanwhile are left out. Databases that this process has open
    keep their locks.

    Args:
        home: The folder.
        needles: What should not be there.

    Raises:
        HomeNotUsable: A file or folder cannot be read; the message names it.
        StoreError: The process that reads the files could not be started, or broke off.
    """
    home = home.resolve()
    files: list[ScannedFile] = []
    findings: list[Finding] = []
    buffer = memoryview(bytearray(_BLOCK + needles.matcher.longest))
    with closing(read_files(home, files_below(home))) as contents:
        for path, content in contents:
            size, found = _scan_content(content, needles, path, buffer)
            if not content.vanished:
                files.append(ScannedFile(path, size))
                findings += found
    return ScanReport(tuple(files), tuple(findings))


def scan_bytes(data: bytes | memoryview, needles: Needles, path: str = "") -> list[Finding]:
    """Look for needles in bytes that are in no file, such as decrypted pages.

    Args:
        data: The bytes.
        needles: What should not be there.
        path: What the findings call the bytes.
    """
    return list(_findings(memoryview(data).cast("B"), needles, path, 0, set()))


def _scan_content(
    content: Content, needles: Needles, path: str, buffer: memoryview
) -> tuple[int, list[Finding]]:
    """Return the size of a file and what is in it; blocks overlap by a needle's length."""
    overlap = max(needles.matcher.longest - 1, 0)
    findings: list[Finding] = []
    seen: set[int] = set()
    start = kept = 0
    while count := content.readinto(buffer[kept:]):
        filled = kept + count
        findings += _findings(buffer[:filled], needles, path, start, seen)
        kept = min(overlap, filled)
        buffer[:kept] = bytes(buffer[filled - kept : filled])
        start += filled - kept
    return start + kept, findings


def _findings(
    data: memoryview, needles: Needles, path: str, start: int, seen: set[int]
) -> Iterator[Finding]:
    for place, number in needles.matcher.find(data, seen):
        pattern = needles.patterns[number]
        yield Finding(path, start + place, pattern.encoding, pattern.what)
