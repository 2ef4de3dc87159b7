"""What the bench measures with: a made-up life, emptied graphs, other processes."""

import sys
from pathlib import Path
from typing import Any

import pytest

from evals.bench.chat import LIVES, read_chat
from evals.bench.graphs import hollow, hollow_recall, hollow_remember
from evals.bench.life import Life
from evals.bench.processes import printed, whole
from evals.bench.reading import LONG, contexts, live, searches
from evals.bench.writing import accepting, digesting
from evals.machine import machine
from memory_agent import Memory
from memory_graphs import build_maintain, build_recall, build_remember


@pytest.fixture
def life() -> Life:
    return Life()


def test_a_life_is_stored_as_digestion_would_store_it(tmp_path: Path, life: Life) -> None:
    live(tmp_path, life, ["ana", "bo"], 30)
    with Memory.open(tmp_path) as memory:
        assert memory.users() == ["ana", "bo"]
        stats = memory.stats(user_id="ana")
        known = memory.list(user_id="ana")
        turn = memory.turn(known[0].source.turn_id, user_id="ana") if known[0].source else None
    assert (stats["memories_current"], stats["turns"], stats["pending"]) == (30, 60, 0)
    assert stats["vectors"] == 60
    assert len({m.text for m in known}) == 30
    assert turn is not None and turn.role == "user"


def test_the_same_seed_gives_the_same_life_and_no_question_twice() -> None:
    asked = [Life(seed=1).question() for _ in range(2)]
    assert asked[0] == asked[1]
    life = Life(seed=1)
    assert len({life.question() for _ in range(50)}) == 50


def test_without_data_the_demo_is_digested_over_again() -> None:
    chat = read_chat(None, 5)
    assert len(chat.lives) == LIVES
    assert [m.role for m in chat.lives[0]].count("user") == 5
    assert len(chat.said) == len(set(chat.said)) == 5


def test_an_archive_gives_its_first_lives(tmp_path: Path) -> None:
    archive = tmp_path / "chat.jsonl"
    archive.write_text('{"role":"user","content":"Hello."}\n{"role":"assistant","content":"Hi."}\n')
    chat = read_chat(archive, 100)
    assert chat.source == "chat.jsonl"
    assert [len(messages) for messages in chat.lives] == [2]


@pytest.mark.parametrize("build", [build_recall, build_remember, build_maintain])
def test_an_emptied_graph_has_the_shape_of_the_whole_one(build: Any) -> None:
    whole = build()
    empty = hollow(whole, {})
    edges = {(e.source, e.target, e.conditional) for e in whole.get_graph().edges}
    assert {(e.source, e.target, e.conditional) for e in empty.get_graph().edges} == edges


def test_emptied_graphs_come_to_an_end() -> None:
    assert len(hollow_recall(3)) == 3
    (figure,) = hollow_remember(3)
    assert figure.samples


def test_contexts_and_searches_are_measured_with_embedding_apart(
    tmp_path: Path, life: Life
) -> None:
    live(tmp_path, life, [LONG, "bo"], 20)
    for figures in (
        list(contexts(tmp_path, life, 20, 3)),
        list(searches(tmp_path, life, [LONG, "bo"], 20, 3)),
    ):
        assert all(value > 0 for figure in figures for value in figure.samples)
        assert [figure for figure in figures if figure.target] == figures[:1]
        assert any("embedding the question" in figure.name for figure in figures)


def test_accepting_and_digesting_are_measured(tmp_path: Path) -> None:
    chat = read_chat(None, 3)
    alone, behind = accepting(tmp_path / "a", chat, 4)
    assert len(alone.samples) == len(behind.samples) == 4
    (rate,) = digesting(tmp_path / "d", chat)
    assert rate.at_least and len(rate.samples) == LIVES
    with Memory.open(tmp_path / "d" / "life 0") as memory:
        assert memory.stats(user_id="somebody")["pending"] == 0


def test_a_process_that_fails_is_a_figure_without_measurements() -> None:
    command = (sys.executable, "-c", "raise SystemExit('no such thing')")
    for figure in (whole("f", command, 1.0), printed("f", command, "s", 1.0)):
        assert figure.samples == () and figure.met is None
        assert "no such thing" in figure.note


def test_a_process_that_works_is_measured() -> None:
    assert printed("f", (sys.executable, "-c", "print(0.25)"), "s", 1.0).p50 == 0.25
    assert (whole("f", (sys.executable, "-c", "pass"), 60.0).p50 or 0) > 0


def test_the_machine_is_named() -> None:
    assert machine().keys() == {"processor", "load", "system", "python", "versions"}
    assert all(machine().values())
