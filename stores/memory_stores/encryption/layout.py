"""Where the files of a home's encryption are."""

from pathlib import Path


def header(home: Path) -> Path:
    """Return the file that says how the master key is kept; without it, a home is plain."""
    return home / "encryption.toml"


def keys(home: Path) -> Path:
    """Return the folder of all that belongs to the users' keys."""
    return home / "keys"


def generation(home: Path, number: int) -> Path:
    """Return the folder of the users' keys that were sealed under one master key."""
    return keys(home) / str(number)


def unfinished(home: Path, number: int) -> Path:
    """Return the folder in which a generation is put together, until it is in force."""
    return keys(home) / f"{number}.new"


def generations(home: Path) -> dict[Path, int]:
    """Return the folders that are there, of either kind, and their numbers: one, but for a kill."""
    found = {path: path.name.removesuffix(".new") for path in sorted(keys(home).glob("*"))}
    return {path: int(number) for path, number in found.items() if number.isdecimal()}


def lock_file(home: Path) -> Path:
    """Return the file that is locked while keys are changed."""
    return keys(home) / "lock"


def marker(home: Path, user_digest: str) -> Path:
    """Return the file that says that a user's key was destroyed, and when."""
    return keys(home) / f"{user_digest}.shredded"


def database(home: Path, user_digest: str) -> Path:
    """Return the database that a user's key opens."""
    return home / "users" / f"{user_digest}.db"
