"""Gold dialogues as they are read, and as they are in rough."""

from datetime import UTC, datetime

import pytest

from evals.extraction.dialogues import read_dialogues, rough, roughened
from memory_agent.domain.errors import InvalidInput
from tests.evals.extraction.conftest import WriteLines

TURNS = [
    {"role": "user", "text": "Hi, it's me!", "at": "2026-03-02T09:00:00Z"},
    {"role": "assistant", "text": "Hello, You!"},
    {"role": "user", "text": "Bye.", "at": "2026-05-02T09:00:00Z", "session": "s2"},
    {"role": "user", "text": "Bye again."},
]


def test_a_turn_without_a_time_or_a_session_has_those_of_the_one_before(
    write_lines: WriteLines,
) -> None:
    path = write_lines("lives.jsonl", [{"id": "a-1", "category": "a", "turns": TURNS}])
    (dialogue,) = read_dialogues(path)
    march, may = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 5, 2, 9, tzinfo=UTC)
    assert [(t.at, t.session) for t in dialogue.turns] == [
        *[(march, "s1")] * 2,
        *[(may, "s2")] * 2,
    ]
    assert dialogue.split == "dev"


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "a-1", "category": "a"},
        {"id": "a-1", "category": "a", "turns": [{"role": "user", "text": "no time"}]},
        {"id": "a-1", "category": "a", "turns": TURNS, "known": [{"all": ["("]}]},
        {"id": "a-1", "category": "a", "turns": TURNS, "known": [{"any": ["x"]}]},
        ["no", "object"],
    ],
)
def test_what_is_no_dialogue_is_refused_with_its_place(
    write_lines: WriteLines, wrong: object
) -> None:
    right = {"id": "a-0", "category": "a", "turns": TURNS}
    path = write_lines("lives.jsonl", [right, wrong])
    with pytest.raises(InvalidInput, match=r"lives\.jsonl, line 2"):
        read_dialogues(path)


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("I'm in Porto, near St. John's; you?", "i'm in porto near st john's you"),
        ("It costs 1,200.50 at 9:30, OK?", "it costs 1,200.50 at 9:30 ok"),
        ("Write to Ana.B@x.org. She said: “Yes!”", "write to ana.b@x.org she said yes"),
        ("See https://x.org/a?b=1, please.", "see https://x.org/a?b=1 please"),
        ("One.\nTwo!", "one\ntwo"),
        ("'Quoted' isn't", "quoted isn't"),
        ("?!", "?!"),
    ],
)
def test_in_rough_a_turn_loses_capitals_and_punctuation(said: str, typed: str) -> None:
    assert roughened(said) == typed


def test_in_rough_only_the_users_turns_change(write_lines: WriteLines) -> None:
    path = write_lines("lives.jsonl", [{"id": "a-1", "category": "a", "turns": TURNS}])
    (dialogue,) = map(rough, read_dialogues(path))
    assert [t.text for t in dialogue.turns] == ["hi it's me", "Hello, You!", "bye", "bye again"]
