"""The hash chain: commitments to contents, and links that survive the erasure of what they bind.

A commitment is HMAC-SHA-256 of the content under a random nonce, which is kept with the content
and destroyed with it: afterwards the commitment tells nothing, however guessable the content was. A
link is SHA-256 of the link before it, of what is never erased of its row, and of the commitment.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence

START = bytes(32)
"""The link before the first."""


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def fresh_nonce() -> bytes:
    """Return a nonce of 16 random bytes."""
    return secrets.token_bytes(16)


def commitment(nonce: bytes, content: Sequence[object]) -> bytes:
    """Return the commitment, 32 bytes, to a content.

    Args:
        nonce: Random bytes that are kept with the content.
        content: Strings, numbers, bytes and nulls, in a fixed order.
    """
    return hmac.digest(nonce, _written(content), "sha256")


def link(before: bytes, kept: Sequence[object], commitment: bytes) -> bytes:
    """Return the link, 32 bytes, of a row.

    Args:
        before: The link of the row before it; `START` for the first.
        kept: What an erasure leaves of the row, in a fixed order.
        commitment: The commitment to what it destroys.
    """
    return hashlib.sha256(before + commitment + _written(kept)).digest()


def _written(values: Sequence[object]) -> bytes:
    plain = [value.hex() if isinstance(value, bytes) else value for value in values]
    return _encode(plain).encode()
