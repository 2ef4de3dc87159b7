"""Extraction by a chat model, any that LangChain knows."""

from memory_agent.extraction.llm.extractor import LlmExtractor
from memory_agent.extraction.llm.opening import open_chat_model

__all__ = ["LlmExtractor", "open_chat_model"]
