"""``encryption.toml``: how the master key of a home is kept, and a check that tells a wrong one."""

import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from memory_agent.domain.errors import LedgerDamaged, LedgerTooNew, WrongKey
from memory_stores.encryption import files, layout
from memory_stores.encryption.kept import Ask, Kept, KeptByKeyring, KeptByPassphrase, KeptInFile
from memory_stores.encryption.sealing import seal, unseal

FORMAT = 1

_CHECKED = b"memory-agent"
_METHODS = {kind.method: kind for kind in (KeptByPassphrase, KeptInFile, KeptByKeyring)}
_COMMENT = (
    "# How the master key of this home is kept. Without this file and the key, all is lost.\n"
)


@dataclass(frozen=True)
class Header:
    """What ``encryption.toml`` says.

    Args:
        generation: Which folder of ``keys/`` holds the users' keys: 1, and one more after each
            change of the master key.
        kept: How the master key is kept.
        check: A known text, sealed under the master key.
    """

    generation: int
    kept: Kept
    check: bytes

    def master(self, home: Path, passphrase: Ask) -> bytes:
        """Return the master key.

        Raises:
            KeyUnavailable: If none was given or found.
            WrongKey: If it is not this home's.
        """
        master = self.kept.master(passphrase)
        if unseal(master, self.check, _purpose(self.generation)) != _CHECKED:
            raise WrongKey(
                f"the {self.kept.method} does not open {home}: it is another key's, or "
                f"{layout.header(home)} was altered"
            )
        return master

    def write(self, home: Path) -> None:
        """Replace the file, whole or not at all.

        Raises:
            StoreError: If it cannot be written.
        """
        fields = {"format": FORMAT, "generation": self.generation, "method": self.kept.method}
        values = {**fields, **asdict(self.kept), "check": self.check}
        text = "".join(f"{name} = {_toml(value)}\n" for name, value in values.items())
        files.replace(layout.header(home), (_COMMENT + text).encode())


def sealed_header(generation: int, kept: Kept, master: bytes) -> Header:
    """Return the header of a master key."""
    return Header(generation, kept, seal(master, _CHECKED, _purpose(generation)))


def _purpose(generation: int) -> bytes:
    return b"memory-agent check 1, generation %d" % generation


def _toml(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    text = value.hex() if isinstance(value, bytes) else str(value)
    # JSON's strings are TOML's, but that TOML wants this one control character escaped too.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_header(home: Path) -> Header | None:
    """Return what the file says, or None if there is none.

    Raises:
        LedgerDamaged: If it is not what memory-agent writes.
        LedgerTooNew: If a newer version wrote it.
        HomeNotUsable: If it cannot be read.
    """
    path = layout.header(home)
    with files.usable(path):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
    try:
        values = tomllib.loads(content.decode())
        if isinstance(values.get("format"), int) and values["format"] > FORMAT:
            raise LedgerTooNew(f"a newer memory-agent wrote {path}; upgrade, it was not touched")
        return _parsed(values)
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerDamaged(
            f"{path} is damaged ({error}); restore a copy: without it nothing here can be read"
        ) from error


def _parsed(values: dict[str, object]) -> Header:
    if values.pop("format", None) != FORMAT:
        raise ValueError("format is missing or unknown")
    generation, check = values.pop("generation", None), values.pop("check", None)
    if not isinstance(generation, int) or generation < 1 or not isinstance(check, str):
        raise ValueError("generation or check is missing or no such value")
    return Header(generation, _kept(values), bytes.fromhex(check))


def _kept(values: dict[str, object]) -> Kept:
    match values:
        case {"method": "passphrase", "salt": str(salt), "n": int(n), "r": int(r), "p": int(p)}:
            return KeptByPassphrase(bytes.fromhex(salt), n, r, p)
        case {"method": "file", "path": str(path)}:
            return KeptInFile(path)
        case {"method": "keyring", "username": str(username), "service": str(service)}:
            return KeptByKeyring(username, service)
        case {"method": str(method)} if method not in _METHODS:
            raise ValueError(f"method {method!r} is unknown; known are {', '.join(_METHODS)}")
    raise ValueError("method, or what belongs to it, is missing or no such value")
