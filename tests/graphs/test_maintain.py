"""The maintain graph: what the policies let go, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from memory_agent.domain import Message
from memory_agent.domain.times import now
from memory_agent.models import MiniLM
from memory_agent.policies import Dated, Expire, Fading
from memory_graphs import Maintenance, build_maintain
from memory_graphs.maintain import commit, decide, survey
from memory_stores import Filter, UserStore
from tests.graphs.working import SAID_AT, accept, candidate, current, know, lent


@dataclass(frozen=True)
class Forgets:
    """Lets everything with a word in it fade."""

    word: str
    name: str = "forgets"

    def fading(self, memories: Sequence[Dated], now: Any) -> Iterator[Fading]:
        for dated in memories:
            if self.word in dated.memory.text:
                yield Fading(dated.memory, self.name, f"it says {self.word}")


@pytest.fixture
def maintenance(store: UserStore, embedder: MiniLM) -> Maintenance:
    know(store, embedder, "The user lives in Rome.", "The user went to Porto.")
    know(store, embedder, "The user keeps Porto in mind.", pinned=True)
    return Maintenance(store, (Forgets("Porto"),), now(), dry_run=False)


def run(context: Maintenance) -> Any:
    return build_maintain().invoke({}, context=context)["changes"]


def test_what_a_policy_names_fades_with_its_reason(maintenance: Maintenance) -> None:
    (change,) = run(maintenance)
    assert (change.op, change.memory.text) == ("fade", "The user went to Porto.")
    assert (change.reason, change.actor) == ("it says Porto", "policy:forgets")
    assert current(maintenance.store) == [
        "The user lives in Rome.",
        "The user keeps Porto in mind.",
    ]
    revisions = maintenance.store.ledger.revisions(change.memory.id)
    assert [r.op for r in revisions] == ["add", "fade"]


def test_a_dry_run_says_the_same_and_changes_nothing(maintenance: Maintenance) -> None:
    ledger = maintenance.store.ledger
    before = ledger.memories(Filter(status=None)), ledger.counts()
    would = run(replace(maintenance, dry_run=True))
    assert (ledger.memories(Filter(status=None)), ledger.counts()) == before
    done = run(maintenance)
    assert [change.recorded(maintenance.now) for change in done] == would
    assert [change.memory for change in done] == ledger.memories(Filter(status="faded"))


def test_a_second_run_finds_nothing_more(maintenance: Maintenance) -> None:
    assert run(maintenance)
    assert run(maintenance) == []


def test_without_policies_or_memories_nothing_happens(
    maintenance: Maintenance, store: UserStore
) -> None:
    assert run(replace(maintenance, policies=())) == []


def test_survey_dates_a_memory_by_when_its_words_were_said(
    store: UserStore, embedder: MiniLM
) -> None:
    (turn,) = accept(store, "I live in Rome.")
    (said,) = know(store, embedder, "x", source=candidate(turn, "x").source)
    (written,) = know(store, embedder, "y")
    update = survey({}, lent(Maintenance(store, (), now(), dry_run=True)))
    assert update["memories"] == [Dated(said, SAID_AT), Dated(written, written.recorded_at)]


def test_decide_asks_the_policies_in_their_order(maintenance: Maintenance) -> None:
    memories = survey({}, lent(maintenance))["memories"]
    both = replace(maintenance, policies=(Forgets("user", "first"), Forgets("Porto", "second")))
    changes = decide({"memories": memories}, lent(both))["changes"]
    assert [change.actor for change in changes] == ["policy:first", "policy:first"]


def test_commit_records_all_that_was_decided(maintenance: Maintenance) -> None:
    memories = survey({}, lent(maintenance))["memories"]
    changes = decide({"memories": memories}, lent(maintenance))["changes"]
    (done,) = commit({"changes": changes}, lent(maintenance))["changes"]
    (faded,) = maintenance.store.ledger.memories(Filter(status="faded"))
    assert done == changes[0].recorded(faded.recorded_at)
    assert done.memory == faded


def test_expire_takes_events_a_while_after_they_are_over(
    store: UserStore, embedder: MiniLM
) -> None:
    present = now()
    over = present - timedelta(days=400)
    (turn,) = store.ledger.accept([Message("user", "We went away.", said_at=over)])
    source = candidate(turn, "x").source
    know(store, embedder, "An old trip.", kind="event", valid_to=over, source=source)
    know(store, embedder, "An old fact.", source=source)
    (change,) = run(Maintenance(store, (Expire(),), present, dry_run=False))
    assert change.memory.text == "An old trip."
