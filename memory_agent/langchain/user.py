"""Whose memory an agent run reads and writes: told by the caller, never guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from langgraph.runtime import ExecutionInfo

from memory_agent.domain.errors import MissingUser


@dataclass(frozen=True, slots=True)
class UserContext:
    """What to pass as ``context=`` when running an agent that has a memory.

    Args:
        user_id: Whose memory it is.
        session_id: The conversation; None takes the run's ``thread_id``, where it has one.
        agent_id: Which assistant is talking.
    """

    user_id: str
    session_id: str | None = None
    agent_id: str | None = None


def user_of(
    context: Any, run: ExecutionInfo | None, user: Callable[[Any], str] | None
) -> UserContext:
    """Return the user of a run, with the session and agent that it names.

    Args:
        context: The run's context: a `UserContext`, or any object or mapping with those names.
        run: The run, which knows the thread.
        user: What finds the user id in the context, where it is not called ``user_id``.

    Raises:
        MissingUser: If the context names no user.
    """
    user_id = user(context) if user else _read(context, "user_id")
    if not isinstance(user_id, str) or not user_id.strip():
        raise MissingUser(
            "this agent has a memory, and the run did not say whose: no user_id in its context; "
            'pass one: agent.invoke(..., context=UserContext(user_id="ana")), also when resuming'
        )
    session_id = _read(context, "session_id")
    if not session_id and run is not None and run.thread_id is not None:
        session_id = str(run.thread_id)
    return UserContext(user_id, session_id or None, _read(context, "agent_id") or None)


def _read(context: Any, name: str) -> Any:
    return context.get(name) if isinstance(context, Mapping) else getattr(context, name, None)
