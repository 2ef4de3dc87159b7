"""Gold dialogues through the real memory."""

from pathlib import Path
from typing import Any

import pytest

from evals.extraction.counting import Share
from evals.extraction.dialogues import Dialogue, read_dialogues
from evals.extraction.lives import Score, judge, run_lives
from evals.extraction.lives_report import by_category, report
from evals.extraction.living import live
from evals.suites import Options
from memory_agent import Memory
from memory_agent.domain import Change
from tests.evals.extraction.conftest import WriteLines


def life(name: str, *texts: str, **more: Any) -> dict[str, Any]:
    turns: list[dict[str, str]] = [{"role": "user", "text": text} for text in texts]
    turns[0]["at"] = "2026-03-02T09:00:00Z"
    return {"id": name, "category": name.rsplit("-", 1)[0], "turns": turns, **more}


LIVES = [
    life("home-01", "I live in Porto.", known=[{"all": ["porto", "live"]}]),
    life(
        "home-02",
        "I live in Porto. I'm allergic to peanuts.",
        "I moved to Lisbon last week.",
        known=[{"all": ["lisbon", "mov"]}],
        ended=[{"all": ["porto"], "none": ["lisbon"]}],
        control=[{"all": ["peanut"]}],
    ),
    life("family-01", "My sister Maria lives in Braga.", known=[{"all": ["maria", "braga"]}]),
    life("health-01", "I'm vegetarian.", known=[{"all": ["vegetarian"]}]),
    life("likes-01", "I love Thai food.", known=[{"all": ["thai"], "polarity": 1}]),
    life(
        "dislikes-01",
        "I hate olives.",
        known=[{"all": ["olives"], "kind": "preference", "polarity": -1}],
    ),
    life(
        "instructions-01",
        "From now on, always answer in metric units.",
        known=[{"all": ["metric"], "kind": "instruction"}],
    ),
    life("work-01", "I work at Bosch as an engineer.", known=[{"all": ["bosch"]}]),
    life("questions-01", "I live in Porto.", "How are you?", silent_from=1, split="test"),
    life("small-talk-01", "Good morning!", silent_from=0, never=[{"all": ["."]}], split="test"),
]


class Verbatim(Memory):
    """Keeps every turn as it is."""

    def add(self, messages: object, **more: Any) -> list[Change]:
        return super().add(messages, **more, infer=False)


@pytest.fixture
def lives(write_lines: WriteLines) -> Path:
    return write_lines("lives.jsonl", LIVES)


@pytest.fixture
def dialogues(lives: Path) -> list[Dialogue]:
    return read_dialogues(lives)


def lived_by(memory: Memory, dialogues: list[Dialogue]) -> Score:
    return by_category([judge(one, live(memory, one)) for one in dialogues])["all"]


def test_plain_dialogues_are_known_and_each_is_a_user_of_its_own(
    tmp_path: Path, dialogues: list[Dialogue]
) -> None:
    with Memory.open(tmp_path / "home") as memory:
        score = lived_by(memory, dialogues)
        assert memory.users() == sorted(one.id for one in dialogues)
    assert score.known == Share(8, 8)
    assert (score.ended, score.unseen, score.control) == (Share(1, 1), Share(0, 1), Share(1, 1))
    assert (score.silent, score.never) == (Share(2, 2), Share(0, 1))
    assert score.right == Share(10, 10)


def test_what_was_there_is_kept_in_every_state_that_it_had(
    tmp_path: Path, dialogues: list[Dialogue]
) -> None:
    (moved,) = (one for one in dialogues if one.id == "home-02")
    with Memory.open(tmp_path / "home") as memory:
        lived = live(memory, moved)
    states = {known.status for known in lived.ever if known.text == "The user lives in Porto."}
    assert states == {"current", "superseded"}
    assert {lived.said_at[known.id] for known in lived.current} == {0, 1}


def test_storing_whole_turns_fails(tmp_path: Path, dialogues: list[Dialogue]) -> None:
    with Verbatim.open(tmp_path / "home") as memory:
        score = lived_by(memory, dialogues)
    assert (score.known, score.ended) == (Share(0, 8), Share(0, 1))
    assert (score.silent, score.never) == (Share(0, 2), Share(1, 1))


def test_what_is_exported_is_looked_through_for_what_may_be_nowhere(
    tmp_path: Path, write_lines: WriteLines
) -> None:
    secret = {"all": ["blue.*bird"], "anywhere": True}
    path = write_lines("s.jsonl", [life("secrets-01", "Look: a Blue\n“Bird”.", never=[secret])])
    (dialogue,) = read_dialogues(path)
    with Memory.open(tmp_path / "home") as memory:
        stored = live(memory, dialogue).stored
    assert "Look: a Blue\n“Bird”." in stored
    # Hashes, vectors and nonces could hold the digits of a PIN by chance.
    assert not [text for text in stored if len(text) > 30]


def test_a_split_or_so_many_can_be_chosen(lives: Path) -> None:
    test = run_lives(lives, Options(split="test"), roughly=True)
    assert [one.dialogue.id for one in test] == ["questions-01", "small-talk-01"]
    assert test[0].dialogue.turns[0].text == "i live in porto"
    assert len(run_lives(lives, Options(limit=1), roughly=False)) == 1


def test_the_splits_are_reported_apart_and_failures_only_of_the_one_asked_for(
    write_lines: WriteLines,
) -> None:
    never = [{"all": ["porto"]}]
    path = write_lines(
        "lives.jsonl",
        [
            life("forget-requests-01", "I live in Porto.", never=never),
            life("home-01", "I live in Porto.", never=never, split="test"),
        ],
    )
    part = report(path, Options(failures="dev"), roughly=False)
    assert [table.title for table in part.tables] == ["lives, dev", "lives, test"]
    assert part.document["dev"]["wrong"] == ["forget-requests-01"]
    assert (part.document["dev"]["zero_tolerance"], part.document["test"]["zero_tolerance"]) == (
        1,
        0,
    )
    said = "\n".join(part.notes)
    assert "forget-requests-01 (forget-requests, dev)" in said
    assert "home-01 (home, test)" not in said
