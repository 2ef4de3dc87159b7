"""The agent graphs: remember, recall, maintain."""

from memory_graphs.maintain import Maintenance, build_maintain
from memory_graphs.ports import Reading, StoreKnowledge, Writing
from memory_graphs.recall import RecallState, build_recall, find
from memory_graphs.remember import RememberState, build_remember
from memory_graphs.running import run_apart

__all__ = [
    "Maintenance",
    "Reading",
    "RecallState",
    "RememberState",
    "StoreKnowledge",
    "Writing",
    "build_maintain",
    "build_recall",
    "build_remember",
    "find",
    "run_apart",
]
