"""A memory for any LangChain agent, as one middleware."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents import AgentState
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import SystemMessage
from langgraph.runtime import Runtime

from memory_agent.domain.errors import InvalidTurn
from memory_agent.domain.turn import Message
from memory_agent.langchain.messages import last_words, new_turns, reply, texts
from memory_agent.langchain.user import UserContext, user_of
from memory_agent.memory import Memory

_log = logging.getLogger(__name__)


class MemoryMiddleware(AgentMiddleware[AgentState[Any], Any, Any]):
    """Gives the model what is known about the user, and takes in what is said.

    The user's turn is stored before the model runs, the reply after it; neither waits for
    anything to be extracted. What is recalled is added to the system message of each model call,
    and to nothing else: no state and no checkpoint ever holds it. One object serves any number
    of users and threads at once. A run must say whose it is::

        memories = MemoryMiddleware(memory)
        agent = create_agent(model, middleware=[memories], context_schema=UserContext)
        agent.invoke({"messages": "Hi!"}, context=UserContext(user_id="ana"))

    A message that the store refuses is passed over with a warning in the log; every other error
    of the store is raised.

    Args:
        memory: Where it is kept.
        budget: The most that the recalled block may take of a prompt, in tokens.
        user: What finds the user id in the run's context, where it is not called ``user_id``.

    Raises:
        MissingUser: From every run whose context names no user, before anything is stored or
            the model is called.
    """

    def __init__(
        self, memory: Memory, *, budget: int = 400, user: Callable[[Any], str] | None = None
    ) -> None:
        super().__init__()
        self._memory = memory
        self._budget = budget
        self._user = user

    def before_agent(self, state: AgentState[Any], runtime: Runtime[Any]) -> None:
        """Store what the user said since the last reply."""
        who = self._who(runtime)
        self._store(new_turns(state["messages"], who), who)

    async def abefore_agent(self, state: AgentState[Any], runtime: Runtime[Any]) -> None:
        """Store what the user said since the last reply."""
        who = self._who(runtime)
        await self._astore(new_turns(state["messages"], who), who)

    def wrap_model_call(
        self,
        request: ModelRequest[Any],
        handler: Callable[[ModelRequest[Any]], ModelResponse[Any]],
    ) -> ModelResponse[Any]:
        """Call the model with what is known added to its system message."""
        context = self._memory.context(**self._asks(request))
        return handler(_with_context(request, context.text))

    async def awrap_model_call(
        self,
        request: ModelRequest[Any],
        handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Call the model with what is known added to its system message."""
        context = await self._memory.acontext(**self._asks(request))
        return await handler(_with_context(request, context.text))

    def after_agent(self, state: AgentState[Any], runtime: Runtime[Any]) -> None:
        """Store the reply."""
        who = self._who(runtime)
        self._store(reply(state["messages"], who), who)

    async def aafter_agent(self, state: AgentState[Any], runtime: Runtime[Any]) -> None:
        """Store the reply."""
        who = self._who(runtime)
        await self._astore(reply(state["messages"], who), who)

    def _asks(self, request: ModelRequest[Any]) -> dict[str, Any]:
        return {
            "query": last_words(request.state["messages"]),
            "user_id": self._who(request.runtime).user_id,
            "budget": self._budget,
            "shown": texts(request.messages),
        }

    def _who(self, runtime: Runtime[Any]) -> UserContext:
        return user_of(runtime.context, runtime.execution_info, self._user)

    def _store(self, turns: list[Message], who: UserContext) -> None:
        for turn in turns:
            try:
                self._memory.add(turn, user_id=who.user_id, wait=False)
            except InvalidTurn as refusal:
                _warn(turn, refusal)

    async def _astore(self, turns: list[Message], who: UserContext) -> None:
        for turn in turns:
            try:
                await self._memory.aadd(turn, user_id=who.user_id, wait=False)
            except InvalidTurn as refusal:
                _warn(turn, refusal)


def _with_context(request: ModelRequest[Any], block: str) -> ModelRequest[Any]:
    if not block:
        return request
    system = request.system_message
    if system is None:
        return request.override(system_message=SystemMessage(block))
    content = (
        f"{system.content}\n\n{block}"
        if isinstance(system.content, str)
        else [*system.content, {"type": "text", "text": block}]
    )
    return request.override(system_message=system.model_copy(update={"content": content}))


def _warn(turn: Message, refusal: InvalidTurn) -> None:
    # The reason names offsets, never words: a log is no place for what a user says.
    _log.warning("message %s of role %s is not stored: %s", turn.key, turn.role, refusal)
