"""Requests to forget, and what is taken back: which of what is known goes with it."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from memory_agent.domain import Candidate, Change, Ignored, Memory
from memory_agent.domain.slots import by_noun
from memory_agent.policies.changing import Moment, changing, retracting
from memory_agent.policies.known import Known
from memory_agent.policies.text import stems

SAME_TOPIC = 0.5
"""Cosine of MiniLM from which a memory is about a topic of which it has no word. Of 30 pairs read
by hand, all that are about something else ("Porto", "lives in Lisbon") lie below .49, and of
those about the topic ("my injury", "tore a ligament") few above: for these there is a table."""

_LEAST_COMMON = 5
"""Letters from which two words may be one in another form: "depression" and "depressed"."""

_NAMED = re.compile(r"\b(?:called|named|name)\b")
_EVERYTHING = "everything"


def forgotten(candidate: Candidate, known: Known, at: Moment) -> list[Change] | Ignored | None:
    """Let fade what the user asks to forget, retract what they take back, and no more.

    Returns:
        The changes; why there are none; or None if the candidate asks nothing of the kind.
    """
    if candidate.intent not in {"forget", "unsay"}:
        return None
    topic = candidate.object or ""
    if topic == _EVERYTHING:
        return Ignored(
            candidate,
            "a request to forget everything is not acted on in passing: `memory-agent erase --all` "
            "destroys a whole life, `memory-agent forget` lets single memories fade",
        )
    over = _about(candidate, known)
    if not over:
        what = topic or candidate.corrects
        return Ignored(candidate, f"nothing is known of what was to be forgotten: {what}")
    if candidate.intent == "unsay":
        reason = f"the user took it back: {candidate.source.quote}"
        return [retracting(m, candidate, at, reason) for m in over]
    reason = f"the user asked to forget it: {candidate.source.quote}"
    return [changing(m, "fade", candidate, at, reason, status="faded") for m in over]


def _about(candidate: Candidate, known: Known) -> list[Memory]:
    if candidate.corrects is not None:
        return [m for m in known.current() if m.text == candidate.corrects]
    current = [m for m in known.current() if _theirs(m, candidate)]
    things = (candidate.object or "").split()
    found = [m for m in current if things and all(_names(m, word) for word in things)]
    doings = (candidate.predicate or "").split()
    exact = [m for m in found if all(_names(m, word) for word in doings)]
    if found:
        return _with_whom(exact or found, current, things)
    owned = {m.id for m in current}
    phrase = " ".join([*doings, *things])
    near = known.similar(phrase, 20)
    return [m for m, cosine in near if cosine >= SAME_TOPIC and m.id in owned]


def _theirs(memory: Memory, candidate: Candidate) -> bool:
    """Whether a memory is about whom the request names: "my knee" is nobody else's."""
    return candidate.subject is None or memory.subject in {None, candidate.subject}


def _with_whom(found: list[Memory], current: list[Memory], things: list[str]) -> list[Memory]:
    """Add what is known of a person, where the topic is that person and no more."""
    people = {
        m.object
        for m in found
        if m.object and len(things) == 1 and m.text.endswith(f" called {m.object}.")
    }
    return [*found, *(m for m in current if m.subject in people and m not in found)]


def _names(memory: Memory, word: str) -> bool:
    """Whether a memory says a word, in some form, or fills the slot that it names."""
    if memory.predicate in _slots_called().get(word.lower(), ()):
        return True
    if word.lower() == "name" and _NAMED.search(memory.text):
        return True
    said = stems(
        f"{memory.text} {memory.object or ''} {(memory.predicate or '').replace('_', ' ')}"
    )
    wanted = stems(word)
    if said & stems(" ".join(_table()["words"].get(word.lower(), ()))):
        return True
    return bool(wanted) and all(any(_same_word(w, s, word) for s in said) for w in wanted)


def _same_word(one: str, other: str, spelled: str) -> bool:
    """Whether two stems are of one word; a name has no other forms."""
    if one == other:
        return True
    short = min(len(one), len(other))
    if short < _LEAST_COMMON or spelled[:1].isupper():
        return False
    common = max(_LEAST_COMMON - 1, short - 3)
    return one[:common] == other[:common]


@cache
def _slots_called() -> Mapping[str, frozenset[str]]:
    found = {noun: frozenset(predicates) for noun, predicates in _table()["slots"].items()}
    return {noun: frozenset({slot.predicate}) for noun, slot in by_noun().items()} | found


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    text = (files(__package__) / "data" / "topics_to_forget.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
