"""The prompts, each in a file of its own, and the conversation as data that stands in them."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from memory_agent.domain import Memory, Turn
from memory_agent.domain.slots import slots
from memory_agent.extraction.llm.batching import Batch
from memory_agent.extraction.periods import DAYS

PROMPT = "extract-v1"
"""The prompt's name and version; it stands in the rule of every memory that it made."""

MAX_TURN = 6000
"""Characters that are shown of a turn that may be cited; of a longer one its two ends."""

MAX_CONTEXT = 400
"""Characters that are shown of a turn that only helps to understand."""

KNOWN_TOKENS = 400
"""Tokens that what is known already may take of the prompt."""


@cache
def instructions(*, structured: bool) -> str:
    """Return the system message, for a model that fills a schema or for one that writes JSON."""
    text = Template(_file(PROMPT)).substitute(slots=", ".join(slots()))
    return text if structured else f"{text}\n{_file('json-v1')}"


def repair(problem: str) -> str:
    """Return what a model is told whose answer could not be read."""
    return Template(_file("repair-v1")).substitute(problem=problem)


def _file(name: str) -> str:
    return (files(__package__) / "prompts" / f"{name}.md").read_text(encoding="utf-8")


def request(batch: Batch, known: Sequence[Memory]) -> str:
    """Return the message that shows a model a batch, with what is known.

    Every text is a JSON string without angle brackets, so that none can end its line or block.
    """
    numbered = list(enumerate(batch.shown, 1))
    first = len(batch.earlier)
    blocks = {
        "known": [_known_line(number, memory) for number, memory in enumerate(known, 1)],
        "earlier": [_turn_line(n, turn, MAX_CONTEXT) for n, turn in numbered[:first]],
        "conversation": [
            _turn_line(n, turn, MAX_TURN if turn.role == "user" else MAX_CONTEXT)
            for n, turn in numbered[first:]
        ],
    }
    return "\n".join(
        line
        for name, lines in blocks.items()
        if lines
        for line in (f"<{name}>", *lines, f"</{name}>")
    )


def within_budget(known: Sequence[Memory], count: Callable[[str], int]) -> list[Memory]:
    """Return the first of the memories whose lines fit into `KNOWN_TOKENS`."""
    left, chosen = KNOWN_TOKENS, []
    for memory in known:
        left -= count(_known_line(len(known), memory))
        if left < 0:
            break
        chosen.append(memory)
    return chosen


def _turn_line(number: int, turn: Turn, length: int) -> str:
    shown: dict[str, Any] = {"turn": number, "role": turn.role}
    if turn.name:
        shown["name"] = turn.name
    shown["said"] = f"{turn.said_at:%Y-%m-%d}, {DAYS[turn.said_at.weekday()].title()}"
    return _line({**shown, "text": _ends(turn.text, length)})


def _known_line(number: int, memory: Memory) -> str:
    triple = {"subject": memory.subject, "predicate": memory.predicate, "object": memory.object}
    told = {key: value for key, value in triple.items() if value}
    return _line({"known": number, "text": memory.text, **told})


def _line(shown: Mapping[str, Any]) -> str:
    line = json.dumps(shown, ensure_ascii=False)
    return line.replace("<", "\\u003c").replace(">", "\\u003e")


def _ends(text: str, length: int) -> str:
    """Return a text, or its two ends: people put their own words around what they paste."""
    if len(text) <= length:
        return text
    half = length // 2
    return f"{text[:half]} … {text[-half:]}"
