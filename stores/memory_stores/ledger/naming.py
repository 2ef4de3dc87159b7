"""From a user id to a file name: safe for any id, and never the same for two."""

import hashlib
from pathlib import Path

from memory_agent.domain.errors import InvalidUser

MAX_USER_ID = 1024
"""Characters of a user id; longer ones are taken for a mistake."""


def check_user_id(user_id: object) -> str:
    """Return the user id if it can be one.

    Raises:
        InvalidUser: If it is not a string, is empty or blank, has lone surrogates or is longer
            than `MAX_USER_ID` characters.
    """
    if not isinstance(user_id, str):
        raise InvalidUser(f"user_id is {type(user_id).__name__}; accepted is a non-empty string")
    if not user_id.strip():
        raise InvalidUser("user_id is empty; accepted is a non-empty string")
    if len(user_id) > MAX_USER_ID:
        raise InvalidUser(f"user_id has {len(user_id)} characters; at most {MAX_USER_ID} are taken")
    try:
        user_id.encode()
    except UnicodeEncodeError:
        raise InvalidUser("user_id holds a lone surrogate; accepted is valid Unicode") from None
    return user_id


def user_file(users: Path, user_id: str) -> Path:
    """Return the database file of a user.

    The name is the SHA-256 of the id, so no id can leave the folder, none is too long for a file
    system, letter case does not matter to it, and nobody reads an e-mail address off a listing.

    Raises:
        InvalidUser: As `check_user_id`.
    """
    digest = hashlib.sha256(check_user_id(user_id).encode()).hexdigest()
    return users / f"{digest}.db"
