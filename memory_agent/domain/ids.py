"""Ids: opaque, short enough to type, never derived from what they name."""

import secrets

# Crockford's base 32 without letters that are mistaken for digits: 12 of them are 60 random bits.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(prefix: str) -> str:
    """Return a fresh random id such as ``m-7k2n9q4c0xwd``; the prefix says what it names."""
    return f"{prefix}-" + "".join(secrets.choice(_ALPHABET) for _ in range(12))
