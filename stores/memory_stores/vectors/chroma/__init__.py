"""Chroma as the vector index, embedded or as a server; `chromadb` is imported on first use."""

from memory_stores.vectors.chroma.index import ChromaVectorIndex

__all__ = ["ChromaVectorIndex"]
