"""Asks a chat model for memories: by its tool calling, or as JSON in text; twice at most."""

from typing import TYPE_CHECKING, Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from memory_agent.extraction.llm.prompting import instructions, repair
from memory_agent.extraction.llm.reading import items_of
from memory_agent.extraction.llm.schema import answer_schema

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

_REPEATED = 2000
"""Characters of an unreadable answer that the model is shown again."""


def ask(model: "BaseChatModel", request: str) -> list[Any] | None:
    """Return the memories that a model gives, unchecked; None if it gave nothing readable twice.

    Args:
        model: Any chat model.
        request: The conversation.

    Raises:
        Exception: Whatever the model's provider raises.
    """
    structured = _structured(model)
    asked: Runnable[Any, Any] = structured or model
    messages: list[BaseMessage] = [
        SystemMessage(instructions(structured=structured is not None)),
        HumanMessage(request),
    ]
    answer = asked.invoke(messages)
    found = items_of(answer)
    if found is None:
        given = _text(answer)
        problem = "it holds no such document" if given else "it is empty"
        # Some providers refuse a message without content.
        messages += [AIMessage(given or "(nothing)"), HumanMessage(repair(problem))]
        found = items_of(asked.invoke(messages))
    return found


def _structured(model: "BaseChatModel") -> "Runnable[Any, Any] | None":
    try:
        return model.with_structured_output(answer_schema(), include_raw=True)
    except NotImplementedError:
        return None


def _text(answer: Any) -> str:
    raw = answer.get("raw") if isinstance(answer, dict) else answer
    return str(raw.text)[:_REPEATED] if isinstance(raw, BaseMessage) else ""
