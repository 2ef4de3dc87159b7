"""LoCoMo: very long conversations of two people. Each of the two is a life of its own."""

import re
import reprlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from memory_agent.domain import Message
from memory_agent.domain.checking import check_said_at, check_text
from memory_agent.domain.errors import InvalidTurn
from memory_agent.importers.archive import Life
from memory_agent.importers.assembling import assemble, distinct
from memory_agent.importers.reading import Reading
from memory_agent.importers.shapes import as_list, as_object, entries, some_entry_has

SHAPE = "the LoCoMo benchmark's list of samples with a conversation of sessions"

_SESSION = re.compile(r"session_(0|[1-9][0-9]{0,5})")
_TIME = re.compile(r"(\d{1,2}):(\d\d) (am|pm) on (\d{1,2}) ([a-z]+), (\d{4})", re.IGNORECASE)
# Not strptime: its names of months and of the halves of a day are those of the locale.
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


def recognises(document: object) -> bool:
    """Return whether some entry has a conversation that is an object."""
    return some_entry_has(document, "conversation", dict)


def read(document: object, reading: Reading) -> list[Life]:
    """Return two lives a conversation, named ``sample_id/speaker``.

    In a speaker's life their own turns are the user's and the other's are the assistant's; every
    turn carries its speaker's name. Only sessions have a time, taken as UTC: their turns are put
    one second apart, so that their order can be told from their times.
    """
    lives: list[Life] = []
    taken: set[str] = set()
    for number, entry in enumerate(entries(document), 1):
        where = f"{reading.file}: conversation {number}"
        with reading.passing_over(where):
            sample = as_object(entry, "the sample")
            sample_id = check_text(sample.get("sample_id"), "sample_id")
            conversation = as_object(sample.get("conversation"), "conversation")
            speakers = _speakers(conversation)
            turns = list(_turns(conversation, speakers, where, reading))
            for speaker in speakers:
                name = distinct(f"{sample_id}/{speaker}", taken)
                lives.append(assemble(name, _as_heard_by(speaker, turns)))
    return lives


def _speakers(conversation: dict[str, object]) -> tuple[str, str]:
    one = check_text(conversation.get("speaker_a"), "speaker_a")
    other = check_text(conversation.get("speaker_b"), "speaker_b")
    if one == other:
        raise InvalidTurn(f"both speakers are {reprlib.repr(one)}; accepted are two names")
    return one, other


def _as_heard_by(speaker: str, turns: list[Message]) -> Iterator[Message]:
    for turn in turns:
        yield turn if turn.name == speaker else replace(turn, role="assistant")


def _turns(
    conversation: dict[str, object], speakers: tuple[str, str], where: str, reading: Reading
) -> Iterator[Message]:
    numbers = sorted(int(found[1]) for key in conversation if (found := _SESSION.fullmatch(key)))
    for number in numbers:
        session_id = f"session_{number}"
        place = f"{where}, {session_id}"
        with reading.passing_over(place):
            session = as_list(conversation.get(session_id), session_id)
            when = f"{session_id}_date_time"
            began = check_said_at(_time(conversation.get(when), when), reading.now)
            for position, turn in enumerate(session):
                said_at = began + timedelta(seconds=position)
                with reading.passing_over(f"{place}, message {position + 1}"):
                    yield _turn(as_object(turn, "turn"), speakers, session_id, said_at, reading)


def _turn(
    turn: dict[str, object],
    speakers: tuple[str, str],
    session_id: str,
    said_at: datetime,
    reading: Reading,
) -> Message:
    speaker = turn.get("speaker")
    if speaker not in speakers:
        wrong = "missing" if speaker is None else reprlib.repr(speaker)
        raise InvalidTurn(f"speaker is {wrong}; accepted are {' and '.join(speakers)}")
    return reading.message(
        role="user",
        text=turn.get("text"),
        session_id=session_id,
        said_at=said_at,
        name=speaker,
        key=turn.get("dia_id"),
    )


def _time(value: object, what: str) -> datetime:
    found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if found:
        hour, minute, half, day, month, year = found.groups()
        try:
            return datetime(
                int(year),
                _MONTHS.index(month.lower()) + 1,
                int(day),
                _hour(int(hour), half.lower()),
                int(minute),
                tzinfo=UTC,
            )
        except ValueError:
            pass
    wrong = "missing" if value is None else reprlib.repr(value)
    raise InvalidTurn(f"{what} is {wrong}; accepted is a time such as 1:56 pm on 8 May, 2023")


def _hour(hour: int, half: str) -> int:
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half == "pm" else 0)
