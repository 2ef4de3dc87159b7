"""Opens the chat model that a caller names, or takes the one that they made."""

from typing import TYPE_CHECKING

from memory_agent.domain.errors import InvalidInput, ModelUnavailable
from memory_agent.extraction.llm.calling import Failed, attempt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_ACCEPTED = "a LangChain chat model, or an init_chat_model name such as 'openai:gpt-5-mini'"


def open_chat_model(model: object) -> "BaseChatModel":
    """Return a chat model.

    Args:
        model: One, or a name that LangChain's ``init_chat_model`` knows.

    Raises:
        InvalidInput: If it is neither.
        ModelUnavailable: If the package of its provider is missing, or refuses to make it.
    """
    from langchain_core.language_models import BaseChatModel

    if isinstance(model, BaseChatModel):
        return model
    if not isinstance(model, str) or not model.strip():
        raise InvalidInput(f"no chat model: {model!r}; accepted is {_ACCEPTED}")
    from langchain.chat_models import init_chat_model

    made = attempt(lambda: init_chat_model(model), None)
    if isinstance(made, Failed):
        if isinstance(made.error, ImportError):
            wanted = f"its provider's package is not installed: {made.error}"
        elif isinstance(made.error, ValueError):
            wanted = f"{made.error}; accepted is {_ACCEPTED}"
        else:
            wanted = f"its provider refused: {made.reason}: {made.error}"
        raise ModelUnavailable(f"cannot open the chat model {model!r}: {wanted}") from made.error
    return made
