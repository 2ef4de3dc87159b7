"""The file of one user's data key, sealed under the master key; two keys while it is changed."""

from pathlib import Path

from memory_agent.domain.errors import LedgerDamaged, LedgerTooNew
from memory_stores.encryption import files
from memory_stores.encryption.sealing import SEALED_KEY_BYTES, seal, unseal

_NAME = b"memory-agent key "
_HEAD = _NAME + b"1\n"
_ROLES = (b"current", b"next")


def _purpose(user_digest: str, role: bytes) -> bytes:
    return _HEAD + user_digest.encode() + b" " + role


def write(path: Path, master: bytes, keys: list[bytes]) -> None:
    """Replace a key file, whole or not at all.

    Args:
        path: Named ``<user digest>.key``.
        master: The key to seal under.
        keys: The current data key, and the next one while the two are exchanged.

    Raises:
        StoreError: If it cannot be written.
    """
    sealed = (
        seal(master, key, _purpose(path.stem, role))
        for key, role in zip(keys, _ROLES, strict=False)
    )
    files.replace(path, _HEAD + b"".join(sealed))


def read(path: Path, master: bytes) -> list[bytes]:
    """Return the data keys in a file: none if there is no file, else one or two.

    Raises:
        LedgerDamaged: If it was cut or altered, or is another user's or home's.
        LedgerTooNew: If a newer version wrote it.
        HomeNotUsable: If it cannot be read.
    """
    with files.usable(path):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return []
    head, sealed = content[: len(_HEAD)], content[len(_HEAD) :]
    if head != _HEAD:
        version = content.removeprefix(_NAME).partition(b"\n")[0]
        if content.startswith(_NAME) and version.isdigit() and int(version) > 1:
            raise LedgerTooNew(f"a newer memory-agent wrote {path}; upgrade, it was not touched")
        raise _damaged(path)
    parts = [sealed[at : at + SEALED_KEY_BYTES] for at in range(0, len(sealed), SEALED_KEY_BYTES)]
    keys = [
        unseal(master, part, _purpose(path.stem, role))
        for part, role in zip(parts, _ROLES, strict=False)
    ]
    opened = [key for key in keys if key is not None]
    if not parts or len(opened) != len(parts):
        raise _damaged(path)
    return opened


def _damaged(path: Path) -> LedgerDamaged:
    return LedgerDamaged(
        f"{path} is damaged or another user's or home's; restore a copy: it holds the key of the "
        "database of the same name"
    )
