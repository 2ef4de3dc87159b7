"""Sealing one key under another: ChaCha20-Poly1305 (RFC 8439), with what it is for bound to it.

`cryptography` is imported on first use: a home in plain text never waits for it.
"""

import secrets

KEY_BYTES = 32
"""Bytes of every key, master or data: 256 bits, what ChaCha20 takes."""

_NONCE_BYTES = 12
_TAG_BYTES = 16
SEALED_KEY_BYTES = _NONCE_BYTES + KEY_BYTES + _TAG_BYTES
"""Bytes of a sealed key: nonce, ciphertext, tag."""


def new_key() -> bytes:
    """Return a random key from the system's generator."""
    return secrets.token_bytes(KEY_BYTES)


def seal(master: bytes, content: bytes, purpose: bytes) -> bytes:
    """Encrypt and authenticate.

    The nonce is random: its 96 bits are safe for far more seals (2**32) than a home has users.

    Args:
        master: A key of `KEY_BYTES` bytes.
        content: What is sealed.
        purpose: What it is for; the same is needed to open it.
    """
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(master).encrypt(nonce, content, purpose)


def unseal(master: bytes, sealed: bytes, purpose: bytes) -> bytes | None:
    """Return what was sealed, or None if it was under another key, for another purpose, or altered.

    Args:
        master: The key it was sealed under.
        sealed: What `seal` returned.
        purpose: What it is for.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if len(sealed) < _NONCE_BYTES + _TAG_BYTES:
        return None
    try:
        return ChaCha20Poly1305(master).decrypt(
            sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose
        )
    except InvalidTag:
        return None
