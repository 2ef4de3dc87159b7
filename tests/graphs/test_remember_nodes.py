"""Each node of the remember graph, as the plain function that it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from memory_agent.domain import Turn
from memory_agent.domain.errors import LedgerConflict
from memory_agent.extraction import Background, Extraction
from memory_agent.models import MiniLM
from memory_graphs import Writing
from memory_graphs.remember import (
    Proposal,
    commit,
    embed,
    extract,
    ground,
    reconcile_turn,
    resolve,
)
from memory_stores import UserStore
from tests.graphs.working import accept, candidate, current, know, lent, ops


@dataclass
class Noting:
    """An embedder that notes what it was asked."""

    inner: MiniLM
    asked: list[list[str]] = field(default_factory=list)
    model: str = MiniLM.model
    dimensions: int = MiniLM.dimensions

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(list(texts))
        return self.inner.embed(texts)


@dataclass
class Reader:
    """An extractor that notes whom it was asked about, and reads each turn as one fact."""

    name: str = "reader"
    asked: list[Turn] = field(default_factory=list)

    def extract(self, turns: Sequence[Turn], background: Background) -> list[Extraction]:
        self.asked += turns
        return [Extraction(turn, (candidate(turn, f"Read: {turn.text}"),)) for turn in turns]


def test_extract_reads_what_is_to_be_inferred_and_keeps_the_rest_as_it_stands(
    writing: Writing,
) -> None:
    reader = Reader()
    first, second = accept(writing.store, "I live in Rome.", "Keep  this\nas it is.")
    runtime = lent(replace(writing, extractor=reader))
    proposals = extract({"turns": [(first, True), (second, False)]}, runtime)["proposals"]
    assert reader.asked == [first]
    assert [p.turn for p in proposals] == [first, second]
    assert [c.text for p in proposals for c in p.candidates] == [
        "Read: I live in Rome.",
        "Keep this as it is.",
    ]
    assert proposals[1].candidates[0].source.quote == second.text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The user lives in Oslo.", "Oslo"),
        ("The user lives in Rome with 3 cats.", "3"),
        ("The user does not live in Rome.", "negated"),
    ],
)
def test_invariant_5_grounded_ground_refuses_what_its_words_do_not_say(
    store: UserStore, text: str, why: str
) -> None:
    (turn,) = accept(store, "I live in Rome.")
    good = candidate(turn, "The user lives in Rome.")
    proposal = Proposal(turn, (good, candidate(turn, text)))
    (after,) = ground({"proposals": [proposal]})["proposals"]
    assert after.candidates == (good,)
    (refused,) = after.ignored
    assert refused.candidate.text == text
    assert refused.reason.startswith("not grounded: ") and why in refused.reason


def test_ground_lets_a_verbatim_sentence_pass(store: UserStore) -> None:
    (turn,) = accept(store, "Anything at all")
    verbatim = candidate(turn, "Oslo is not 3 Romes", rule="verbatim")
    (after,) = ground({"proposals": [Proposal(turn, (verbatim,))]})["proposals"]
    assert after.candidates == (verbatim,)


def test_embed_embeds_all_turns_and_candidates_in_one_batch(
    writing: Writing, embedder: MiniLM
) -> None:
    noting = Noting(embedder)
    turns = accept(writing.store, "I live in Rome.", "I love tea.")
    proposals = [Proposal(turn, (candidate(turn, f"That {turn.text}"),)) for turn in turns]
    update = embed({"proposals": proposals}, lent(replace(writing, embedder=noting)))
    assert update == {"conflicts": 0}
    (batch,) = noting.asked
    assert set(batch) == {t.text for t in turns} | {f"That {t.text}" for t in turns}


def test_resolve_leaves_a_relative_by_the_name_that_was_said(
    writing: Writing, embedder: MiniLM
) -> None:
    brother: dict[str, Any] = {"subject": "user", "predicate": "brother"}
    know(writing.store, embedder, "The user has a brother called Owen.", **brother, object="Owen")
    (turn,) = accept(writing.store, "My brother moved to Porto.")
    about = candidate(turn, "The user's brother moved to Porto.", subject="the user's brother")
    (after,) = resolve({"proposals": [Proposal(turn, (about,))]}, lent(writing))["proposals"]
    assert after.candidates == (about,)
    assert writing.store.identities().same("the user's brother", "Owen")


def test_resolve_takes_the_triple_from_what_may_be_about_either_of_two(
    writing: Writing, embedder: MiniLM
) -> None:
    for name in ("Owen", "Karim"):
        sentence = f"The user has a brother called {name}."
        know(writing.store, embedder, sentence, subject="user", predicate="brother", object=name)
    (turn,) = accept(writing.store, "My brother moved to Porto.")
    told: dict[str, Any] = {"subject": "the user's brother", "predicate": "lives_in"}
    about = candidate(turn, "The user's brother moved to Porto.", object="Porto", **told)
    (after,) = resolve({"proposals": [Proposal(turn, (about,))]}, lent(writing))["proposals"]
    bare: dict[str, Any] = {"subject": None, "predicate": None, "object": None}
    assert after.candidates == (replace(about, **bare),)


def test_resolve_leaves_a_relative_whose_name_was_edited_away(
    writing: Writing, embedder: MiniLM
) -> None:
    know(writing.store, embedder, "No name.", subject="user", predicate="brother", object=None)
    (turn,) = accept(writing.store, "My brother moved to Porto.")
    about = candidate(turn, "The user's brother moved to Porto.", subject="the user's brother")
    (after,) = resolve({"proposals": [Proposal(turn, (about,))]}, lent(writing))["proposals"]
    assert after.candidates == (about,)


def test_resolve_ignores_a_bare_name_that_is_nobody_and_keeps_one_that_is_known(
    writing: Writing, embedder: MiniLM
) -> None:
    know(writing.store, embedder, "x", subject="user", predicate="brother", object="Owen")
    (turn,) = accept(writing.store, "Owen moved to Porto and Wilbur to Rome.")
    owen = candidate(turn, "Owen moved to Porto.", subject="Owen", presumes="Owen")
    wilbur = candidate(turn, "Wilbur moved to Rome.", subject="Wilbur", presumes="Wilbur")
    (after,) = resolve({"proposals": [Proposal(turn, (owen, wilbur))]}, lent(writing))["proposals"]
    assert after.candidates == (owen,)
    (ignored,) = after.ignored
    assert ignored.candidate == wilbur and "Wilbur" in ignored.reason


def test_reconcile_lets_each_candidate_see_what_the_ones_before_it_did(writing: Writing) -> None:
    (turn,) = accept(writing.store, "I lived in Rome, and now I live in Oslo.")
    home: dict[str, Any] = {"subject": "user", "predicate": "lives_in", "single": True}
    rome = candidate(turn, "The user lives in Rome.", object="Rome", **home)
    oslo = candidate(turn, "The user lives in Oslo.", object="Oslo", **home)
    update = reconcile_turn({"proposals": [Proposal(turn, (rome, oslo))]}, lent(writing))
    assert ops(update["decided"]) == [
        ("add", rome.text),
        ("add", oslo.text),
        ("supersede", rome.text),
    ]
    first, _, superseded = update["decided"]
    assert (superseded.memory.id, superseded.memory.version) == (first.memory.id, 2)
    assert current(writing.store) == []  # Deciding records nothing


def test_commit_records_one_turn_and_goes_on_to_the_next(writing: Writing) -> None:
    turns = accept(writing.store, "I live in Rome.", "I love tea.")
    proposals = [Proposal(turn, (candidate(turn, turn.text),)) for turn in turns]
    decided = reconcile_turn({"proposals": proposals}, lent(writing))
    state: Any = {"proposals": proposals, "conflicts": 1, "changes": [], "ignored": []}
    update = commit(state | decided, lent(writing))
    assert update["proposals"] == proposals[1:]
    assert update["conflicts"] == 0
    (recorded,) = writing.store.ledger.memories()
    assert [change.memory for change in update["changes"]] == [recorded]
    assert update["changes"] == [c.recorded(recorded.recorded_at) for c in decided["decided"]]
    assert [turn for turn, _ in writing.store.ledger.pending(9)] == turns[1:]
    assert writing.store.ledger.counts()["vectors"] == 2  # The turn's and the memory's


def test_commit_counts_a_conflict_and_gives_up_after_some(
    writing: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def conflict(*_: object, **__: object) -> None:
        raise LedgerConflict("changed in between")

    monkeypatch.setattr(writing.store.ledger, "commit", conflict)
    (turn,) = accept(writing.store, "I live in Rome.")
    state: Any = {"proposals": [Proposal(turn, ())], "decided": [], "refused": [], "conflicts": 0}
    assert commit(state, lent(writing)) == {"conflicts": 1}
    with pytest.raises(LedgerConflict):
        commit(state | {"conflicts": 5}, lent(writing))
