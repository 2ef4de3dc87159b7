"""Rough text put right: typed without capitals or marks, shouted, misspelled.

Restoring changes nothing of a well-written turn. Of a rough one it mends common misspellings, sets
the marks where sentences and their parts end, and gives names their capitals, by small linear
models; every character leads back to where it was typed.
"""

from memory_agent.extraction.restoring.restorer import restored

__all__ = ["restored"]
