"""What is wrong with a home after a process that worked on it was killed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

from evals.faults.scripts import Script
from evals.faults.state import State, digested_twice, state_of, vectors_of
from memory_agent import Memory

FAULTS = ("lost", "half-done", "undigested", "twice", "residue", "unhealed", "stuck")
"""What is counted, in the order in which it is shown; see ``docs/faults.md``."""

_QUERIES = ("sushi with salt", "What does the user love?")


@dataclass(frozen=True, slots=True)
class Course:
    """What a script does when nobody kills it.

    Args:
        states: Before the first step, and after each.
        vectors: How many vectors each user has at the end.
    """

    states: tuple[State, ...]
    vectors: list[int]


@dataclass(slots=True)
class Verdict:
    """What was found in one home.

    Args:
        faults: How many of each kind; those of which there are none are not named.
        notes: The same in words.
    """

    faults: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, fault: str, note: str, count: int = 1) -> None:
        """Write down a fault, unless there are none of it."""
        if count:
            self.faults[fault] = self.faults.get(fault, 0) + count
            self.notes.append(f"{fault}: {note}")


def course(script: Script, folder: Path) -> Course:
    """Run a script to its end, and look at each state on the way."""
    with script.open(folder) as memory:
        states = [state_of(memory, script.users)]
        for step in script.steps:
            step(memory)
            memory.flush()
            states.append(state_of(memory, script.users))
        return Course(tuple(states), vectors_of(memory, script.known(memory)))


def judge(script: Script, folder: Path, acknowledged: int, straight: Course) -> Verdict:
    """Open a home again, compare it with what it should be, and go on with the script.

    Args:
        script: What was running.
        folder: Where.
        acknowledged: How many of its steps had returned when it was killed.
        straight: What it does when nobody kills it.
    """
    verdict = Verdict()
    with script.open(folder) as memory:
        memory.flush()
        _look_at_turns(script, memory, verdict)
        if not script.resumes:
            _verify(script, memory, verdict)
        found = state_of(memory, script.users)
        done = standing(found, acknowledged, straight.states, verdict)
        if done is None:
            return verdict  # There is no telling how to go on
        _look_for(script.gone[:done], folder, verdict)
        for step in script.steps[done:]:
            step(memory)
        memory.flush()
        _verify(script, memory, verdict)
        end = state_of(memory, script.users), vectors_of(memory, script.known(memory))
        if end != (straight.states[-1], straight.vectors):
            verdict.add("stuck", f"going on after step {done} did not lead to the same end")
        searched = script.index != "exact" and [_found(memory, query) for query in _QUERIES]
    _look_for(script.gone, folder, verdict)
    if searched:
        with script.open(folder, index="exact") as memory:
            wrong = sum(_found(memory, q) != f for q, f in zip(_QUERIES, searched, strict=True))
        verdict.add("unhealed", f"{wrong} searches find other memories than they should", wrong)
    return verdict


def standing(
    found: State, acknowledged: int, states: Sequence[State], verdict: Verdict
) -> int | None:
    """Return how many steps are done; None if that is no whole number of them.

    Args:
        found: What can be read.
        acknowledged: How many steps had returned.
        states: Before the first step, and after each.
        verdict: Is told unless it is those that were acknowledged, or one more.
    """
    for done in (acknowledged, acknowledged + 1):
        if done < len(states) and found == states[done]:
            return done
    if found in states[:acknowledged]:
        done = states.index(found)
        verdict.add("lost", f"{acknowledged} steps were acknowledged, {done} are done")
        return done
    verdict.add("half-done", f"neither what {acknowledged} steps make nor {acknowledged + 1}")
    return None


def _look_at_turns(script: Script, memory: Memory, verdict: Verdict) -> None:
    for user_id in script.known(memory):
        pending = memory.stats(user_id=user_id)["pending"]
        verdict.add("undigested", f"{pending} turns of {user_id}", pending)
        twice = digested_twice(memory, user_id)
        verdict.add("twice", f"{twice} memories of {user_id}", twice)


def _verify(script: Script, memory: Memory, verdict: Verdict) -> None:
    for user_id in script.known(memory):
        problems = memory.verify(user_id=user_id).problems
        verdict.add("half-done", f"{user_id}: {'; '.join(problems)}", len(problems))


def copied(template: Path, folder: Path) -> Path:
    """Return a copy of a prepared folder, for one round."""
    return Path(copytree(template, folder))


def _found(memory: Memory, query: str) -> list[str]:
    hits = memory.search(query, user_id="ana", turns=False)
    return [hit.text for hit in hits]


def _look_for(words: Sequence[str], folder: Path, verdict: Verdict) -> None:
    """Look for words that were erased in every byte of a home, by means of our own."""
    for path in sorted(p for p in (folder / "home").rglob("*") if p.is_file()):
        content = path.read_bytes().lower()
        left = [word for word in words if word.encode() in content]
        verdict.add("residue", f"{', '.join(left)} in {path.name}", len(left))
