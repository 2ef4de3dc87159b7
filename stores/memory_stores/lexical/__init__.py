"""The lexical index: BM25 over memories and turns."""

from memory_stores.lexical.fts5 import search_text

__all__ = ["search_text"]
