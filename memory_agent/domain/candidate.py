"""Candidates: what an extractor proposes to remember."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from memory_agent.domain.memory import Kind, Provenance

Intent = Literal["state", "end", "retract", "forget", "unsay"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Words of a memory that stand for other words of its span.

    Args:
        words: What the speaker said: ``yesterday``, ``he``.
        meaning: What it was taken to mean: ``on 7 May 2023``, ``Karim``.
    """

    words: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that an extractor proposes to remember, with the words it cites.

    Args:
        kind: ``fact``, ``preference``, ``event`` or ``instruction``.
        text: A self-contained sentence in the third person.
        source: The cited words.
        rule: Which rule or model made it, so that every memory can be explained.
        confidence: Between 0 and 1.
        intent: ``state`` says that it is so, ``end`` that it no longer is, ``retract`` that it
            never was, ``forget`` that what is known of it is to fade: the object names the topic,
            the predicate what is said of it, the subject whose it is; ``unsay`` that it was never
            so, without saying what is: of a topic, or of the sentence that it ``corrects``.
        subject: Whom it is about, where it is a triple.
        predicate: The slot or verb of the triple.
        object: The value of the triple.
        polarity: 1 liked, -1 disliked, 0 neither.
        single: Whether the subject has one value of the predicate at a time, so that a new one
            takes the place of the old.
        valid_from: When it began to be true, where said.
        valid_to: When it stopped being true, where said.
        resolutions: Words of the text that stand for other words of the span.
        presumes: A name that must be known from the speaker's life already: "Owen moved" says
            nothing of anybody's world but to those who know him.
        corrects: The sentence of a memory that this one puts right: it was never so.
        slight: Whether it is worth nothing of its own: it counts only if it ends what is known.
    """

    kind: Kind
    text: str
    source: Provenance
    rule: str
    confidence: float
    intent: Intent = "state"
    subject: str | None = None
    predicate: str | None = None
    object: str | None = None
    polarity: int = 0
    single: bool = False
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    resolutions: tuple[Resolution, ...] = ()
    presumes: str | None = None
    corrects: str | None = None
    slight: bool = False
