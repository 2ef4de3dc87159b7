"""Gold dialogues: what is said, and what must be known, or not known, afterwards."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from evals.extraction.records import records
from memory_agent.domain import Memory
from memory_agent.domain.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of a dialogue.

    Args:
        role: Who spoke.
        text: The words.
        at: When.
        session: The conversation it belongs to.
    """

    role: str
    text: str
    at: datetime
    session: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a memory looks like that says a certain thing.

    Args:
        every: Patterns that must all match its text.
        none: Patterns of which none may.
        kind: Its kind, where that matters.
        polarity: Its polarity, where that matters.
        anywhere: Whether the patterns may match no turn and no memory of any status either.
    """

    every: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...] = ()
    kind: str | None = None
    polarity: int | None = None
    anywhere: bool = False

    def fits(self, memory: Memory) -> bool:
        """Return whether a memory says it."""
        return (
            self.in_text(dated(memory))
            and self.kind in (None, memory.kind)
            and self.polarity in (None, memory.polarity)
        )

    def in_text(self, text: str) -> bool:
        """Return whether a text says it."""
        return all(p.search(text) for p in self.every) and not any(
            p.search(text) for p in self.none
        )

    def words(self) -> str:
        """Return it as it stands in the file."""
        said = " & ".join(p.pattern for p in self.every)
        without = "".join(f" without {p.pattern}" for p in self.none)
        return said + without + "".join(f" ({w})" for w in (self.kind, self.polarity) if w)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One gold dialogue.

    Args:
        id: Its name.
        category: What it tries.
        split: ``dev``, or ``test``, which is frozen before anything is tuned.
        turns: What is said.
        known: What must be known at the end.
        never: What must not be.
        ended: What was known at some time and must be no longer.
        control: What must have survived.
        silent_from: The place of the first turn from which nothing is to be learned.
    """

    id: str
    category: str
    split: str
    turns: tuple[Said, ...]
    known: tuple[Expectation, ...] = ()
    never: tuple[Expectation, ...] = ()
    ended: tuple[Expectation, ...] = ()
    control: tuple[Expectation, ...] = ()
    silent_from: int | None = None


def dated(memory: Memory) -> str:
    """Return a memory's text with the day from which it holds, where one is known."""
    since = memory.valid_from
    return memory.text if since is None else f"{memory.text} [from {since:%Y-%m-%d}]"


def read_dialogues(path: Path) -> list[Dialogue]:
    """Return the dialogues of a file.

    Raises:
        InvalidInput: If one of them is not of the schema; the message says where.
    """
    return [_dialogue(where, record) for where, record in records(path)]


def _dialogue(where: str, record: Mapping[str, Any]) -> Dialogue:
    try:
        return Dialogue(
            id=record["id"],
            category=record["category"],
            split=record.get("split", "dev"),
            turns=_turns(record["turns"]),
            silent_from=record.get("silent_from"),
            **{
                name: tuple(_expectation(one) for one in record.get(name, ()))
                for name in ("known", "never", "ended", "control")
            },
        )
    except (LookupError, TypeError, ValueError, AttributeError, re.error) as wrong:
        raise InvalidInput(f"{where}: no gold dialogue: {type(wrong).__name__}: {wrong}") from wrong


def _turns(listed: list[Mapping[str, str]]) -> tuple[Said, ...]:
    turns: list[Said] = []
    for turn in listed:
        at = datetime.fromisoformat(turn["at"]) if "at" in turn else turns[-1].at
        session = turn.get("session", turns[-1].session if turns else "s1")
        turns.append(Said(turn["role"], turn["text"], at, session))
    return tuple(turns)


def _expectation(given: Mapping[str, Any]) -> Expectation:
    every, none = (
        tuple(re.compile(p, re.IGNORECASE) for p in given.get(k, ())) for k in ("all", "none")
    )
    if not every:
        raise ValueError("an expectation without patterns under 'all'")
    return Expectation(
        every, none, given.get("kind"), given.get("polarity"), given.get("anywhere", False)
    )


def rough(dialogue: Dialogue) -> Dialogue:
    """Return a dialogue with the user's turns lower-cased and without punctuation."""
    turns = (
        replace(turn, text=roughened(turn.text)) if turn.role == "user" else turn
        for turn in dialogue.turns
    )
    return replace(dialogue, turns=tuple(turns))


_DROPPED = re.compile(
    r"(?<!\d)[.,:]|[.,:](?!\d)"  # but not between digits
    r"|[!?;\"“”„«»]"
    r"|(?<!\w)['‘’]|['‘’](?!\w)"  # but not inside words
)


def roughened(text: str) -> str:
    """Return a text in lower case without full stops, commas, colons and the like, and quotes.

    Apostrophes inside words, separators between digits, addresses and line ends stay.
    """
    words = re.sub(r"\S+", lambda word: _rough_word(word[0]), text.lower())
    return re.sub(r"[ \t]+", " ", words).strip() or text


def _rough_word(word: str) -> str:
    if "@" in word or "://" in word:
        return word.strip(".,!?;:\"'“”‘’")
    return _DROPPED.sub("", word)
