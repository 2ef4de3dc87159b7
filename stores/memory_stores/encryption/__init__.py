"""Encryption at rest: one master key a home, one data key a user, and how they are kept."""

from memory_stores.encryption.database import rekey_file, unlock
from memory_stores.encryption.home_keys import HomeKeys
from memory_stores.encryption.opening import create, is_encrypted, open_keys
from memory_stores.encryption.sources import KeyFile, Keyring, KeySource, Passphrase

__all__ = [
    "HomeKeys",
    "KeyFile",
    "KeySource",
    "Keyring",
    "Passphrase",
    "create",
    "is_encrypted",
    "open_keys",
    "rekey_file",
    "unlock",
]
