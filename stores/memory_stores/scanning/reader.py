"""Run as a script, alone: sends the content of files, given on stdin, to stdout.

In: paths between NUL bytes, to the end. Out, for each: blocks, each a little-endian 64-bit length
and as many bytes, closed by a length of 0, or of minus the ``errno`` of what went wrong.
"""

import os
import struct
import sys
from typing import BinaryIO

_BLOCK = 1 << 20  # Bytes
# A file that became a link, or a pipe, since it was listed is not followed or waited for.
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK")
)


def send(path: str, buffer: memoryview, out: BinaryIO) -> None:
    """Send one file."""
    end = 0
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb", buffering=0) as file:
            while count := file.readinto(buffer):
                out.write(struct.pack("<q", count))
                out.write(buffer[:count])
    except OSError as error:
        end = -(error.errno or 5)
    out.write(struct.pack("<q", end))


def main() -> None:
    """Send every file that stdin names."""
    paths = sys.stdin.buffer.read().split(b"\0")
    buffer = memoryview(bytearray(_BLOCK))
    for path in paths:
        send(os.fsdecode(path), buffer, sys.stdout.buffer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
