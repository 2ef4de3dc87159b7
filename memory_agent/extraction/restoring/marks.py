"""Sets the marks that a line was typed without: where sentences and their parts end, which ask."""

from collections.abc import Sequence

from memory_agent.extraction.restoring.features import asking_features, end_features
from memory_agent.extraction.restoring.lexicon import Word
from memory_agent.extraction.restoring.linear import linear
from memory_agent.extraction.restoring.tokens import MARKS, mark

END_LEAN = 1.0
PART_LEAN = 0.5
"""Added to the log-odds of an end and of a part's: two statements read as one give nothing, one
read as two mostly still does. Set on the development dialogues in rough (recall .42 without)."""


def set_marks(words: Sequence[Word], gaps: Sequence[str], ends: bool) -> list[str]:
    """Return the mark to set after each word of a line; none where one was typed.

    Args:
        words: The words of a line, one or more.
        gaps: What was typed after each.
        ends: Whether marks inside of the line are missing; only "?" is set where they are not.
    """
    missing = [""] * len(words)
    start = 0
    for at, gap in enumerate(gaps):
        last = at + 1 == len(words)
        if ends and not last and gap[:1].isspace() and not mark(gap):
            missing[at] = _missing(linear("ends").scores(end_features(words, at, start)))
        if last or missing[at] == "." or mark(gap) == ".":
            if (missing[at] or not gap.strip()) and _asks(words, start, at + 1):
                missing[at] = "?"
            start = at + 1
    return missing


def _missing(scores: list[float]) -> str:
    nothing, part, follows, end = scores
    scores = [nothing, part + PART_LEAN, follows, end + END_LEAN]
    return MARKS[scores.index(max(scores))]


def _asks(words: Sequence[Word], start: int, end: int) -> bool:
    no, yes = linear("asking").scores(asking_features(words, start, end))
    return yes > no
