"""A lifelong user memory for assistants: grounded in cited words, versioned, offline."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from memory_agent.memory import Memory
    from memory_agent.settings import Settings

__all__ = ["Memory", "Settings"]

_HOMES = {"Memory": "memory_agent.memory", "Settings": "memory_agent.settings"}


def __getattr__(name: str) -> Any:
    """Import what is asked for only then, so that ``import memory_agent`` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
