"""The gate on worth: what it is asked about, how it is learned, how it is scored."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evals.extraction import gate, train_worth
from evals.extraction.clauses import Labelled
from evals.extraction.examples import Example, examples
from evals.extraction.positions import Position
from evals.extraction.worth_model import Design
from memory_agent.extraction import WorthGate
from memory_agent.models import MiniLM
from tests.evals.extraction.conftest import PERSONAMEM, WriteLines

TURN = "I ran a marathon in Leeds. I was reading about bread. What is a monad?"


def labelled(turn: str, words: str, keep: bool, session: str = "s1") -> Labelled:
    start = turn.index(words)
    position = Position("longmemeval", "q1", session, 0)
    return Labelled(position, start, start + len(words), {"keep": int(keep)}, "a")


def doubtful(number: int, keep: bool, session: str) -> Example:
    clause = labelled(TURN, TURN[: number + 1], keep, session)
    features = {"kin": 1.0} if keep else {"modal": 1.0}
    return Example(clause, f"The user said {number}.", features)


@pytest.fixture
def many() -> list[Example]:
    return [doubtful(number, number % 2 == 0, f"s{number % 20}") for number in range(60)]


def flat(texts: Any) -> Any:
    return np.ones((len(texts), 3), np.float32)


def test_a_clause_is_paired_with_what_is_read_of_it_and_of_no_other() -> None:
    clauses = [
        labelled(TURN, "I ran a marathon in Leeds", True),
        labelled(TURN, "I was reading about bread", False),
        labelled(TURN, "What is a monad?", False),
    ]
    found = list(examples((clause, TURN) for clause in clauses))
    texts = {example.clause.key: example.text for example in found}
    assert "marathon" in (texts[clauses[0].key] or "")
    assert "marathon" not in (texts[clauses[1].key] or "")
    assert texts[clauses[2].key] is None


def test_the_mark_that_a_data_set_puts_before_a_turn_is_not_read() -> None:
    said = f"User: {TURN}"
    (example,) = examples([(labelled(said, "I ran a marathon in Leeds", True), said)])
    assert "marathon" in (example.text or "")


def test_all_of_a_session_is_in_one_fold(many: list[Example]) -> None:
    design = Design.of(many, flat)
    folds: dict[str, set[int]] = {}
    for example, fold in zip(many, design.folds.tolist(), strict=True):
        folds.setdefault(example.clause.position.session, set()).add(fold)
    assert all(len(found) == 1 for found in folds.values())
    assert len({fold for found in folds.values() for fold in found}) > 1


def test_what_tells_the_one_from_the_other_is_learned(many: list[Example]) -> None:
    weights = Design.of(many, flat).fitted()
    assert weights.features["kin"] > 0.5 > -0.5 > weights.features["modal"]
    assert weights.record()["meaning"] == [pytest.approx(w, abs=1e-4) for w in weights.meaning]


def test_what_a_fold_is_scored_with_was_not_learned_from_it(many: list[Example]) -> None:
    design = Design.of(many, flat)
    out = design.folds == design.folds[0]
    turned = Design(design.names, design.numbers, design.keep ^ out, design.folds)
    likely, other = design.out_of_fold(), turned.out_of_fold()
    assert likely[out] == pytest.approx(other[out])
    assert likely[~out] != pytest.approx(other[~out])


def test_the_weights_that_are_learned_are_those_that_the_gate_reads(
    many: list[Example], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    design = Design.of(many, MiniLM().embed)
    record = {"note": "", "threshold": 0.5, **design.fitted().record()}
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "worth.json").write_text(json.dumps(record))
    monkeypatch.setattr("memory_agent.extraction.worth.files", lambda _: tmp_path)
    worth = WorthGate(MiniLM().embed).worth(
        [example.text or "" for example in many], [example.features or {} for example in many]
    )
    assert [value >= 0.5 for value in worth.tolist()] == [example.keep for example in many]


def test_the_area_is_how_often_what_is_kept_is_above_what_is_not() -> None:
    keep = np.array([True, True, False, False])
    assert gate.area(np.array([4.0, 3.0, 2.0, 1.0]), keep) == 1
    assert gate.area(np.array([1.0, 2.0, 3.0, 4.0]), keep) == 0
    assert gate.area(np.array([1.0, 1.0, 1.0, 1.0]), keep) == 0.5
    assert gate.area(np.array([4.0, 2.0, 3.0, 1.0]), keep) == 0.75
    assert np.isnan(gate.area(np.array([1.0]), np.array([True])))


def test_whole_sessions_are_drawn_again() -> None:
    scores, keep = np.array([3.0, 2.0, 1.0, 0.0]), np.array([True, False, True, False])
    together = gate.areas_again(scores, keep, [("s1",)] * 4)
    assert set(together) == {gate.area(scores, keep)}
    assert len(set(gate.areas_again(scores, keep, [(str(n),) for n in range(4)]))) > 1


class Passing(WorthGate):
    """A gate with a threshold of a half, whatever ships."""

    def passes(self, worth: float) -> bool:
        return worth >= 0.5


def scored(found: list[Example], likely: list[float]) -> dict[str, Any]:
    asked = [example for example in found if example.doubtful]
    part = gate.report(found, asked, np.array(likely), Passing(flat))
    return dict(part.document)


def test_the_gate_and_the_rules_are_scored_together() -> None:
    sure = Example(labelled(TURN, "about bread", True), "The user has tips.")
    unread = Example(labelled(TURN, "a monad", True), None)
    found = [doubtful(0, True, "s1"), doubtful(1, False, "s1"), doubtful(2, True, "s2")]
    document = scored([*found, sure, unread], [0.9, 0.8, 0.1])
    counted = {k: (v["hits"], v["n"]) for k, v in document.items() if isinstance(v, dict)}
    assert counted == {
        "gate: precision at the threshold": (1, 2),
        "gate: recall at the threshold": (1, 2),
        "what no gate is asked about: worth keeping": (1, 1),
        "clauses worth keeping that are read": (3, 4),
        "clauses worth keeping that are kept": (2, 4),
        "clauses kept that are worth keeping": (2, 3),
    }
    assert document["auc"] == 0.5


@pytest.fixture
def gold(write_lines: WriteLines) -> Iterator[Path]:
    line = {
        "data": "personamem",
        "question": "d1",
        "session": "0",
        "turn": 1,
        "kind": "fact",
        "about": "user",
        "durable": 1,
        "negated": 0,
        "hypothetical": 0,
        "standing": "none",
    }
    spans = [(6, 31, 1), (33, 58, 0)]
    yield write_lines(
        "clauses.jsonl", [line | {"start": a, "end": b, "keep": k} for a, b, k in spans]
    ).parent


def test_the_script_writes_weights_with_a_note_on_how_good_they_are(
    gold: Path, tmp_path: Path, write_chats: Callable[[Any], Path]
) -> None:
    content = "[SYSTEM] A persona.\n[USER] User: " + TURN
    data, out = write_chats([PERSONAMEM[0] | {"content": content}]), tmp_path / "worth.json"
    words = ["--gold", str(gold), "--data", str(data), "--out", str(out)]
    assert train_worth.main([*words, "--threshold", "0.4"]) == 0
    written = json.loads(out.read_text("utf-8"))
    assert set(written) == {"note", "threshold", "bias", "features", "meaning"}
    assert (written["threshold"], len(written["meaning"])) == (0.4, 384)
    assert "of 2 labelled clauses" in written["note"]


def test_the_script_refuses_data_that_the_gold_is_not_of(
    gold: Path, tmp_path: Path, write_chats: Callable[[Any], Path], capsys: Any
) -> None:
    data = write_chats([PERSONAMEM[0] | {"id": "d2"}])
    words = ["--gold", str(gold), "--data", str(data), "--out", str(tmp_path / "w.json")]
    assert train_worth.main(words) == 2
    assert "has no characters 6-31" in capsys.readouterr().err
