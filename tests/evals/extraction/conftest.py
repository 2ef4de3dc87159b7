"""Small gold and small chats of the tests' own."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

WriteLines = Callable[[str, Iterable[object]], Path]

LOCOMO = [
    {
        "sample_id": "talk-1",
        "conversation": {
            "speaker_a": "Ana",
            "speaker_b": "Bo",
            "session_1_date_time": "1:56 pm on 8 May, 2023",
            "session_1": [
                {"speaker": "Ana", "dia_id": "D1:1", "text": "I live in Porto."},
                {"speaker": "Bo", "dia_id": "D1:2", "text": "How is the weather there?"},
                {"speaker": "Ana", "dia_id": "D1:3", "text": "How are you?"},
                {"speaker": "Bo", "dia_id": "D1:4", "text": "I'm allergic to peanuts."},
            ],
        },
        "observation": {
            "session_1_observation": {
                "Ana": [["Ana lives in Porto.", "D1:1"]],
                "Bo": [["Bo asks.", ["D1:2"]]],
            }
        },
    }
]
LONGMEMEVAL = [
    {
        "question_id": question,
        "haystack_session_ids": ["s1", "s1"],
        "haystack_dates": ["2023/04/25 (Tue) 04:07", "2023/04/26 (Wed) 04:07"],
        "haystack_sessions": [
            [
                {"role": "user", "content": "I live in Porto."},
                {"role": "assistant", "content": "Noted."},
            ],
            [{"role": "user", "content": "I'm vegetarian, by the way. What is a monad?"}],
        ],
    }
    for question in ("q1", "q2", "q3", "q4", "q5", "q6")
]
PERSONAMEM = [
    {
        "id": "d1",
        "content": "[SYSTEM] A persona.\n\nOf two parts.\n[USER] User: I sail.\n[ASSISTANT] Nice\n"
        "[USER] not a marker: [USER] here\n",
    }
]


@pytest.fixture
def write_lines(tmp_path: Path) -> WriteLines:
    """Return a function that writes each of some objects as one line of a file."""

    def write(name: str, lines: Iterable[object]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def write_chats(tmp_path: Path) -> Callable[[Any], Path]:
    """Return a function that writes chats as one JSON document."""

    def write(document: Any) -> Path:
        path = tmp_path / "chats.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return write
