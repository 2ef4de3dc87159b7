"""What `add` takes for messages, and what it keeps of them."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    HumanMessage,
    HumanMessageChunk,
    SystemMessage,
    ToolMessage,
)

from memory_agent import Memory
from memory_agent.domain import Message
from memory_agent.messages import to_messages
from tests.memory.asking import MARCH, learn, texts, turn_of

BLOCKS: list[str | dict[Any, Any]] = [
    {"type": "text", "text": "I live in Rome."},
    {"type": "image_url", "image_url": {"url": "https://example.org/cat.png"}},
    "I love tea.",
]


@pytest.mark.parametrize(
    "given",
    [
        "I live in Rome.",
        {"role": "user", "content": "I live in Rome."},
        {"role": "user", "content": [{"type": "text", "text": "I live in Rome."}]},
        Message("user", "I live in Rome."),
        HumanMessage("I live in Rome."),
        HumanMessage([{"type": "text", "text": "I live in Rome."}]),
        ["I live in Rome."],
        ({"role": "user", "content": "I live in Rome."},),
        [{"role": "assistant", "content": "Where do you live?"}, HumanMessage("I live in Rome.")],
    ],
    ids=lambda given: type(given).__name__,
)
def test_a_sentence_is_remembered_in_whatever_shape_it_comes(memory: Memory, given: object) -> None:
    (change,) = memory.add(given, user_id="ana")
    assert (change.op, change.memory.text) == ("add", "The user lives in Rome.")


@pytest.mark.parametrize(
    ("given", "role"),
    [
        (HumanMessage("hi"), "user"),
        (HumanMessageChunk(content="hi"), "user"),
        (AIMessage("hi"), "assistant"),
        (AIMessageChunk(content="hi"), "assistant"),
        (ToolMessage("hi", tool_call_id="1"), "tool"),
        (SystemMessage("hi"), "system"),
        ({"role": "tool", "content": "hi"}, "tool"),
        ("hi", "user"),
    ],
)
def test_every_kind_of_message_has_its_role(given: object, role: str) -> None:
    assert to_messages(given) == [Message(role, "hi")]  # type: ignore[arg-type]


def test_the_text_of_content_blocks_is_kept_and_the_rest_passed_over() -> None:
    for given in (HumanMessage(BLOCKS), {"role": "user", "content": BLOCKS}):
        (message,) = to_messages(given)
        assert message.text == "I live in Rome.\nI love tea."


def test_a_generator_of_messages_is_a_list_of_them() -> None:
    assert len(to_messages(text for text in ("one", "two"))) == 2


def test_a_call_fills_in_what_a_message_leaves_open() -> None:
    own = Message("user", "a", session_id="own", said_at=MARCH)
    later = datetime(2026, 4, 1, tzinfo=UTC)
    kept, filled = to_messages([own, "b"], session_id="call", said_at=later, agent_id=None)
    assert (kept.session_id, kept.said_at) == ("own", MARCH)
    assert (filled.session_id, filled.said_at, filled.agent_id) == ("call", later, None)


@pytest.mark.parametrize("role", ["assistant", "tool", "system"])
def test_invariant_7_origin_decides_trust_what_others_say_is_no_fact_about_the_user(
    memory: Memory, role: str
) -> None:
    assert memory.add({"role": role, "content": "I live in Rome."}, user_id="ana") == []
    assert memory.stats(user_id="ana")["turns"] == 1
    assert texts(memory) == []


def test_a_turn_keeps_all_that_the_call_says_of_it(memory: Memory) -> None:
    at = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=9)))
    known = learn(
        memory,
        "I live in Rome.",
        session_id="talk",
        agent_id="planner",
        at=at,
        metadata={"channel": "voice"},
    )
    turn = turn_of(memory, known)
    assert (turn.text, turn.role, turn.session_id) == ("I live in Rome.", "user", "talk")
    assert (turn.agent_id, turn.metadata) == ("planner", {"channel": "voice"})
    assert turn.said_at == at and turn.said_at.utcoffset() == timedelta(hours=9)
    assert abs(turn.accepted_at - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_turn_that_says_nothing_of_itself_was_said_now_in_the_default_session(
    memory: Memory,
) -> None:
    turn = turn_of(memory, learn(memory, "I live in Rome."))
    assert turn.said_at == turn.accepted_at
    assert (turn.session_id, turn.agent_id, turn.name) == ("default", None, None)


def test_a_named_speaker_is_who_the_memory_is_about(memory: Memory) -> None:
    (change,) = memory.add(
        {"role": "user", "name": "Caroline", "content": "I live in Rome."}, user_id="talk"
    )
    assert change.memory.text == "Caroline lives in Rome."
    assert turn_of(memory, change.memory, "talk").name == "Caroline"


def test_a_sentence_that_is_not_to_be_inferred_is_kept_as_it_is(memory: Memory) -> None:
    known = learn(memory, "Ask me about the\n  blue notebook?", infer=False)
    assert known.text == "Ask me about the blue notebook?"
    assert turn_of(memory, known).text == "Ask me about the\n  blue notebook?"


def test_no_messages_change_nothing(memory: Memory) -> None:
    assert memory.add([], user_id="ana") == []
