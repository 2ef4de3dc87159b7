"""What keeps things: the ledger, and the projections over it."""

from memory_agent.domain import entity_id
from memory_stores.ledger import Collection, Filter, NewVector, check_user_id
from memory_stores.ledger.destroying import STRUCK
from memory_stores.user_store import Stores, UserStore

__all__ = [
    "STRUCK",
    "Collection",
    "Filter",
    "NewVector",
    "Stores",
    "UserStore",
    "check_user_id",
    "entity_id",
]
