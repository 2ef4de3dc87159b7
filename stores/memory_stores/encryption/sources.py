"""Where a master key comes from when a home is encrypted or its key is changed."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from memory_agent.domain.errors import InvalidInput, KeyUnavailable, WrongKey
from memory_stores.encryption import files
from memory_stores.encryption.kept import Kept, KeptByKeyring, KeptByPassphrase, KeptInFile
from memory_stores.encryption.sealing import new_key


@dataclass(frozen=True)
class Passphrase:
    """A text that the user remembers; the master key is derived from it at each opening.

    Args:
        text: Any Unicode text that is not blank; it is taken in Unicode's form NFC.
    """

    text: str = field(repr=False)

    def establish(self, home: Path) -> tuple[bytes, Kept]:
        """Return the master key and how it is kept, with a new salt.

        Raises:
            InvalidInput: If the passphrase is blank.
        """
        if not self.text.strip():
            raise InvalidInput(f"the passphrase of {home} is empty; accepted is any other text")
        kept = KeptByPassphrase(salt=secrets.token_bytes(16))
        return kept.derive(self.text), kept


@dataclass(frozen=True)
class KeyFile:
    """A file with the master key as 64 hexadecimal digits: on a stick, or mounted as a secret.

    Args:
        path: Outside the home. If there is no such file, one is made with a random key.
    """

    path: Path

    def establish(self, home: Path) -> tuple[bytes, Kept]:
        """Return the master key and where it is kept, making the file if it is not there.

        Raises:
            InvalidInput: If the file is inside the home, or its path is not Unicode.
            KeyUnavailable: If the folder that it should be in does not exist.
            WrongKey: If there is a file that holds no key.
            HomeNotUsable: If it cannot be read or written.
        """
        path = self.path.expanduser().absolute()
        if path.resolve().is_relative_to(home.resolve()):
            raise InvalidInput(
                f"the key file {path} is inside the home {home}, and would be copied with what it "
                "locks; name one outside"
            )
        kept = KeptInFile(_unicode(path))
        if not path.parent.is_dir():
            raise KeyUnavailable(f"{path.parent}, the key file's folder, does not exist; make it")
        with files.usable(path):
            if not path.exists():
                files.replace(path, f"{new_key().hex()}\n".encode())
        return kept.read(path), kept


def _unicode(path: Path) -> str:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise InvalidInput(f"the key file's path {path!r} is not Unicode; name another") from None
    return str(path)


@dataclass(frozen=True)
class Keyring:
    """The operating system's keyring, through the package ``keyring``."""

    def establish(self, home: Path) -> tuple[bytes, Kept]:
        """Return a new master key and the entry that it was stored in.

        Raises:
            KeyUnavailable: If there is no keyring, or it is locked or keeps nothing.
        """
        kept = KeptByKeyring(username=secrets.token_hex(16))
        master = new_key()
        kept.store(master)
        try:
            stored = kept.master(None) == master
        except (KeyUnavailable, WrongKey):
            stored = False
        if not stored:
            raise KeyUnavailable(
                f"the keyring did not keep the key of {home}; use a key file or a passphrase"
            )
        return master, kept


KeySource = Passphrase | KeyFile | Keyring
"""What a master key may come from."""
