"""Reads a chat model's answer, whatever shape it has."""

import json
from typing import Any

from langchain_core.messages import AIMessage

_TRIES = 20
"""Places at which a JSON document is looked for in a text."""


def items_of(answer: Any) -> list[Any] | None:
    """Return the memories of an answer, unchecked; None if it is none.

    Args:
        answer: What ``with_structured_output(..., include_raw=True)`` gave, or a message.
    """
    if isinstance(answer, dict) and "raw" in answer:
        found = _listed(answer.get("parsed"))
        return items_of(answer["raw"]) if found is None else found
    if not isinstance(answer, AIMessage):
        return None
    for call in answer.tool_calls:
        if (found := _listed(call["args"])) is not None:
            return found
    return _in_text(str(answer.text))


def _listed(answer: Any) -> list[Any] | None:
    if isinstance(answer, dict):
        answer = answer.get("memories") if answer else None
    return answer if isinstance(answer, list) else None


def _in_text(text: str) -> list[Any] | None:
    """Find the document in what may be prose, or a fenced block."""
    decoder = json.JSONDecoder()
    start = -1
    for _ in range(_TRIES):
        start = min((i for c in "{[" if (i := text.find(c, start + 1)) >= 0), default=-1)
        if start < 0:
            return None
        try:
            found = _listed(decoder.raw_decode(text, start)[0])
        except (ValueError, RecursionError):
            continue
        if found is not None:
            return found
    return None
