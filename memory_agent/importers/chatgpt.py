"""ChatGPT data exports: ``conversations.json``, a list of trees of messages."""

import reprlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from memory_agent.domain import Message
from memory_agent.domain.checking import check_text
from memory_agent.domain.errors import InvalidTurn
from memory_agent.importers.archive import Life
from memory_agent.importers.assembling import assemble
from memory_agent.importers.reading import Reading
from memory_agent.importers.shapes import as_list, as_object, entries, some_entry_has

SHAPE = "the conversations.json of a ChatGPT data export, or one conversation of it"

_TEXTUAL = ("text", "multimodal_text")
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def recognises(document: object) -> bool:
    """Return whether some entry has a mapping of nodes."""
    return some_entry_has(document, "mapping")


def read(document: object, reading: Reading) -> list[Life]:
    """Return the one life of the export.

    Of each conversation that is the thread which the user last saw: edited questions and answers
    that were made anew are left out.
    """
    messages: list[Message] = []
    for number, entry in enumerate(entries(document), 1):
        title = entry.get("title") if isinstance(entry, dict) else None
        where = f"{reading.file}: conversation {number}"
        where += f" {reprlib.repr(title)}" if title else ""
        with reading.passing_over(where):
            messages += _messages(as_object(entry, "the conversation"), where, reading)
    return [assemble(None, messages)]


def _messages(conversation: dict[str, object], where: str, reading: Reading) -> list[Message]:
    session_id = check_text(
        conversation.get("conversation_id") or conversation.get("id"), "conversation_id"
    )
    messages: list[Message] = []
    for number, said in enumerate(_thread(conversation, where, reading), 1):
        with reading.passing_over(f"{where}, message {number}"):
            message = as_object(said, "message")
            text = _text(message)
            if not text:
                continue
            said_at = _time(message.get("create_time")) or _time(conversation.get("create_time"))
            author = as_object(message.get("author"), "author")
            messages.append(
                reading.message(
                    role=author.get("role"),
                    text=text,
                    session_id=session_id,
                    said_at=said_at,
                    key=message.get("id"),
                )
            )
    return messages


def _thread(conversation: dict[str, object], where: str, reading: Reading) -> list[object]:
    """Return the messages from the first to the current one; a broken chain loses its start."""
    nodes = as_object(conversation.get("mapping"), "mapping")
    current = conversation.get("current_node")
    if not isinstance(current, str) or current not in nodes:
        current = _last_leaf(nodes)
    thread: list[object] = []
    with reading.passing_over(where):
        thread.extend(_upwards(nodes, current))
    thread.reverse()
    return thread


def _upwards(nodes: dict[str, object], node_id: str) -> Iterator[object]:
    seen: set[str] = set()
    parent: object = node_id
    while parent is not None:
        if not isinstance(parent, str) or parent not in nodes:
            raise InvalidTurn(f"parent is {reprlib.repr(parent)}; accepted is a node of mapping")
        if parent in seen:
            raise InvalidTurn(f"parents of {parent!r} go in a circle; accepted is a tree")
        seen.add(parent)
        node = as_object(nodes[parent], f"node {parent!r}")
        if node.get("message") is not None:
            yield node["message"]
        parent = node.get("parent")


def _last_leaf(nodes: dict[str, object]) -> str:
    objects = {id_: node for id_, node in nodes.items() if isinstance(node, dict)}
    parents = [node.get("parent") for node in objects.values()]
    inner = {parent for parent in parents if isinstance(parent, str)}
    leaves = [id_ for id_ in objects if id_ not in inner]
    if not leaves:
        raise InvalidTurn("mapping has no last node; accepted is a tree of nodes")
    return max(reversed(leaves), key=lambda id_: _node_time(objects[id_]))


def _node_time(node: dict[str, object]) -> datetime:
    message = node.get("message")
    if isinstance(message, dict):
        with suppress(InvalidTurn):
            return _time(message.get("create_time")) or _EARLIEST
    return _EARLIEST


def _text(message: dict[str, object]) -> str:
    """Return the words that were shown; empty for pictures, code, hidden notes and the like."""
    metadata = message.get("metadata")
    if isinstance(metadata, dict) and metadata.get("is_visually_hidden_from_conversation"):
        return ""
    content = as_object(message.get("content"), "content")
    if check_text(content.get("content_type"), "content_type") not in _TEXTUAL:
        return ""
    parts = as_list(content.get("parts"), "parts")
    return "\n".join(part for part in parts if isinstance(part, str) and part.strip())


def _time(value: object) -> datetime | None:
    """Return the moment of epoch seconds; None for none."""
    if value is None:
        return None
    with suppress(OverflowError, ValueError, OSError):
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
    raise InvalidTurn(f"create_time is {reprlib.repr(value)}; accepted are seconds since 1970")
