"""The ledger: the append-only record of turns and revisions."""

from memory_stores.ledger.home import LedgerHome
from memory_stores.ledger.naming import check_user_id
from memory_stores.ledger.port import Collection, Filter, Ledger, NewVector
from memory_stores.ledger.sqlite import SqliteLedger

__all__ = [
    "Collection",
    "Filter",
    "Ledger",
    "LedgerHome",
    "NewVector",
    "SqliteLedger",
    "check_user_id",
]
