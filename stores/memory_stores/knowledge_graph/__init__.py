"""The knowledge graph: who and what is in a user's life, and how they hang together."""

from memory_stores.knowledge_graph.graph import KnowledgeGraph
from memory_stores.knowledge_graph.names import KnownNames

__all__ = ["KnowledgeGraph", "KnownNames"]
