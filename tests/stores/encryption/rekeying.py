"""A process that dies at its n-th write, or prints how many: ``rekeying.py FILE OLD NEW N``."""

import os
import sys
from contextlib import closing
from pathlib import Path

import apsw

from memory_stores.encryption import rekey_file

BASE = "unix"  # Below the cipher, which has a file system of its own on top: as a disk is
writes = 0


class DyingFile(apsw.VFSFile):
    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        global writes
        writes += 1
        if writes == int(sys.argv[4]):
            os._exit(9)
        super().xWrite(data, offset)


class DyingSystem(apsw.VFS):
    def __init__(self) -> None:
        super().__init__("dying", BASE)

    def xOpen(  # noqa: N802 - SQLite's name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        return DyingFile(BASE, name, flags)


if __name__ == "__main__":
    system = DyingSystem()
    with closing(apsw.Connection(":memory:", vfs="multipleciphers-dying")):  # Makes it
        apsw.set_default_vfs("multipleciphers-dying")
    rekey_file(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3]))
    print(writes)
