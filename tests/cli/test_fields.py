from datetime import UTC, datetime

from memory_agent.cli.fields import memory_fields, source_fields
from memory_agent.cli.output import Quote
from memory_agent.domain import Memory, Provenance, Turn

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def memory_from(turn: Turn, words: str) -> Memory:
    start = turn.text.index(words)
    source = Provenance(turn.id, turn.session_id, turn.role, words, start, start + len(words))
    return Memory("m-1", "fact", "Ana lives in Lisbon.", "current", 0.9, AT, 1, source=source)


def turn_saying(text: str) -> Turn:
    return Turn("t-1", "s-1", 1, "user", text, AT, AT, name="Ana")


def test_the_words_are_quoted_within_their_turn() -> None:
    turn = turn_saying("I moved. I live in Lisbon now.")
    fields = dict(source_fields(memory_from(turn, "live in Lisbon"), turn))
    assert fields["said by"] == "user Ana"
    assert fields["said at"] == "2026-03-01T09:30:00Z"
    assert fields["words"] == Quote("I moved. I ", "live in Lisbon", " now.")


def test_of_a_long_turn_only_what_is_around_the_words_is_given() -> None:
    turn = turn_saying("a" * 1000 + "live in Lisbon" + "z" * 1000)
    quote = dict(source_fields(memory_from(turn, "live in Lisbon"), turn))["words"]
    assert quote == Quote("... " + "a" * 240, "live in Lisbon", "z" * 240 + " ...")


def test_a_memory_of_no_turn_says_so() -> None:
    written = Memory("m-1", "fact", "Ana is tall.", "current", 1.0, AT, 1, valid_to=AT)
    assert source_fields(written, None) == [("said by", "nobody: it was written directly")]
    assert dict(memory_fields(written))["valid"] == "until 2026-03-01T09:30:00Z"
