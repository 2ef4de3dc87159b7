"""The models: embedder and token counter."""

from memory_agent.models.minilm import MiniLM
from memory_agent.models.port import Embedder, TokenCounter
from memory_agent.models.tokens import WordPieceCounter

__all__ = ["Embedder", "MiniLM", "TokenCounter", "WordPieceCounter"]
