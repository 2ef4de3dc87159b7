"""Encrypting a new home, and opening the keys of one."""

from pathlib import Path

from memory_agent.domain.errors import InvalidInput, LedgerDamaged
from memory_stores.encryption import files, layout
from memory_stores.encryption.header import read_header, sealed_header
from memory_stores.encryption.home_keys import HomeKeys
from memory_stores.encryption.kept import Ask
from memory_stores.encryption.sources import KeySource


def is_encrypted(home: Path) -> bool:
    """Return whether a home is encrypted.

    Raises:
        LedgerDamaged: If it has users' keys, but ``encryption.toml`` is gone.
    """
    with files.usable(home):
        header = layout.header(home)
        if header.exists():
            return True
        if any(layout.keys(home).glob("*/*.key")):
            raise LedgerDamaged(f"{header} is gone, but there are keys; restore a copy of it")
    return False


def create(home: Path, source: KeySource) -> HomeKeys:
    """Encrypt a home that holds nothing yet.

    Args:
        home: The home folder; made, for its owner only, if it is not there.
        source: Where the master key comes from.

    Raises:
        InvalidInput: If the home is encrypted already or has users, or the source is refused.
        KeyUnavailable: If the source has no key.
        StoreError: If files cannot be read or written.
    """
    with files.usable(home):
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    _check_new(home)
    files.make_folder(layout.keys(home))
    with files.exclusive(layout.lock_file(home)):
        _check_new(home)  # Again: another process may have been first.
        master, kept = source.establish(home)
        header = sealed_header(1, kept, master)
        files.make_folder(layout.generation(home, header.generation))
        header.write(home)
    return HomeKeys(home, header, master)


def _check_new(home: Path) -> None:
    if is_encrypted(home):
        raise InvalidInput(f"{home} is encrypted already; change its key instead")
    if any((home / "users").glob("*.db")):
        raise InvalidInput(
            f"{home} holds users in plain text, and only an empty home can be encrypted: export "
            "each user, then import them into a new, encrypted home"
        )


def open_keys(home: Path, passphrase: Ask = None) -> HomeKeys | None:
    """Open the keys of a home; None if it is not encrypted.

    Args:
        home: The home folder.
        passphrase: The text, or what asks for it. Without a text, ``MEMORY_AGENT_PASSPHRASE``
            goes before asking. For a home with a key file, ``MEMORY_AGENT_KEY_FILE`` goes before
            the path that the home remembers.

    Raises:
        KeyUnavailable: If no key was given or found.
        WrongKey: If it is not this home's.
        LedgerDamaged: If ``encryption.toml`` is damaged or gone.
        LedgerTooNew: If a newer version wrote it.
        StoreError: If files cannot be read or written.
    """
    header = read_header(home)
    if header is None:
        is_encrypted(home)
        return None
    keys = HomeKeys(home, header, header.master(home, passphrase))
    keys.tidy()
    return keys
