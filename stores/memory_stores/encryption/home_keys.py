"""The keys of one home: opened by its master key, one data key a user.

``<home>/encryption.toml`` says how the master key is kept and which generation of users' keys is
in force: ``<home>/keys/<generation>/<user digest>.key``. Changing the master key writes a whole new
generation, ``<generation>.new``, beside the old one; replacing ``encryption.toml`` is the moment it
takes its place, so a kill leaves one or the other, and the next opening destroys what is not in
force.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from memory_agent.domain.errors import InvalidInput, KeyUnavailable, LedgerDamaged, WrongKey
from memory_stores.encryption import files, key_file, layout
from memory_stores.encryption.header import Header, read_header, sealed_header
from memory_stores.encryption.sealing import new_key
from memory_stores.encryption.sources import KeySource

_DIGEST = re.compile(r"[0-9a-f]{64}")


class HomeKeys:
    """The users' data keys of an encrypted home; made by `create` and `open_keys`.

    Threads may share one. Other processes may have the home open too, and are told when the master
    key was changed. Keys are read from their files when they are asked for, and not kept.

    Args:
        home: The home folder.
        header: What its ``encryption.toml`` says.
        master: The master key, 32 bytes.
    """

    def __init__(self, home: Path, header: Header, master: bytes) -> None:
        self._home = home
        self._header = header
        self._master = master
        self._lock = threading.RLock()

    def __repr__(self) -> str:
        """Name the home, and no key."""
        return f"HomeKeys(home={str(self._home)!r}, method={self.method!r})"

    @property
    def method(self) -> str:
        """How the master key is kept: ``passphrase``, ``file`` or ``keyring``."""
        return self._header.kept.method

    def user_key(self, user_digest: str, *, make: bool) -> bytes:
        """Return a user's data key.

        While a change of it has begun and not finished, the database may be under the next one:
        `keys_to_try` returns both.

        Args:
            user_digest: The SHA-256 of the user id, 64 hexadecimal digits: the name of the
                database without its ending.
            make: Make a key if there is none and the user has no database.

        Raises:
            KeyUnavailable: If there is none, or it was destroyed.
            WrongKey: If another process changed the master key.
            StoreError: If the key file is damaged, or cannot be read or written.
        """
        with self._lock:
            keys = self._keys(user_digest)
            if not keys and make:
                with self._exclusive():
                    keys = self._first_key(user_digest)
            if not keys:
                raise self._unavailable(user_digest)
            return keys[0]

    def keys_to_try(self, user_digest: str) -> list[bytes]:
        """Return the keys that a user's database can be under: one, or two if a change began.

        Raises:
            StoreError: As `user_key`.
        """
        with self._lock:
            keys = self._keys(user_digest)
            if not keys:
                raise self._unavailable(user_digest)
            return keys

    def begin_rekey(self, user_digest: str) -> tuple[bytes, bytes]:
        """Return a user's data key and the one to change it to; the same two when repeated.

        Both are stored. Then comes `rekey_file`, then `finish_rekey`; a kill in between is mended
        by doing the three again.

        Raises:
            StoreError: As `user_key`.
        """
        with self._exclusive():
            keys = self.keys_to_try(user_digest)
            if len(keys) == 1:
                keys = [*keys, new_key()]
                key_file.write(self._path(user_digest), self._master, keys)
            return keys[0], keys[1]

    def finish_rekey(self, user_digest: str) -> None:
        """Destroy the old data key: the database is under the next one now; may be repeated.

        Raises:
            StoreError: As `user_key`.
        """
        with self._exclusive():
            keys = self.keys_to_try(user_digest)
            if len(keys) == 2:
                key_file.write(self._path(user_digest), self._master, keys[1:])

    def shred(self, user_digest: str) -> None:
        """Destroy a user's data key, and with it whatever copy of the database there is.

        The key file is overwritten, then removed; a marker with the date stays. May be repeated.

        Raises:
            KeyUnavailable: If there never was one.
            StoreError: As `user_key`.
        """
        with self._exclusive():
            marker = self._marker(user_digest)
            if not marker.exists():
                if not self._path(user_digest).exists():
                    raise self._unavailable(user_digest)
                # First, so that a kill in between leaves a key that is known to be condemned.
                files.replace(
                    marker, f"{datetime.now(UTC).isoformat(timespec='seconds')}\n".encode()
                )
            self._destroy(user_digest)

    def rewrap(self, source: KeySource) -> None:
        """Change the master key: seal every user's key under a new one; databases stay as they are.

        A kill at any moment leaves a home that opens with the old key or with the new one.

        Args:
            source: Where the new one comes from.

        Raises:
            InvalidInput: If the source is refused.
            KeyUnavailable: If the source has no key.
            StoreError: If a key file is damaged, or files cannot be written.
        """
        with self._exclusive():
            self._settle()
            old = self._header
            master, kept = source.establish(self._home)
            header = sealed_header(old.generation + 1, kept, master)
            folder = layout.unfinished(self._home, header.generation)
            files.make_folder(folder)
            for path in sorted(layout.generation(self._home, old.generation).glob("*.key")):
                key_file.write(folder / path.name, master, key_file.read(path, self._master))
            header.write(self._home)  # From here on the new key is the home's.
            self._header, self._master = header, master
            self._settle()
            old.kept.forget()

    def _path(self, user_digest: str) -> Path:
        return layout.generation(self._home, self._header.generation) / f"{user_digest}.key"

    def _marker(self, user_digest: str) -> Path:
        if not _DIGEST.fullmatch(user_digest):
            raise InvalidInput("user_digest is not a SHA-256; accepted are 64 hexadecimal digits")
        return layout.marker(self._home, user_digest)

    def _keys(self, user_digest: str) -> list[bytes]:
        """Return the user's keys; none if there are none, or if they are condemned."""
        marker = self._marker(user_digest)
        with files.usable(marker):
            if marker.exists():
                return []
        try:
            keys = key_file.read(self._path(user_digest), self._master)
        except LedgerDamaged:
            self._check_in_force()  # A generation that is being destroyed looks damaged.
            raise
        if not keys:
            self._check_in_force()
        return keys

    def _first_key(self, user_digest: str) -> list[bytes]:
        """Return the key that another made meanwhile, or a new one if the user has no database."""
        if layout.database(self._home, user_digest).exists():
            return self._keys(user_digest)
        marker = self._marker(user_digest)
        if marker.exists():
            self._destroy(user_digest)
            files.destroy(marker)
        keys = self._keys(user_digest)
        if not keys:
            keys = [new_key()]
            key_file.write(self._path(user_digest), self._master, keys)
        return keys

    def _unavailable(self, user_digest: str) -> KeyUnavailable:
        marker = self._marker(user_digest)
        with files.usable(marker):
            if marker.exists():
                date = marker.read_text("utf-8", errors="replace").strip()
                return KeyUnavailable(
                    f"the key of user {user_digest} was destroyed on {date}; nothing that was "
                    "under it can be read again: remove the database to begin anew"
                )
        return KeyUnavailable(
            f"{self._path(user_digest)} does not exist; restore a copy: it holds the key of the "
            "user's database, if there is one"
        )

    def _destroy(self, user_digest: str) -> None:
        """Overwrite and remove every file that holds a user's sealed key, unfinished ones too."""
        # The key last: while it is there, `tidy` knows that something is left to do.
        for path in sorted(layout.keys(self._home).glob(f"*/{user_digest}.key*"), reverse=True):
            files.destroy(path)

    def _check_in_force(self) -> None:
        if read_header(self._home) != self._header:
            raise WrongKey(
                f"another process changed the master key of {self._home}; open the home again"
            )

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        lock = layout.lock_file(self._home)
        with self._lock, files.usable(self._home), files.exclusive(lock):
            self._check_in_force()
            yield

    def _settle(self) -> None:
        """Put the generation in force in its place and destroy every other."""
        number = self._header.generation
        in_force = layout.generation(self._home, number)
        unfinished = layout.unfinished(self._home, number)
        found = layout.generations(self._home)
        if unfinished in found and in_force not in found:
            unfinished.rename(in_force)
            files.sync_folder(in_force.parent)
            found = layout.generations(self._home)
        finished = [path for path in found if path.name.isdecimal()]
        if in_force not in found or max(found[path] for path in finished) > number:
            # An older encryption.toml was put back, say: nothing is destroyed on its word.
            raise LedgerDamaged(
                f"{layout.header(self._home)} is of {in_force}, but there is "
                f"{', '.join(map(str, finished)) or 'none'}; restore both from the same copy"
            )
        for folder in found:
            if folder != in_force:
                self._drop(folder)

    def _drop(self, folder: Path) -> None:
        for path in sorted(folder.iterdir()):
            files.destroy(path)
        with files.usable(folder):
            folder.rmdir()

    def tidy(self) -> None:
        """Finish what a killed process began: drop unused generations and condemned keys.

        Raises:
            StoreError: If files cannot be written.
        """
        condemned = [path.stem for path in layout.keys(self._home).glob("*.shredded")]
        left = [name for name in condemned if self._path(name).exists()]
        settled = [layout.generation(self._home, self._header.generation)]
        if left or list(layout.generations(self._home)) != settled:
            with self._exclusive():
                self._settle()
                for name in left:
                    if self._marker(name).exists():
                        self._destroy(name)
