"""A second opinion on erasures: as plain as can be, and without a line of the product's scanner.

It opens the files in this process, so call it when the stores are closed: closing a file drops the
locks that this process has on it.
"""

import os
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path


def residue(home: Path, words: Iterable[str], vectors: Iterable[bytes] = ()) -> list[str]:
    """Return one line for each thing that some file below a folder still holds.

    Args:
        home: The folder; links are not followed.
        words: Marker words, or whole texts.
        vectors: Their raw bytes; any sixteen of them in a row count, from each fourth on.
    """
    wanted = [(f"{word!r} in {form}", data) for word in words for form, data in forms(word)]
    wanted += [
        (f"vector {number} at its byte {start}", part)
        for number, vector in enumerate(vectors)
        for start, part in parts(vector)
    ]
    return [
        f"{path}: {name}, at byte {content.find(data)}"
        for path, content in contents(home)
        for name, data in wanted
        if data in content
    ]


def contents(home: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every regular file's path and all its bytes."""

    def refuse(error: OSError) -> None:
        raise error

    for folder, _, names in os.walk(home, onerror=refuse):
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(home).as_posix(), path.read_bytes()


def forms(word: str) -> Iterator[tuple[str, bytes]]:
    """Yield the ways in which a word can be written, by name."""
    accentless = "".join(
        c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)
    )
    cases = {
        "as it is": word,
        "lower case": word.lower(),
        "upper case": word.upper(),
        "case folded": word.casefold(),
        "lower case, no accents": accentless.lower(),
    }
    for case, text in cases.items():
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            yield f"{encoding}, {case}", text.encode(encoding)
        units = text.encode("utf-16-be").hex()
        escapes = ["\\u" + units[at : at + 4] for at in range(0, len(units), 4)]
        short = [e if int(e[2:], 16) > 126 else chr(int(e[2:], 16)) for e in escapes]
        yield f"JSON, {case}", "".join(short).encode()
        yield f"JSON, all escaped, {case}", "".join(escapes).encode()


def parts(vector: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield stretches of a vector that no other has by chance; the whole, where there are none."""
    stretches = [(at, vector[at : at + 16]) for at in range(0, max(len(vector) - 15, 1), 4)]
    telling = [(at, part) for at, part in stretches if len(set(part)) >= 8]
    yield from telling or [(0, vector)]
