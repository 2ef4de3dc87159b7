"""The lines in which two blocks differ."""

from difflib import SequenceMatcher


def changed_lines(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines that only the first block has, and those that only the second has."""
    old, new = before.splitlines(), after.splitlines()
    gone: list[str] = []
    added: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += old[a:b]
            added += new[c:d]
    return tuple(gone), tuple(added)
