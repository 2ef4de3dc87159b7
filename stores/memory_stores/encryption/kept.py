"""How a home's master key is kept between openings, and how it is got again."""

import hashlib
import os
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import ClassVar

from memory_agent.domain.errors import KeyUnavailable, WrongKey
from memory_stores.encryption import files
from memory_stores.encryption.sealing import KEY_BYTES

Ask = str | Callable[[], str] | None
"""A passphrase, or what asks the user for it, or neither."""

PASSPHRASE_VARIABLE = "MEMORY_AGENT_PASSPHRASE"  # noqa: S105 - a variable's name
KEY_FILE_VARIABLE = "MEMORY_AGENT_KEY_FILE"
SERVICE = "memory-agent"

SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1
"""scrypt's cost: the first choice of OWASP's Password Storage Cheat Sheet; 128 MiB for a moment."""


@dataclass(frozen=True)
class KeptByPassphrase:
    """Nowhere: the key is derived from a passphrase by scrypt (RFC 7914).

    Args:
        salt: 16 random bytes.
        n: scrypt's cost, a power of two; 128 * n * r bytes of memory are needed.
        r: scrypt's block size.
        p: scrypt's parallelism.
    """

    method: ClassVar[str] = "passphrase"
    salt: bytes
    n: int = SCRYPT_N
    r: int = SCRYPT_R
    p: int = SCRYPT_P

    def __post_init__(self) -> None:
        """Refuse, with a `ValueError`, what scrypt should not be run with."""
        power_of_two = self.n > 1 and self.n & (self.n - 1) == 0
        # The bounds keep an altered file from asking for more memory or time than a machine has.
        bounded = self.n * self.r <= 2**23 and 1 <= self.r <= 32 and 1 <= self.p <= 16
        if not power_of_two or not bounded or len(self.salt) != 16:
            raise ValueError("salt, n, r or p are not what scrypt is used with here")

    def derive(self, passphrase: str) -> bytes:
        """Return the key that belongs to a passphrase."""
        return hashlib.scrypt(
            unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"),
            salt=self.salt,
            n=self.n,
            r=self.r,
            p=self.p,
            maxmem=128 * self.r * (self.n + self.p + 2) + 2**20,
            dklen=KEY_BYTES,
        )

    def master(self, passphrase: Ask) -> bytes:
        """Return the key: of the text given, else of the environment's, else of what is asked for.

        Raises:
            KeyUnavailable: If there is none of the three.
        """
        if isinstance(passphrase, str):
            return self.derive(passphrase)
        if (text := os.environ.get(PASSPHRASE_VARIABLE)) is not None:
            return self.derive(text)
        if passphrase is not None:
            return self.derive(passphrase())
        raise KeyUnavailable(
            f"this home is locked with a passphrase, and none was given; set {PASSPHRASE_VARIABLE}"
        )

    def forget(self) -> None:
        """Do nothing: nothing is kept."""


@dataclass(frozen=True)
class KeptInFile:
    """In a file of 64 hexadecimal digits, outside the home.

    Args:
        path: Absolute; ``MEMORY_AGENT_KEY_FILE`` goes before it.
    """

    method: ClassVar[str] = "file"
    path: str

    def __post_init__(self) -> None:
        """Refuse a relative path, with a `ValueError`: it would depend on where one stands."""
        if not Path(self.path).is_absolute():
            raise ValueError("path is not absolute")

    def master(self, _: Ask) -> bytes:
        """Return the key in the file.

        Raises:
            KeyUnavailable: If there is no such file.
            WrongKey: If it holds no key.
            HomeNotUsable: If it cannot be read.
        """
        return self.read(Path(os.environ.get(KEY_FILE_VARIABLE) or self.path).expanduser())

    @staticmethod
    def read(path: Path) -> bytes:
        """Return the key in a file, raising as `master`."""
        with files.usable(path):
            try:
                text = path.read_bytes()
            except FileNotFoundError:
                raise KeyUnavailable(
                    f"the key file {path} does not exist; bring it back, or name it in "
                    f"{KEY_FILE_VARIABLE}"
                ) from None
        return _from_hex(text, f"the key file {path}")

    def forget(self) -> None:
        """Do nothing: the file is the user's."""


@dataclass(frozen=True)
class KeptByKeyring:
    """In the operating system's keyring.

    Args:
        username: The entry's name: random, the home's own.
        service: The application's name in the keyring.
    """

    method: ClassVar[str] = "keyring"
    username: str
    service: str = SERVICE

    def master(self, _: Ask) -> bytes:
        """Return the key in the entry.

        Raises:
            KeyUnavailable: If there is no keyring, it is locked, or it has no such entry.
            WrongKey: If the entry is no key.
        """
        keyring = _keyring()
        try:
            text = keyring.get_password(self.service, self.username)
        except keyring.errors.KeyringError as error:
            raise _no_keyring(error) from error
        if text is None:
            raise KeyUnavailable(
                f"the keyring has no entry {self.username!r} of {self.service!r}; it is another "
                "account's or machine's, or was removed: bring it back"
            )
        return _from_hex(text.encode(), f"the keyring's entry {self.username!r}")

    def store(self, master: bytes) -> None:
        """Put the key into the entry.

        Raises:
            KeyUnavailable: If there is no keyring, or it refuses.
        """
        keyring = _keyring()
        try:
            keyring.set_password(self.service, self.username, master.hex())
        except keyring.errors.KeyringError as error:
            raise _no_keyring(error) from error

    def forget(self) -> None:
        """Remove the entry, if the keyring lets it be removed: it opens nothing any more."""
        keyring = _keyring()
        with suppress(keyring.errors.KeyringError):
            keyring.delete_password(self.service, self.username)


Kept = KeptByPassphrase | KeptInFile | KeptByKeyring
"""How a master key is kept."""


def _from_hex(text: bytes, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise WrongKey(f"{where} holds no key; accepted are {2 * KEY_BYTES} hexadecimal digits")
    return key


def _keyring() -> ModuleType:
    import keyring
    import keyring.errors

    return keyring


def _no_keyring(error: Exception) -> KeyUnavailable:
    return KeyUnavailable(
        f"the system's keyring cannot be used ({type(error).__name__}); unlock it or install one, "
        "or use a key file or a passphrase instead"
    )
