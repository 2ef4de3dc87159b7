"""``python -m evals extraction``: what it reports of which gold and which data."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals.__main__ import main
from evals.extraction import grounding, speed
from memory_agent.domain.errors import InvalidInput
from tests.evals.extraction.conftest import LOCOMO, WriteLines

DEMO = Path(__file__).parents[3] / "examples/demo/conversations.json"

LIFE = {
    "id": "home-01",
    "category": "home",
    "turns": [{"role": "user", "text": "I live in Porto.", "at": "2026-03-02T09:00:00Z"}],
    "known": [{"all": ["porto"]}],
}


def candidate(text: str, fault: str = "none", **more: Any) -> dict[str, Any]:
    return {
        "id": text,
        "quote": "My sister Maria has 2 cats",
        "text": text,
        "speaker": "The user",
        "resolutions": [],
        "right": fault == "none",
        "fault": fault,
    } | more


CANDIDATES = [
    candidate("The user's sister Maria has 2 cats."),
    candidate("The user's sister Maria has 7 cats.", "number"),
    candidate("The user's sister Ines has 2 cats.", "name", split="test"),
    candidate("The user's sister Maria has 2 cats.", "subject", split="test"),
]


@pytest.fixture
def gold(write_lines: WriteLines) -> Path:
    write_lines("grounding.jsonl", CANDIDATES)
    return write_lines("lives.jsonl", [LIFE]).parent


def test_all_of_the_gold_is_reported_and_written(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"
    assert main(["extraction", "--gold", str(gold), "--json", str(out)]) == 0
    said = capsys.readouterr().out
    assert "extractor: local" in said
    assert "lives: changes: 1 by local." in said
    assert "lives, dev\n" in said and "rough, dev\n" in said and "grounding\n" in said
    document = json.loads(out.read_text("utf-8"))
    assert document["lives"]["dev"]["categories"]["home"]["known"]["share"] == 1
    assert document["grounding"]["test: wrong, any fault, refused"]["n"] == 2


def test_with_data_what_needs_it_is_reported(
    gold: Path, write_chats: Callable[[Any], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    data = write_chats(LOCOMO)
    assert main(["extraction", "--gold", str(gold), "--data", str(data)]) == 0
    said = capsys.readouterr().out
    assert "cited turns with a memory" in said
    assert "digest a user turn of a real chat" in said
    assert "locomo: changes: 2 by local." in said
    assert "lives, dev" not in said


def test_where_there_is_nothing_to_measure_it_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extraction", "--gold", str(tmp_path)]) == 2
    assert f"{tmp_path}: no gold" in capsys.readouterr().err


def test_candidates_are_counted_by_split_and_fault(gold: Path) -> None:
    part = grounding.score(gold / "grounding.jsonl", failures="test")
    counted = {name: (one["hits"], one["n"]) for name, one in part.document.items()}
    assert counted == {
        "dev: right, passed": (1, 1),
        "dev: wrong, number, refused": (1, 1),
        "dev: wrong, any fault, refused": (1, 1),
        "test: wrong, name, refused": (1, 1),
        "test: wrong, subject, refused": (0, 1),
        "test: wrong, any fault, refused": (1, 2),
    }
    assert [note for note in part.notes if "passed, with a wrong subject" in note]
    only_dev = grounding.score(gold / "grounding.jsonl", split="dev")
    assert not [name for name in only_dev.document if name.startswith("test")]


def test_what_is_no_candidate_is_refused(write_lines: WriteLines) -> None:
    path = write_lines("grounding.jsonl", [{"quote": "x"}])
    with pytest.raises(InvalidInput, match="line 1: no candidate"):
        grounding.score(path)


def test_every_user_turn_is_timed() -> None:
    part = speed.score(DEMO, None, turns=3)
    assert part.document["n"] == 3
    assert part.document["p50"] > 0
