"""What a sentence that is no plain statement amounts to."""

from dataclasses import dataclass

from memory_agent.domain import Candidate

Span = tuple[int, int]
"""Where words begin and end in a turn, in characters."""


@dataclass(frozen=True, slots=True)
class Retold:
    """A statement that the speaker makes of words that were said before.

    Args:
        text: The statement, in the first person.
        span: The words of the turn that make it theirs.
        meaning: What those words were taken to mean.
        rule: How they make it: ``confirmed``, ``answered``, ``corrected``.
        instead_of: The statement as it was before, where this one puts it right; with no text,
            where it is taken back.
    """

    text: str
    span: Span
    meaning: str
    rule: str
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of a turn that is no plain statement.

    Args:
        span: Where it stands.
        found: What it proposes as it stands.
        retold: What it says of words that were said before.
        read_too: Whether it is read as a statement as well.
    """

    span: Span
    found: Candidate | None = None
    retold: tuple[Retold, ...] = ()
    read_too: bool = False
