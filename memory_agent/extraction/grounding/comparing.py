"""Comparisons and directions: "from A to B", "A rather than B", as they were said."""

from memory_agent.extraction.grounding.clauses import Clause, Text
from memory_agent.extraction.grounding.lexicon import lexicon

_OPPOSITES = (("up", "down"), ("under", "over"), ("before", "after"), ("with", "without"))
_PIVOTS = {"than", "over", "to"}
_COMPARED = ("prefer", "rather", "more", "better")
_DETERMINERS = {"a", "an", "the", "their", "my", "our"}


def turned_round(memory: Text, heard: Text) -> str | None:
    """Say that a memory turns round what its words say; None if it does not.

    Args:
        memory: What is to be remembered.
        heard: What was said, with what words of it mean.
    """
    said = _led(heard)
    for word, leads in _led(memory).items():
        theirs = said.get(word, set())
        for lead in leads - theirs:
            if theirs & lexicon().turned.get(lead, frozenset()):
                return f"{word!r} follows another word than {lead!r} in its words"
    texts, told = {w.text for w in memory.words}, {w.text for w in heard.words}
    for pair in _OPPOSITES:
        for here, there in (pair, pair[::-1]):
            if here in texts - told and there in told - texts:
                return f"it says {here!r} where its words say {there!r}"
    swapped = any(_swapped(clause, heard) for clause in memory.clauses)
    return "its two sides have changed places" if swapped else None


def _led(text: Text) -> dict[str, set[str]]:
    """Return the words of direction that each form directly follows."""
    found: dict[str, set[str]] = {}
    lead = None
    for word in text.words:
        if word.text in lexicon().turned:
            lead = word.text
        elif lead is not None and word.text not in _DETERMINERS:
            found.setdefault(word.form, set()).add(lead)
            lead = None
    return found


def _swapped(clause: Clause, heard: Text) -> bool:
    """Whether what a clause puts first in a comparison comes second in the words."""
    lexi = lexicon()
    pivot = next((at for at, w in enumerate(clause.words) if w.text in _PIVOTS), None)
    if pivot is None or not any(w.text.startswith(_COMPARED) for w in clause.words):
        return False
    order = [word.form for word in heard.words]
    left, right = (
        [
            word.form
            for word in side
            if word.text not in lexi.framing
            and word.form not in lexi.likes
            and not word.text.startswith(_COMPARED)
        ]
        for side in (clause.words[:pivot], clause.words[pivot + 1 :])
    )
    first = [order.index(form) for form in left if form in order and form not in right]
    second = [order.index(form) for form in right if form in order and form not in left]
    return bool(first and second) and first[-1] > second[0]
