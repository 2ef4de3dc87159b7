"""Any sequence of operations, against a model that keeps a copy of everything after each step.

The model knows nothing of revisions: it copies what `list` returns, with the moment, and expects to
read the same at that moment for ever, but for what was erased since.
"""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from memory_agent import domain
from memory_agent.domain.times import now
from tests.invariants.living import day, open_home, say

PLACES, DRINKS = ["Porto", "Lisbon", "Madrid"], ["tea", "coffee"]
SENTENCES = [
    *(f"I live in {place}." for place in PLACES),
    *(f"I moved to {place}." for place in PLACES),
    *(f"I like {drink}." for drink in DRINKS),
    *(f"I don't like {drink} any more." for drink in DRINKS),
    "My sister is called Ana.",
    "My birthday is 3 May.",
    "My birthday is 4 May.",
]
ASKED = "Porto Lisbon Madrid tea coffee Ana birthday key bread"
Snapshot = dict[str, domain.Memory]
picks = st.integers(0, 99)


def says(memory: domain.Memory) -> tuple[object, ...]:
    """What a memory says, leaving out which version it is, and whose words it cites."""
    return memory.text, memory.kind, memory.status, memory.object, memory.pinned, memory.valid_to


class Life(RuleBasedStateMachine):
    """One user's life, and the copies of it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.memory = open_home(self.folder / "home")
        self.snapshots: list[tuple[datetime, Snapshot]] = []
        self.lengths: dict[str, int] = {}
        self.turns: dict[str, str] = {}
        self.steps = 0

    def teardown(self) -> None:
        self.memory.close()
        shutil.rmtree(self.folder)

    # What can be done

    @rule(sentence=st.sampled_from(SENTENCES), session=st.sampled_from("ab"))
    def add(self, sentence: str, session: str) -> None:
        turn = say(self.memory, "ana", sentence, self.steps, session_id=session)
        self.turns[turn] = session
        self.taken()

    @rule(sentence=st.sampled_from(["The key is under the mat.", "Bring bread."]))
    def add_verbatim(self, sentence: str) -> None:
        self.memory.add(sentence, user_id="ana", infer=False, at=day(self.steps), session_id="c")
        self.taken()

    @precondition(lambda self: self.of("current"))
    @rule(pick=picks, text=st.sampled_from(["The user is near.", "The user lives in Rome."]))
    def update(self, pick: int, text: str) -> None:
        self.memory.update(self.picked(self.of("current"), pick), text, user_id="ana")
        self.taken()

    @precondition(lambda self: self.of("current"))
    @rule(pick=picks)
    def forget(self, pick: int) -> None:
        self.memory.forget(self.picked(self.of("current"), pick), user_id="ana")
        self.taken()

    @precondition(lambda self: self.of("faded"))
    @rule(pick=picks)
    def restore(self, pick: int) -> None:
        self.memory.restore(self.picked(self.of("faded"), pick), user_id="ana")
        self.taken()

    @precondition(lambda self: self.of("current"))
    @rule(pick=picks, on=st.booleans())
    def pin(self, pick: int, on: bool) -> None:
        memory_id = self.picked(self.of("current"), pick)
        if self.now()[memory_id].pinned != on:
            (self.memory.pin if on else self.memory.unpin)(memory_id, user_id="ana")
        self.taken()

    @precondition(lambda self: self.snapshots)
    @rule()
    def maintain(self) -> None:
        self.memory.maintain(user_id="ana")
        self.taken()

    @precondition(lambda self: self.snapshots)
    @rule(pick=picks)
    def revert_revision(self, pick: int) -> None:
        log = self.memory.log(user_id="ana")
        self.memory.revert(user_id="ana", revision=log[pick % len(log)].number)
        self.taken()

    @precondition(lambda self: self.turns)
    @rule(pick=picks)
    def revert_turn(self, pick: int) -> None:
        turn = self.picked(list(self.turns), pick)
        self.memory.revert(user_id="ana", turn_id=turn)
        assert self.memory.revert(user_id="ana", turn_id=turn) == []
        self.taken()

    @precondition(lambda self: self.snapshots)
    @rule(pick=picks)
    def revert_to_and_back(self, pick: int) -> None:
        moment, then = self.snapshots[pick % len(self.snapshots)]
        before, until = self.now(), self.snapshots[-1][0]
        for target, wanted in ((moment, then), (until, before)):
            self.memory.revert(user_id="ana", to=target)
            after = self.now()
            for memory_id, state in after.items():
                if memory_id in wanted:
                    assert says(state) == says(wanted[memory_id])
                else:
                    assert state.status == "retracted"
            self.taken()

    @precondition(lambda self: self.now())
    @rule(pick=picks)
    def erase_memory(self, pick: int) -> None:
        memory_id = self.picked(list(self.now()), pick)
        receipt = self.memory.erase(memory_id, user_id="ana")
        assert receipt.erased == 1
        assert all(r.memory is None for r in self.memory.history(memory_id, user_id="ana"))
        self.erased({memory_id}, set())

    @precondition(lambda self: self.turns)
    @rule(pick=picks)
    def erase_turn(self, pick: int) -> None:
        turn = self.picked(list(self.turns), pick)
        caused = {r.memory_id for r in self.memory.log(user_id="ana", turn_id=turn)}
        self.memory.erase(user_id="ana", turn_id=turn)
        self.erased(caused, {turn})

    @precondition(lambda self: self.turns)
    @rule(pick=picks)
    def erase_session(self, pick: int) -> None:
        session = self.turns[self.picked(list(self.turns), pick)]
        turns = {turn for turn, of in self.turns.items() if of == session}
        log = self.memory.log(user_id="ana")
        caused = {r.memory_id for r in log if r.turn_id in turns}
        self.memory.erase(user_id="ana", session_id=session)
        self.erased(caused, turns)

    @rule()
    def close_and_open(self) -> None:
        self.memory.close()
        self.memory = open_home(self.folder / "home")

    @precondition(lambda self: self.snapshots)
    @rule()
    def rebuild(self) -> None:
        before = self.reads()
        self.memory.rebuild(user_id="ana")
        assert self.reads() == before

    # The model

    def now(self) -> Snapshot:
        return {m.id: m for m in self.memory.list(user_id="ana", status=None)}

    def of(self, status: str) -> list[str]:
        return [m.id for m in self.now().values() if m.status == status]

    def picked(self, some: Sequence[str], pick: int) -> str:
        return some[pick % len(some)]

    def taken(self) -> None:
        self.steps += 1
        self.snapshots.append((now(), self.now()))

    def erased(self, touched: set[str], turns: set[str]) -> None:
        """Take out of the copies what the store says that it erased, and check that it may."""
        for turn in turns:
            del self.turns[turn]
        gone = {(r.memory_id, r.version): r.memory is None for r in self.memory.log(user_id="ana")}
        with self.memory._stores.user("ana") as store:
            left = store.ledger.turns_by_id([*self.turns])
        self.turns = {turn: of for turn, of in self.turns.items() if turn in left}
        for _, snapshot in self.snapshots:
            for memory_id, state in list(snapshot.items()):
                cites = state.source is not None and state.source.turn_id in turns
                if gone[memory_id, state.version]:
                    assert memory_id in touched
                    del snapshot[memory_id]
                else:
                    assert not cites
        shown = {hit.id for hit in self.memory.search(ASKED, user_id="ana", limit=99)}
        context = self.memory.context(ASKED, user_id="ana", budget=2000)
        shown |= {m.id for m in context.memories} | {turn.id for turn in context.turns}
        assert not shown & turns
        assert shown & touched <= self.now().keys()
        self.taken()

    def reads(self) -> object:
        return (
            self.now(),
            self.memory.log(user_id="ana"),
            [(hit.id, hit.score) for hit in self.memory.search(ASKED, user_id="ana")],
            self.memory.profile(user_id="ana"),
            self.memory.context(ASKED, user_id="ana").text,
            self.memory.graph(user_id="ana"),
        )

    # What always holds

    @precondition(lambda self: self.snapshots)
    @invariant()
    def every_moment_reads_as_it_was(self) -> None:
        for moment, snapshot in self.snapshots[-12:] + self.snapshots[:3]:
            then = {m.id: m for m in self.memory.list(user_id="ana", status=None, as_of=moment)}
            assert then == snapshot

    @precondition(lambda self: self.snapshots)
    @invariant()
    def histories_only_grow_and_have_no_gaps(self) -> None:
        log = self.memory.log(user_id="ana")
        assert [r.number for r in log] == list(range(1, len(log) + 1))
        versions: dict[str, list[int]] = {}
        for revision in log:
            versions.setdefault(revision.memory_id, []).append(revision.version)
        for memory_id, found in versions.items():
            assert found == list(range(1, len(found) + 1))
            assert len(found) >= self.lengths.get(memory_id, 0)
        assert self.lengths.keys() <= versions.keys()
        self.lengths = {memory_id: len(found) for memory_id, found in versions.items()}

    @precondition(lambda self: self.snapshots and self.steps % 3 == 0)
    @invariant()
    def all_is_in_step(self) -> None:
        assert self.memory.verify(user_id="ana").problems == ()


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
