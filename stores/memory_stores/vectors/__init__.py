"""The vector index port; the exact index stands in `memory_stores.vectors.exact`.

It is not imported here, because it needs NumPy and a listing of memories does not.
"""

from memory_stores.vectors.port import Vector, VectorIndex

__all__ = ["Vector", "VectorIndex"]
