"""Positions: naming a turn of a published data set without repeating its words.

Gold on real chats says where a text stands and never what it says, so that no data set is copied.

============  ===============  ==================  ===========================================
data          question         session             turn
============  ===============  ==================  ===========================================
longmemeval   question_id      haystack_session_id index in the session, its ``content``
personamem    document's id    0                   index among its messages; the text after the
                                                   marker, without the line ends before the next
locomo        sample_id        session_1           index in the session, its ``text``
============  ===============  ==================  ===========================================

Offsets count characters of that text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from memory_agent.domain.errors import ArchiveError, InvalidInput
from memory_agent.importers.assembling import distinct
from memory_agent.importers.opening import parse_json, read_bytes

_MARKER = re.compile(r"^\[(USER|ASSISTANT|SYSTEM)\] ", re.MULTILINE)
_SESSION = re.compile(r"session_\d+")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where a turn stands.

    Args:
        data: The data set: ``longmemeval``, ``personamem`` or ``locomo``.
        question: The id of what the session belongs to.
        session: The session's id.
        turn: The turn's place in it, from 0.
    """

    data: str
    question: str
    session: str
    turn: int

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Position":
        """Return the position that a line of gold names.

        Raises:
            KeyError: If it names none.
            ValueError: If its turn is no number.
        """
        return cls(
            record["data"], str(record["question"]), str(record["session"]), int(record["turn"])
        )

    def record(self) -> dict[str, Any]:
        """Return it as it stands in gold."""
        return {
            "data": self.data,
            "question": self.question,
            "session": self.session,
            "turn": self.turn,
        }


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message of a data set.

    Args:
        role: Who spoke: a role, or in LoCoMo the speaker's name.
        text: The words.
    """

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Chats:
    """The messages of a data set.

    Args:
        data: Which it is.
        path: The file.
        sessions: The messages of each session, by question and session.
        cited: In LoCoMo: the turns that the data set's own observations cite.
    """

    data: str
    path: Path
    sessions: Mapping[tuple[str, str], tuple[Spoken, ...]]
    cited: frozenset[Position] = field(default=frozenset())

    def at(self, position: Position) -> Spoken | None:
        """Return what was said at a position; None if there is nothing."""
        session = self.sessions.get((position.question, position.session), ())
        return session[position.turn] if 0 <= position.turn < len(session) else None


def read_chats(path: Path) -> Chats:
    """Read a file of LongMemEval, PersonaMem or LoCoMo, plain or gzipped.

    Raises:
        ArchiveError: If it cannot be read or is of none of the three.
    """
    try:
        document = parse_json(read_bytes(path))
    except InvalidInput as broken:
        raise ArchiveError(f"{path}: {broken}") from None
    first = document[0] if isinstance(document, list) and document else None
    for key, (data, read) in _READERS.items():
        if isinstance(document, list) and isinstance(first, dict) and key in first:
            try:
                cited = frozenset(_cited(document)) if data == "locomo" else frozenset()
                return Chats(data, path, dict(read(document)), cited)
            except (KeyError, TypeError, AttributeError) as wrong:
                raise ArchiveError(f"{path}: not as {data} is published: {wrong!r}") from wrong
    raise ArchiveError(f"{path}: accepted are the files of LongMemEval, PersonaMem and LoCoMo")


Sessions = Iterator[tuple[tuple[str, str], tuple[Spoken, ...]]]


def _longmemeval(document: list[dict[str, Any]]) -> Sessions:
    for question in document:
        taken: set[str] = set()
        ids, sessions = question["haystack_session_ids"], question["haystack_sessions"]
        for id_, session in zip(ids, sessions, strict=True):
            if session:  # A session can stand twice in a haystack: as the importer tells them apart
                turns = tuple(Spoken(turn["role"], turn["content"]) for turn in session)
                yield (question["question_id"], distinct(id_, taken)), turns


def _personamem(document: list[dict[str, Any]]) -> Sessions:
    for one in document:
        text = one["content"]
        markers = [*_MARKER.finditer(text), None]
        turns = tuple(
            Spoken(
                marker[1].lower(),
                text[marker.end() : following.start() if following else None].rstrip("\n"),
            )
            for marker, following in pairwise(markers)
            if marker
        )
        yield (str(one["id"]), "0"), turns


def _locomo(document: list[dict[str, Any]]) -> Sessions:
    for sample in document:
        for name, session in sample["conversation"].items():
            if _SESSION.fullmatch(name):
                turns = tuple(Spoken(turn["speaker"], turn["text"]) for turn in session)
                yield (sample["sample_id"], name), turns


def _cited(document: list[dict[str, Any]]) -> Iterator[Position]:
    """Yield the turns that the observations of LoCoMo cite: ``D3:5`` is the fifth of session 3."""
    for sample in document:
        for by_speaker in sample.get("observation", {}).values():
            for observations in by_speaker.values():
                for _, cited in observations:
                    for session, turn in re.findall(r"D(\d+):(\d+)", str(cited)):
                        yield Position(
                            "locomo", sample["sample_id"], f"session_{session}", int(turn) - 1
                        )


_READERS = {
    "haystack_sessions": ("longmemeval", _longmemeval),
    "content": ("personamem", _personamem),
    "conversation": ("locomo", _locomo),
}
