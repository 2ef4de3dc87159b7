"""Real chats, digested whole: what is drawn of them, and what of judgements still stands."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals.extraction import draw, locomo, real
from evals.extraction.digested import Digested, digest_chats
from evals.extraction.positions import Position, read_chats
from memory_agent.domain.errors import InvalidInput
from tests.evals.extraction.conftest import LOCOMO, LONGMEMEVAL, PERSONAMEM, WriteLines

WriteChats = Callable[[Any], Path]


def talk(turn: int) -> Position:
    return Position("locomo", "talk-1", "session_1", turn)


@pytest.fixture
def turns(write_chats: WriteChats) -> list[Digested]:
    return list(digest_chats(read_chats(write_chats(LOCOMO)), None))


def test_every_turn_is_read_in_the_life_of_who_said_it(turns: list[Digested]) -> None:
    assert sorted(turn.position for turn in turns) == [talk(n) for n in range(4)]
    by_place = {turn.position.turn: turn for turn in turns}
    assert [m.text for m in by_place[0].current] == ["Ana lives in Porto."]
    assert by_place[0].stored and by_place[3].stored
    assert not by_place[1].changes and not by_place[2].changes
    assert by_place[3].before == "How are you?"


def test_locomo_counts_the_cited_turns_and_the_others(
    write_chats: WriteChats, turns: list[Digested]
) -> None:
    part = locomo.score(read_chats(write_chats(LOCOMO)), turns)
    cited, uncited = (part.document[f"{name} turns with a memory"] for name in ("cited", "uncited"))
    assert (cited["hits"], cited["n"]) == (1, 2)
    assert (uncited["hits"], uncited["n"]) == (1, 2)


def test_lives_of_longmemeval_can_be_chosen(write_chats: WriteChats) -> None:
    turns = list(digest_chats(read_chats(write_chats(LONGMEMEVAL)), None, {"q2"}))
    assert {turn.position.question for turn in turns} == {"q2"}
    assert [turn.position.turn for turn in turns] == [0, 0]
    assert len({turn.position.session for turn in turns}) == 2


def test_what_is_drawn_is_the_same_for_the_same_seed(turns: list[Digested]) -> None:
    drawn = list(draw.draw(turns, 1, seed=7))
    assert drawn == list(draw.draw(turns, 1, seed=7))
    memory, silent = drawn
    assert memory["sha256"] == real.fingerprint(memory["memory"])
    assert "memory" not in silent
    every = list(draw.draw(turns, 100, seed=7))
    assert [line["turn"] for line in every if "memory" not in line] in ([1, 2], [2, 1])


def test_the_command_writes_lines_outside_of_the_checkout_only(
    write_chats: WriteChats, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = write_chats(LOCOMO), tmp_path / "drawn.jsonl"
    asked = ["--data", str(data), "--count", "1"]
    assert draw.main([*asked, "--out", str(out)]) == 0
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len(lines) == 2 and lines[0]["data"] == "locomo"
    inside = Path(draw.__file__).parent / "drawn.jsonl"
    assert draw.main([*asked, "--out", str(inside)]) == 2
    assert "not in the checkout" in capsys.readouterr().err
    assert not inside.exists()


def test_only_questions_that_nothing_was_trained_on_are_drawn_from(write_chats: WriteChats) -> None:
    chosen = draw.drawn_from(read_chats(write_chats(LONGMEMEVAL)))
    assert chosen == {f"q{n}" for n in range(1, 7) if real.held_out(f"q{n}")}
    assert 0 < len(chosen) < 6
    with pytest.raises(InvalidInput, match="LongMemEval and LoCoMo"):
        draw.drawn_from(read_chats(write_chats(PERSONAMEM)))


@pytest.fixture
def judged(write_lines: WriteLines) -> Path:
    porto = real.fingerprint("Ana lives in Porto.")
    write_lines(
        real.MEMORIES,
        [
            talk(0).record() | {"sha256": porto, "verdict": "keep"},
            talk(3).record() | {"sha256": real.fingerprint("stale"), "verdict": "wrong"},
        ],
    )
    return write_lines(
        real.SILENT,
        [
            talk(1).record() | {"verdict": "nothing"},
            talk(0).record() | {"verdict": "fact_missed"},
        ],
    ).parent


def test_judgements_are_counted_without_the_data(judged: Path) -> None:
    part = real.score(judged, None, None)
    assert part is not None
    counted = {name: (one["hits"], one["n"]) for name, one in part.document.items()}
    assert counted == {
        "memories worth keeping": (1, 2),
        "  right but not worth it": (0, 2),
        "  wrong or garbled": (1, 2),
        "silent turns in which a fact was missed": (1, 2),
    }


def test_with_the_data_it_shows_which_judgements_are_stale(
    judged: Path, turns: list[Digested]
) -> None:
    part = real.score(judged, turns, "locomo")
    assert part is not None
    made = part.document["judged memories still made, to the letter"]
    silent = part.document["judged silent turns still silent"]
    assert (made["hits"], made["n"], silent["hits"], silent["n"]) == (1, 2, 1, 2)
    # Two turns silent, half of them with a fact; two not, half of them worth it: 1 of 2.
    assert part.document["missed_of_turns_with_a_fact"]["share"] == pytest.approx(0.5)
    fewer = real.score(judged, [turn for turn in turns if turn.position != talk(2)], "locomo")
    assert fewer and fewer.document["missed_of_turns_with_a_fact"]["share"] == pytest.approx(1 / 3)
    assert real.score(judged, turns, "longmemeval") is None


def test_an_unknown_verdict_is_refused(write_lines: WriteLines) -> None:
    path = write_lines(real.SILENT, [talk(0).record() | {"verdict": "keep"}])
    with pytest.raises(InvalidInput, match="line 1: verdict 'keep'"):
        real.read_judgements(path)
