"""Reading ChatGPT data exports."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from memory_agent.domain import Message
from memory_agent.importers import Archive, read_archive

Write = Callable[..., Path]
Json = dict[str, Any]

START = 1_700_000_000.5


def node(
    id_: str,
    parent: str | None,
    text: str = "",
    role: str = "user",
    **message: object,
) -> Json:
    said = {
        "id": f"m-{id_}",
        "author": {"role": role, "name": None, "metadata": {}},
        "create_time": START,
        "content": {"content_type": "text", "parts": [text or f"text of {id_}"]},
        "metadata": {},
        **message,
    }
    return {"id": id_, "parent": parent, "message": said, "children": []}


def conversation(*nodes: Json, current: str | None = None, **fields: object) -> Json:
    root: Json = {"id": "root", "parent": None, "message": None, "children": []}
    return {
        "title": "Trip",
        "create_time": START - 10,
        "mapping": {one["id"]: one for one in (root, *nodes)},
        "current_node": current or nodes[-1]["id"],
        "conversation_id": "c1",
        "id": "c1",
        **fields,
    }


CHAT = conversation(node("a", "root", "Hi"), node("b", "a", "Hello!", "assistant"))


def messages(archive: Archive) -> tuple[Message, ...]:
    (life,) = archive.lives
    assert life.name is None
    return life.messages


def texts(archive: Archive) -> list[str]:
    return [message.text for message in messages(archive)]


def test_the_thread_is_read_from_the_first_to_the_current_message(write: Write) -> None:
    archive = read_archive(write([CHAT]))
    assert archive.format == "chatgpt"
    assert archive.passed_over == ()
    moment = datetime.fromtimestamp(START, UTC)
    assert messages(archive) == (
        Message("user", "Hi", session_id="c1", said_at=moment, key="m-a"),
        Message("assistant", "Hello!", session_id="c1", said_at=moment, key="m-b"),
    )


def test_abandoned_branches_are_left_out(write: Write) -> None:
    chat = conversation(
        node("a", "root"),
        node("b", "a", "first answer", "assistant"),
        node("b2", "a", "second answer", "assistant"),
        node("c", "b2", "thanks"),
        node("c2", "b", "no thanks"),
        current="c",
    )
    assert texts(read_archive(write([chat]))) == ["text of a", "second answer", "thanks"]


@pytest.mark.parametrize("current", [None, "gone", 7, ["a"]])
def test_without_a_current_node_the_latest_leaf_is_taken(write: Write, current: object) -> None:
    chat = conversation(
        node("a", "root"),
        node("late", "a", create_time=START + 9),
        node("early", "a", create_time=START + 5),
        node("undated", "a", create_time="soon"),
    )
    chat["current_node"] = current
    assert texts(read_archive(write([chat]))) == ["text of a", "text of late"]


def test_one_conversation_by_itself_is_read(write: Write) -> None:
    assert texts(read_archive(write(CHAT))) == ["Hi", "Hello!"]


def test_the_id_is_the_session_where_there_is_no_conversation_id(write: Write) -> None:
    chat = {**CHAT, "id": "old"}
    del chat["conversation_id"]
    assert {m.session_id for m in messages(read_archive(write([chat])))} == {"old"}


def test_what_is_not_text_or_not_shown_is_no_error(write: Write) -> None:
    hidden = {"is_visually_hidden_from_conversation": True}
    chat = conversation(
        node("a", "root", "", "system", content={"content_type": "text", "parts": [""]}),
        node("b", "a", "secret", "system", metadata=hidden),
        node("c", "b", content={"content_type": "user_editable_context", "user_profile": "x"}),
        node("d", "c", content={"content_type": "code", "text": "print()"}),
        node("e", "d", content={"content_type": "text", "parts": []}),
        node("f", "e", content={"content_type": "multimodal_text", "parts": [{"asset": 1}]}),
        node("g", "f", "the words"),
    )
    archive = read_archive(write([chat]))
    assert texts(archive) == ["the words"]
    assert archive.passed_over == ()


def test_the_words_beside_a_picture_are_read(write: Write) -> None:
    parts = [{"content_type": "image_asset_pointer"}, "What is this?", "", "And that?"]
    content = {"content_type": "multimodal_text", "parts": parts}
    chat = conversation(node("a", "root", content=content))
    assert texts(read_archive(write([chat]))) == ["What is this?\nAnd that?"]


def test_tool_and_shown_system_messages_are_read(write: Write) -> None:
    chat = conversation(node("a", "root", "Be brief.", "system"), node("b", "a", "21", "tool"))
    assert [m.role for m in messages(read_archive(write([chat])))] == ["system", "tool"]


def test_a_message_without_time_has_that_of_its_conversation(write: Write) -> None:
    chat = conversation(node("a", "root", create_time=None))
    (message,) = messages(read_archive(write([chat])))
    assert message.said_at == datetime.fromtimestamp(START - 10, UTC)


def test_without_any_time_there_is_none(write: Write) -> None:
    chat = conversation(node("a", "root", create_time=None), create_time=None)
    assert messages(read_archive(write([chat])))[0].said_at is None


def test_a_message_without_id_has_a_key_all_the_same(write: Write) -> None:
    chat = conversation(node("a", "root", "Hi", id=None), node("b", "a", "Hi", id=None))
    path = write([chat])
    keys = [message.key for message in messages(read_archive(path))]
    assert None not in keys
    assert len(set(keys)) == 2
    assert keys == [message.key for message in messages(read_archive(path))]


def test_a_copied_conversation_brings_only_what_is_new(write: Write) -> None:
    copy = conversation(
        node("a", "root", "Hi"), node("z", "a", "Other", "assistant"), conversation_id="c2"
    )
    assert texts(read_archive(write([CHAT, copy]))) == ["Hi", "Hello!", "Other"]


def test_one_id_for_two_different_messages_loses_neither(write: Write) -> None:
    other = conversation(node("a", "root", "Different"), conversation_id="c2")
    said = messages(read_archive(write([CHAT, other])))
    assert [message.text for message in said] == ["Hi", "Hello!", "Different"]
    assert len({message.key for message in said}) == 3


def test_conversations_come_in_order_of_time(write: Write) -> None:
    later = conversation(node("x", "root", "later", create_time=START + 99), conversation_id="c2")
    assert texts(read_archive(write([later, CHAT]))) == ["Hi", "Hello!", "later"]


BROKEN_CHATS: dict[str, tuple[object, str, str]] = {
    "null": (None, "conversation 2", "the conversation is null or missing; accepted is an object"),
    "list": ([], "conversation 2", "the conversation is a list"),
    "no mapping": ({"title": "T", "id": "x"}, "conversation 2 'T'", "mapping is null or missing"),
    "mapping": ({"id": "x", "mapping": [1]}, "conversation 2", "mapping is a list"),
    "no nodes": ({"id": "x", "mapping": {}}, "conversation 2", "mapping has no last node"),
    "no id": ({"mapping": {}}, "conversation 2", "conversation_id is missing"),
    "id": ({"id": 5, "mapping": {}}, "conversation 2", "conversation_id is not text"),
    "all circle": (
        {"id": "x", "mapping": {"a": {"parent": "b"}, "b": {"parent": "a"}}},
        "conversation 2",
        "mapping has no last node",
    ),
}


@pytest.mark.parametrize(("chat", "where", "why"), BROKEN_CHATS.values(), ids=BROKEN_CHATS.keys())
def test_a_broken_conversation_is_passed_over(
    write: Write, chat: object, where: str, why: str
) -> None:
    archive = read_archive(write([CHAT, chat]))
    assert texts(archive) == ["Hi", "Hello!"]
    (passed,) = archive.passed_over
    assert passed.where == f"chats.json: {where}"
    assert why in passed.why


BROKEN_MESSAGES: dict[str, tuple[Json, str]] = {
    "content": ({"content": None}, "content is null or missing; accepted is an object"),
    "type": ({"content": {"parts": ["x"]}}, "content_type is missing"),
    "parts": (
        {"content": {"content_type": "text"}},
        "parts is null or missing; accepted is a list",
    ),
    "author": ({"author": "user"}, "author is a string; accepted is an object"),
    "role": ({"author": {"role": "critic"}}, "role is 'critic'"),
    "time": ({"create_time": "noon"}, "create_time is 'noon'"),
    "nan": ({"create_time": float("nan")}, "create_time is nan"),
    "huge time": ({"create_time": 10**400}, "accepted are seconds since 1970"),
    "bool": ({"create_time": True}, "create_time is True"),
    "future": ({"create_time": 32_000_000_000}, "in the future"),
    "nul": ({"content": {"content_type": "text", "parts": ["a\0"]}}, "NUL at offset 1"),
    "id": ({"id": ["x"]}, "id is not text"),
}


@pytest.mark.parametrize(("wrong", "why"), BROKEN_MESSAGES.values(), ids=BROKEN_MESSAGES.keys())
def test_a_broken_message_is_passed_over(write: Write, wrong: Json, why: str) -> None:
    chat = conversation(node("a", "root"), node("b", "a", **wrong), node("c", "b"))
    archive = read_archive(write([chat]))
    assert texts(archive) == ["text of a", "text of c"]
    (passed,) = archive.passed_over
    assert passed.where == "chats.json: conversation 1 'Trip', message 2"
    assert why in passed.why


@pytest.mark.parametrize(
    ("parent", "why"),
    [
        ("b", "parents of 'b' go in a circle"),
        ("gone", "parent is 'gone'"),
        (["a"], r"parent is ['a']"),
        ("text", "node 'text' is a string; accepted is an object"),
    ],
)
def test_a_broken_chain_keeps_what_hangs_together(write: Write, parent: object, why: str) -> None:
    chat = conversation(node("a", "root"), node("b", "a"))
    chat["mapping"]["text"] = "x"
    chat["mapping"]["a"]["parent"] = parent
    archive = read_archive(write([chat]))
    assert texts(archive) == ["text of a", "text of b"]
    (passed,) = archive.passed_over
    assert passed.where == "chats.json: conversation 1 'Trip'"
    assert why in passed.why


def test_a_very_long_thread_is_read(write: Write) -> None:
    nodes = [node("0", "root"), *(node(str(n), str(n - 1)) for n in range(1, 5000))]
    assert len(texts(read_archive(write([conversation(*nodes)])))) == 5000
