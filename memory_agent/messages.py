"""From whatever an app has - a sentence, dicts, LangChain messages - to checked messages."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from memory_agent.domain import Message
from memory_agent.domain.checking import check_role, check_said_at, check_text
from memory_agent.domain.errors import InvalidTurn
from memory_agent.domain.times import now
from memory_agent.policies.privacy import Masked, mask, may_answer

_log = logging.getLogger("memory_agent")

MASKED_KEY = "masked"
"""The metadata key under which a turn says which kinds of secrets were masked in it."""

_LANGCHAIN_ROLES = {
    "human": "user",
    "HumanMessageChunk": "user",
    "ai": "assistant",
    "AIMessageChunk": "assistant",
    "tool": "tool",
    "system": "system",
    "function": "tool",
}


def to_messages(given: object, **defaults: Any) -> list[Message]:
    """Return checked messages.

    Args:
        given: A string (what the user said), a mapping with ``role`` and ``content`` (and
            ``name``), a `Message`, a LangChain message, or an iterable of these.
        defaults: Fields of `Message` for those that leave them open.

    Raises:
        InvalidTurn: If one of them is none of these, or its role, text or time is refused.
    """
    single = isinstance(given, (str, Mapping, Message)) or hasattr(given, "content")
    if not single and not isinstance(given, Iterable):
        raise InvalidTurn(
            f"messages is {type(given).__name__}; accepted is a string, a dict with role and "
            "content, a LangChain message, or a list of these"
        )
    items = [given] if single else list(given)  # type: ignore[call-overload]
    moment = now()
    said = [item for item in items if not _only_calls_tools(item)]
    return [check_message(_filled(_message(item), defaults), moment) for item in said]


def _only_calls_tools(item: object) -> bool:
    """Whether a LangChain message is a model's call of tools, with nothing said."""
    return bool(getattr(item, "tool_calls", None)) and not getattr(item, "content", None)


def _message(item: object) -> Message:
    if isinstance(item, Message):
        return item
    if isinstance(item, str):
        return Message("user", item)
    if isinstance(item, Mapping):
        name = item.get("name")
        return Message(check_role(item.get("role")), _text(item.get("content")), name=name)
    kind = getattr(item, "type", None)
    if hasattr(item, "content") and kind in _LANGCHAIN_ROLES:
        role = check_role(_LANGCHAIN_ROLES[kind])
        return Message(role, _text(item.content), name=getattr(item, "name", None))
    raise InvalidTurn(
        f"a message is {type(item).__name__}; accepted is a string, a dict with role and content, "
        "or a LangChain message"
    )


def _text(content: object) -> str:
    """Return the text of a message's content, which may come in blocks."""
    if not isinstance(content, list):
        return content  # type: ignore[return-value]  # what it is, is checked with the rest
    parts = [block.get("text") if isinstance(block, Mapping) else block for block in content]
    return "\n".join(part for part in parts if isinstance(part, str) and part)


def _filled(message: Message, defaults: Mapping[str, Any]) -> Message:
    open_ = {k: v for k, v in defaults.items() if v is not None and not getattr(message, k)}
    return replace(message, **open_)


def check_message(message: Message, moment: datetime) -> Message:
    """Return a message as it may be kept, if its role, texts and time can be.

    Secrets in its text, name and metadata are masked, and its metadata say which kinds were.

    Args:
        message: What is offered.
        moment: The present, beyond which it may not be dated by more than a day.

    Raises:
        InvalidTurn: If something about it cannot be kept.
    """
    check_role(message.role)
    check_text(message.text)
    for field in ("name", "session_id", "agent_id", "key"):
        value = getattr(message, field)
        if value is not None:
            check_text(value, field)
    for key, value in message.metadata.items():
        check_text(key, "a metadata key")
        check_text(value, f"metadata {key!r}")
    if message.said_at is not None:
        check_said_at(message.said_at, moment)
    return _without_secrets(message)


def without_answers(messages: Sequence[Message], last: Callable[[], str]) -> list[Message]:
    """Return messages with the secrets masked that answer what was said right before them.

    Args:
        messages: In the order in which they were said.
        last: Returns what was said last before the first of them; asked only where it matters.
    """
    found: list[Message] = []
    for message in messages:
        asked = (found[-1].text if found else last()) if message.role == "user" else ""
        if may_answer(message.text, asked):
            masked = mask(message.text, asked)
            if masked.kinds:
                told = {*message.metadata.get(MASKED_KEY, "").split(", "), *masked.kinds} - {""}
                metadata = {**message.metadata, MASKED_KEY: ", ".join(sorted(told))}
                message = replace(message, text=masked.text, metadata=metadata)
        found.append(message)
    return found


def _without_secrets(message: Message) -> Message:
    """Mask the secrets of a message; nothing of one is written anywhere, not even to the log."""
    text, name = mask(message.text), mask(message.name or "")
    metadata = [_masked_entry(key, value) for key, value in message.metadata.items()]
    found = [text, name, *(masked for entry in metadata for masked in entry)]
    kinds = {kind for masked in found for kind in masked.kinds}
    if not kinds:
        return message
    told = ", ".join(sorted(kinds))
    _log.info("masked before a turn of the %s was written: %s", message.role, told)
    kept = {key.text: value.text for key, value in metadata}
    return replace(
        message, text=text.text, name=name.text or message.name, metadata={**kept, MASKED_KEY: told}
    )


def _masked_entry(key: str, value: str) -> tuple[Masked, Masked]:
    """Mask an entry of metadata, whose key may say what its value is."""
    alone, named = mask(value), mask(f"{key}={value}")
    if named.kinds and named.text.startswith(f"{key}="):
        return mask(key), Masked(named.text[len(key) + 1 :], named.kinds)
    return mask(key), alone
