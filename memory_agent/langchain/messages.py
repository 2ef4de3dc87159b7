"""What of a thread's messages is worth a turn, and how LangChain's messages are read."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from memory_agent.domain.turn import Message, Role
from memory_agent.langchain.user import UserContext


def human_messages(messages: Sequence[AnyMessage]) -> list[HumanMessage]:
    """Return the messages that the user wrote, without those that a middleware wrote for them."""
    return [
        message
        for message in messages
        # SummarizationMiddleware marks its summary so: a model's words in the user's place.
        if isinstance(message, HumanMessage) and "lc_source" not in message.additional_kwargs
    ]


def new_turns(messages: Sequence[AnyMessage], who: UserContext) -> list[Message]:
    """Return what the user said since the last reply, as turns to store."""
    replies = [at for at, message in enumerate(messages) if isinstance(message, AIMessage)]
    unanswered = messages[replies[-1] + 1 :] if replies else messages
    turns = [as_turn("user", message, who) for message in human_messages(unanswered)]
    return [turn for turn in turns if turn.text.strip()]


def reply(messages: Sequence[AnyMessage], who: UserContext) -> list[Message]:
    """Return the last reply to what the user said, as a turn to store; none if it has no text."""
    for message in reversed(messages):
        if isinstance(message, HumanMessage):
            break
        if isinstance(message, AIMessage):
            turn = as_turn("assistant", message, who)
            return [turn] if turn.text.strip() else []
    return []


def last_words(messages: Sequence[AnyMessage]) -> str:
    """Return the text of the user's last message, or nothing if there is none."""
    said = human_messages(messages)
    return text_of(said[-1]) if said else ""


def texts(messages: Sequence[AnyMessage]) -> list[str]:
    """Return the words of every message: what the model has before its eyes."""
    return [text_of(message) for message in messages]


def text_of(message: AnyMessage) -> str:
    """Return a message's words: its text blocks, without images, files or tool calls."""
    if isinstance(message, AIMessage):
        return str(message.text)  # models cut sentences into blocks: they join without a seam
    blocks = (block for block in message.content_blocks if block["type"] == "text")
    return "\n".join(block["text"] for block in blocks)


def as_turn(role: Role, message: HumanMessage | AIMessage, who: UserContext) -> Message:
    """Return a message as a turn to store, once: its key holds over runs and restarts."""
    # An app may number its messages anew in each thread: an id alone would mix them up.
    key = f"langchain:{who.session_id or ''}:{message.id}" if message.id else None
    return Message(
        role=role,
        text=text_of(message),
        name=message.name if role == "user" else None,
        session_id=who.session_id,
        agent_id=who.agent_id,
        key=key,
    )
