"""The remember graph from end to end, on the real extractor, embedder and store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from memory_agent.domain import Change, Turn
from memory_agent.domain.errors import LedgerConflict
from memory_agent.extraction import Background, Extractor
from memory_agent.extraction.port import Extraction
from memory_agent.models import MiniLM
from memory_graphs import Writing
from memory_stores import UserStore
from tests.graphs.working import accept, candidate, current, digest, know, ops, remember


@dataclass
class Meanwhile:
    """An extractor during whose work something else happens."""

    inner: Extractor
    happens: Callable[[], object]
    name: str = "local"

    def extract(self, turns: Sequence[Turn], background: Background) -> list[Extraction]:
        self.happens()
        return self.inner.extract(turns, background)


@dataclass
class Says:
    """An extractor that proposes given sentences of whatever turn."""

    sentences: tuple[str, ...]
    name: str = "says"

    def extract(self, turns: Sequence[Turn], background: Background) -> list[Extraction]:
        return [
            Extraction(turn, tuple(candidate(turn, text) for text in self.sentences))
            for turn in turns
        ]


def ignored_in(store: UserStore) -> list[tuple[str, str]]:
    """What the ledger keeps of what was not stored: the sentence, and why."""
    with store.ledger.reading() as connection:
        return list(connection.execute("SELECT text, reason FROM ignored ORDER BY number"))


def test_a_turn_becomes_memories_that_cite_it(writing: Writing) -> None:
    done = remember(writing, "Hello! I live in Rome. What is the weather like?")
    assert ops(done["changes"]) == [("add", "The user lives in Rome.")]
    (known,) = writing.store.ledger.memories()
    assert known.source is not None
    turn = writing.store.ledger.turn(known.source.turn_id)
    assert turn is not None
    assert turn.text[known.source.start : known.source.end] == known.source.quote
    assert "I live in Rome" in known.source.quote


def test_small_talk_leaves_the_queue_and_changes_nothing(writing: Writing) -> None:
    done = remember(writing, "Thanks, that helps a lot!", "What is the capital of Peru?")
    assert done["changes"] == []
    assert writing.store.ledger.pending(9) == []
    assert writing.store.ledger.revision_count() == 0


def test_invariant_2_a_turn_digested_by_another_process_in_between_is_recorded_once(
    writing: Writing, rival: UserStore
) -> None:
    other = replace(writing, store=rival)
    accept(writing.store, "I live in Rome.", "I am allergic to peanuts.")
    late = replace(writing, extractor=Meanwhile(writing.extractor, lambda: digest(other)))
    done = digest(late)
    assert done["changes"] == [] and done["ignored"] == []
    assert current(writing.store) == ["The user lives in Rome.", "The user is allergic to peanuts."]
    assert writing.store.ledger.revision_count() == 2


def test_invariant_2_half_of_a_batch_digested_elsewhere_is_recorded_once(
    writing: Writing, rival: UserStore
) -> None:
    first, _ = accept(writing.store, "I live in Rome.", "I am allergic to peanuts.")
    late = Meanwhile(writing.extractor, lambda: rival.ledger.commit([], digested=first))
    done = digest(replace(writing, extractor=late))
    assert ops(done["changes"]) == [("add", "The user is allergic to peanuts.")]
    assert writing.store.ledger.pending(9) == []


def conflicting(
    store: UserStore, rival: UserStore, times: int, monkeypatch: pytest.MonkeyPatch
) -> list[int]:
    """Let another process reinforce the newest memory before each of the next commits."""
    real = store.ledger.commit
    seen: list[int] = []

    def commit(changes: Sequence[Change], **more: Any) -> datetime | None:
        if len(seen) < times:
            known = rival.ledger.memories()[-1]
            seen.append(known.version)
            again = replace(known, version=known.version + 1)
            rival.ledger.commit([Change("reinforce", again, "meanwhile", "rival")])
        return real(changes, **more)

    monkeypatch.setattr(store.ledger, "commit", commit)
    return seen


def test_a_conflict_is_decided_again_on_what_is_known_by_then(
    writing: Writing, rival: UserStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(writing, "I live in Rome.")
    seen = conflicting(writing.store, rival, 2, monkeypatch)
    done = remember(writing, "I moved to Oslo.")
    assert seen == [1, 2]
    assert [op for op, _ in ops(done["changes"])] == ["add", "supersede"]
    superseded = done["changes"][1].memory
    assert [r.op for r in writing.store.ledger.revisions(superseded.id)] == [
        "add",
        "reinforce",
        "reinforce",
        "supersede",
    ]
    assert current(writing.store) == ["The user moved to Oslo."]


def test_a_turn_that_only_meets_conflicts_stays_queued(
    writing: Writing, rival: UserStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(writing, "I live in Rome.")
    conflicting(writing.store, rival, 100, monkeypatch)
    with pytest.raises(LedgerConflict):
        remember(writing, "I moved to Oslo.")
    monkeypatch.undo()
    assert current(writing.store) == ["The user lives in Rome."]
    assert [turn.text for turn, _ in writing.store.ledger.pending(9)] == ["I moved to Oslo."]
    digest(writing)
    assert current(writing.store) == ["The user moved to Oslo."]


def test_turns_of_one_batch_see_what_the_ones_before_them_changed(writing: Writing) -> None:
    done = remember(writing, "I live in Rome.", "I moved to Oslo.", "I moved to Porto.")
    assert [op for op, _ in ops(done["changes"])] == [
        "add",
        "add",
        "supersede",
        "add",
        "supersede",
    ]
    assert current(writing.store) == ["The user moved to Porto."]


def test_a_brother_named_earlier_in_the_batch_is_known_later_in_it(writing: Writing) -> None:
    remember(writing, "My brother Owen works as a baker.", "My brother moved to Porto.")
    (moved,) = writing.store.slot("Owen", "lives_in")
    assert (moved.subject, moved.object) == ("the user's brother", "Porto")


def test_a_bare_name_is_somebody_only_if_it_was_introduced(writing: Writing) -> None:
    done = remember(
        writing,
        "Wilbur moved to Paris.",
        "My brother Owen works as a baker.",
        "Owen moved to Porto.",
    )
    texts = current(writing.store)
    assert "Owen moved to Porto." in texts
    assert not any("Wilbur" in text for text in texts)
    assert [i.candidate.text for i in done["ignored"]] == ["Wilbur moved to Paris."]
    ((text, reason),) = ignored_in(writing.store)
    assert text == "Wilbur moved to Paris." and "Wilbur" in reason


def test_invariant_5_what_is_not_grounded_is_ignored_with_a_reason(writing: Writing) -> None:
    says = Says(("The user lives in Rome.", "The user lives in Oslo."))
    done = remember(replace(writing, extractor=says), "I live in Rome.")
    assert current(writing.store) == ["The user lives in Rome."]
    assert [i.candidate.text for i in done["ignored"]] == ["The user lives in Oslo."]
    ((text, reason),) = ignored_in(writing.store)
    assert text == "The user lives in Oslo."
    assert reason.startswith("not grounded: ") and "Oslo" in reason


def test_what_is_not_to_be_inferred_is_kept_as_it_stands(writing: Writing) -> None:
    done = remember(writing, "Would Rome be nice?\nPerhaps.", infer=False)
    assert ops(done["changes"]) == [("add", "Would Rome be nice? Perhaps.")]


def test_each_decision_names_its_reason_its_actor_and_its_turn(writing: Writing) -> None:
    remember(writing, "I live in Rome.", "I moved to Oslo.")
    first, second = writing.store.ledger.memories(), writing.store.ledger.pending(9)
    assert len(first) == 1 and second == []
    for known in writing.store.ledger.memories():
        for revision in writing.store.ledger.revisions(known.id):
            assert revision.reason and revision.actor == "local" and revision.turn_id


def test_an_extractor_that_raises_leaves_the_turns_queued(writing: Writing) -> None:
    def fail() -> None:
        raise ValueError("a model that is not there")

    failing = replace(writing, extractor=Meanwhile(writing.extractor, fail))
    with pytest.raises(ValueError, match="not there"):
        remember(failing, "I live in Rome.", "I love tea.")
    assert len(writing.store.ledger.pending(9)) == 2
    assert len(digest(writing)["changes"]) == 2
    assert writing.store.ledger.pending(9) == []


def test_what_is_known_of_another_world_is_not_reinforced_by_a_different_number(
    writing: Writing, embedder: MiniLM
) -> None:
    know(writing.store, embedder, "The user has 2 cats.")
    done = remember(writing, "The user has 3 cats.", infer=False)
    assert ops(done["changes"]) == [("add", "The user has 3 cats.")]
