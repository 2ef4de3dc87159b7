"""Standing wishes to the assistant, told from what is asked once."""

import pytest

from tests.extraction.conftest import Extract

STANDING = [
    (
        "Please always answer in Spanish",
        "The user wants the assistant to always answer in Spanish.",
    ),
    ("Never use emojis", "The user wants the assistant never to use emojis."),
    ("dont use bullet points in your answers", "never to use bullet points in its answers."),
    ("Please keep your answers short.", "The user wants the assistant to keep its answers short."),
    ("Use British spelling", "The user wants the assistant to use British spelling."),
    ("From now on, reply in a formal tone.", "to reply in a formal tone."),
    ("Always give me measurements in metric units", "to always give them measurements in metric"),
    ("Can you always explain things step by step?", "to always explain things step by step."),
    ("I'd like you to always cite your sources", "to always cite its sources."),
    ("Going forward, don't ask me follow-up questions", "never to ask them follow-up questions."),
    ("I live in Rome. Please always use celsius.", "to always use celsius."),
]


@pytest.mark.parametrize(("said", "wish"), STANDING)
def test_what_is_always_wanted_is_an_instruction(extract: Extract, said: str, wish: str) -> None:
    [found] = [c for c in extract(said) if c.kind == "instruction"]
    assert wish in found.text
    assert found.text.startswith("The user wants the assistant ")


NAMES = [
    ("call me Annie", "Annie"),
    ("From now on, call me Annie", "Annie"),
    ("Please call me Dr. Lee from now on", "Dr. Lee"),
    ("you can call me Tom", "Tom"),
    ("hey, just call me Mary Ann please", "Mary Ann"),
    ("Call me back later", None),
    ("call me a taxi", None),
    ("Can you call me when it's done?", None),
]


@pytest.mark.parametrize(("said", "name"), NAMES)
def test_what_the_user_wants_to_be_called(extract: Extract, said: str, name: str | None) -> None:
    found = [c for c in extract(said) if c.predicate == "preferred_name"]
    assert [c.object for c in found if c.single] == ([name] if name else [])


ONCE = [
    "Answer in French this time",
    "Write a short story about a dragon",
    "Keep this paragraph short",
    "Use the second option",
    "Translate it into Spanish please",
    "Don't use recursion here",
    "Reply to the email above in a formal tone",
    "Give me three ideas",
    "Make it shorter",
    "Could you answer my first question?",
    "Explain it again",
    "Do you always answer in English?",
    "Please don't forget the milk joke",
    "Use Python for this task",
]


@pytest.mark.parametrize("said", ONCE)
def test_what_is_asked_once_is_no_instruction(extract: Extract, said: str) -> None:
    assert extract(said) == []
