"""What keeps things: the ledger and the indexes over it."""

from memory_stores.ledger import Filter, NewVector, check_user_id
from memory_stores.user_store import Stores, UserStore

__all__ = ["Filter", "NewVector", "Stores", "UserStore", "check_user_id"]
