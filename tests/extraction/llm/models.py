"""Chat models that answer what a test wrote down, with and without tool calling."""

import json
import threading
from datetime import datetime
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatResult

from memory_agent.domain import Role, Turn
from tests.extraction.conftest import SAID_AT
from tests.langchain.scripted import ScriptedModel


class TextModel(ScriptedModel):
    """A model that knows no tools."""

    bind_tools = BaseChatModel.bind_tools


class HangingModel(TextModel):
    """A model that never answers, until a test lets it go."""

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self.prompts.append(messages)
        RELEASE.wait(60)
        return super()._generate(messages)


RELEASE = threading.Event()


def told(*items: object) -> AIMessage:
    """A model's tool call that gives memories."""
    call = {"name": "remember", "args": {"memories": list(items)}, "id": "call-1"}
    return AIMessage("", tool_calls=[call])


def written(*items: object) -> str:
    """The same, as JSON in text."""
    return json.dumps({"memories": list(items)})


def item(quote: str, text: str, turn: int = 1, **fields: Any) -> dict[str, Any]:
    """One memory as a model gives it."""
    return {"turn": turn, "quote": quote, "kind": "fact", "text": text, **fields}


PORTO = item(
    "I live in Porto",
    "The user lives in Porto.",
    subject="user",
    predicate="lives_in",
    object="Porto",
)


def turns(*texts: str | tuple[Role, str], session: str = "s", at: datetime = SAID_AT) -> list[Turn]:
    """Turns of one session; the user's, unless a role stands before the text."""
    said = [("user", text) if isinstance(text, str) else text for text in texts]
    return [
        Turn(f"{session}-{n}", session, n, role, text, at, at)  # type: ignore[arg-type]
        for n, (role, text) in enumerate(said, 1)
    ]


def human(model: BaseChatModel, call: int = -1) -> str:
    """What the last message of a call shows the model."""
    prompts: list[list[BaseMessage]] = model.prompts  # type: ignore[attr-defined]
    return str(prompts[call][1].text)
