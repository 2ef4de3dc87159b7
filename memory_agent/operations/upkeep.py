"""Upkeep: erasing, checking, rebuilding, moving."""

from memory_agent.operations.base import Operations


class Upkeep(Operations):
    """Looking after what is kept."""
