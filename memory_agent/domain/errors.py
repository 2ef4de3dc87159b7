"""Every error that memory-agent raises on purpose.

::

    MemoryAgentError
    ├── InvalidInput            (also a ValueError)
    │   ├── InvalidUser
    │   ├── InvalidTurn
    │   └── InvalidPolicy
    ├── MissingUser
    ├── NotFound                (also a LookupError)
    ├── ArchiveError
    ├── ModelUnavailable
    └── StoreError
        ├── HomeNotUsable
        ├── LedgerDamaged
        ├── LedgerTooNew
        ├── LedgerBusy
        ├── LedgerConflict
        ├── WrongKey
        ├── KeyUnavailable
        ├── ErasureUnfinished
        └── ResidueFound

Every message says what was wrong, where, and what would be accepted.
"""

__all__ = [
    "ArchiveError",
    "ErasureUnfinished",
    "HomeNotUsable",
    "InvalidInput",
    "InvalidPolicy",
    "InvalidTurn",
    "InvalidUser",
    "KeyUnavailable",
    "LedgerBusy",
    "LedgerConflict",
    "LedgerDamaged",
    "LedgerTooNew",
    "MemoryAgentError",
    "MissingUser",
    "ModelUnavailable",
    "NotFound",
    "ResidueFound",
    "StoreError",
    "WrongKey",
]


class MemoryAgentError(Exception):
    """The root: catch it to handle anything that memory-agent refuses or fails at."""


class InvalidInput(MemoryAgentError, ValueError):
    """An argument was refused and nothing was changed: correct the call."""


class InvalidUser(InvalidInput):
    """The user id is not a string, or is empty, or too long to be meant."""


class InvalidTurn(InvalidInput):
    """A message was refused: its role, its text or its time. Catch it to pass over one message."""


class InvalidPolicy(InvalidInput):
    """``policies.toml`` names an unknown policy, key or value: correct the file."""


class MissingUser(MemoryAgentError):
    """An agent was run without a user in its runtime context: fail closed, mix no users."""


class NotFound(MemoryAgentError, LookupError):
    """No user, memory or turn of that id: check the id, or what was faded or never stored."""


class ArchiveError(MemoryAgentError):
    """A conversation archive could not be read: the message names the file and the place in it."""


class ModelUnavailable(MemoryAgentError):
    """A model's package, weights or cache is missing or altered: reinstall, or name another."""


class StoreError(MemoryAgentError):
    """Something about the files: catch it where you would catch an ``OSError``."""


class HomeNotUsable(StoreError):
    """The home folder cannot be made, read or written: choose another, or mend its permissions."""


class LedgerDamaged(StoreError):
    """A user's database, or the file of its key, is not what it should be: restore a copy."""


class LedgerTooNew(StoreError):
    """A newer memory-agent wrote this database or key: upgrade; it was not touched."""


class LedgerBusy(StoreError):
    """Another process kept the database locked for longer than the busy timeout: try again."""


class LedgerConflict(StoreError):
    """Somebody else changed the same memory in between: read it again, then decide."""


class WrongKey(StoreError):
    """The key, passphrase or keyring entry does not open this home: give the one that it has."""


class KeyUnavailable(StoreError):
    """No key was given or found, or a user's key was destroyed: give one, or begin anew."""


class ErasureUnfinished(StoreError):
    """What was to be erased is, but a reader keeps old pages alive: the next open ends it."""


class ResidueFound(StoreError):
    """The scan after an erasure found content still there: the message names the files."""
