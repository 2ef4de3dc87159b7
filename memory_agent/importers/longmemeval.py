"""LongMemEval: questions, each with the haystack of sessions that it is asked about."""

import re
import reprlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from memory_agent.domain import Message
from memory_agent.domain.checking import check_said_at, check_text
from memory_agent.domain.errors import InvalidTurn
from memory_agent.importers.archive import Life
from memory_agent.importers.assembling import assemble, distinct
from memory_agent.importers.reading import Reading
from memory_agent.importers.shapes import as_list, as_object, entries, some_entry_has

SHAPE = "the LongMemEval benchmark's list of questions with haystack_sessions"

_TIME = re.compile(r"(\d{4})/(\d\d)/(\d\d) \(\w+\) (\d\d):(\d\d)")


def recognises(document: object) -> bool:
    """Return whether some entry has a haystack."""
    return some_entry_has(document, "haystack_sessions")


def read(document: object, reading: Reading) -> list[Life]:
    """Return one life a question, named by its id.

    Only sessions have a time, taken as UTC: their turns are put one second apart, so that their
    order can be told from their times.
    """
    lives: list[Life] = []
    taken: set[str] = set()
    for number, entry in enumerate(entries(document), 1):
        where = f"{reading.file}: question {number}"
        with reading.passing_over(where):
            question = as_object(entry, "the question")
            name = check_text(question.get("question_id"), "question_id")
            messages = list(_haystack(question, where, reading))
            lives.append(assemble(distinct(name, taken), messages))
    return lives


def _haystack(question: dict[str, object], where: str, reading: Reading) -> Iterator[Message]:
    sessions, ids, dates = (
        as_list(question.get(name), name)
        for name in ("haystack_sessions", "haystack_session_ids", "haystack_dates")
    )
    if not len(sessions) == len(ids) == len(dates):
        raise InvalidTurn(
            f"{len(sessions)} haystack_sessions, {len(ids)} haystack_session_ids and "
            f"{len(dates)} haystack_dates; accepted is as many of each"
        )
    taken: set[str] = set()
    for number, (session, id_, date) in enumerate(zip(sessions, ids, dates, strict=True), 1):
        place = f"{where}, session {number}"
        with reading.passing_over(place):
            turns = as_list(session, "the session")
            if not turns:  # the published data has such, also without a date
                continue
            # A session can stand twice in one haystack, at two times: those are two sessions.
            session_id = distinct(check_text(id_, "the session's id"), taken)
            began = check_said_at(_time(date), reading.now)
            for position, turn in enumerate(turns):
                said_at = began + timedelta(seconds=position)
                with reading.passing_over(f"{place}, message {position + 1}"):
                    yield _message(as_object(turn, "turn"), session_id, said_at, reading)


def _message(
    turn: dict[str, object], session_id: str, said_at: datetime, reading: Reading
) -> Message:
    return reading.message(
        role=turn.get("role"),
        text=turn.get("content"),
        text_called="content",
        session_id=session_id,
        said_at=said_at,
    )


def _time(value: object) -> datetime:
    found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if found:
        year, month, day, hour, minute = map(int, found.groups())
        try:
            return datetime(year, month, day, hour, minute, tzinfo=UTC)
        except ValueError:
            pass
    wrong = "missing" if value is None else reprlib.repr(value)
    raise InvalidTurn(f"date is {wrong}; accepted is a time such as 2023/04/25 (Tue) 04:07")
