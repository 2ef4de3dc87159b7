"""An assistant that remembers you: python examples/assistant.py PROVIDER:MODEL (Ctrl-D ends)."""

import getpass
import sys
from typing import Any
from uuid import uuid4

from langchain.agents import create_agent
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.memory import InMemorySaver

from memory_agent import Memory
from memory_agent.langchain import MemoryMiddleware, UserContext, memory_tools


def build(model: BaseChatModel, memory: Memory) -> Any:
    """Return an agent that remembers: the middle three arguments are all that it takes."""
    return create_agent(
        model,
        tools=memory_tools(memory),
        middleware=[MemoryMiddleware(memory)],
        context_schema=UserContext,
        checkpointer=InMemorySaver(),
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with Memory.open() as memory:
        agent = build(init_chat_model(sys.argv[1]), memory)
        run = {"config": {"configurable": {"thread_id": str(uuid4())}}, "stream_mode": "messages"}
        me = UserContext(user_id=getpass.getuser())
        print("you> ", end="", flush=True)
        for line in sys.stdin:
            for token, _ in agent.stream({"messages": line.strip()}, context=me, **run):
                print(token.text if token.type != "tool" else "", end="", flush=True)
            print("\nyou> ", end="", flush=True)
