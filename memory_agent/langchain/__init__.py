"""memory-agent for LangChain and LangGraph agents: a middleware, and two tools."""

from memory_agent.langchain.middleware import MemoryMiddleware
from memory_agent.langchain.tools import memory_tools
from memory_agent.langchain.user import UserContext

__all__ = ["MemoryMiddleware", "UserContext", "memory_tools"]
