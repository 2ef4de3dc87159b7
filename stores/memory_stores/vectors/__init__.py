"""The vector index: a port, and the exact index behind it."""

from memory_stores.vectors.exact import ExactVectorIndex
from memory_stores.vectors.port import Vector, VectorIndex

__all__ = ["ExactVectorIndex", "Vector", "VectorIndex"]
