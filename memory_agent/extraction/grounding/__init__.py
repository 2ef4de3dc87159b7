"""The grounding gate: what a memory says must be said by the words that it cites."""

from memory_agent.extraction.grounding.gate import unsupported

__all__ = ["unsupported"]
