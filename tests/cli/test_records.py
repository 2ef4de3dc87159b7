from datetime import UTC, datetime

from memory_agent.cli import records
from memory_agent.domain import (
    Change,
    Context,
    Hit,
    Memory,
    Profile,
    Provenance,
    Revision,
    Turn,
)

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
TURN = Turn("t-1", "s-1", 1, "user", "I live in Lisbon.", AT, AT)
SOURCE = Provenance("t-1", "s-1", "user", "live in Lisbon", 2, 16)
MEMORY = Memory(
    "m-1", "fact", "Ana lives in Lisbon.", "current", 0.9, AT, 1, "Ana", "lives_in", "Lisbon",
    valid_from=AT, source=SOURCE,
)  # fmt: skip
DOCUMENT = {
    "id": "m-1",
    "kind": "fact",
    "text": "Ana lives in Lisbon.",
    "subject": "Ana",
    "predicate": "lives_in",
    "object": "Lisbon",
    "polarity": 0,
    "status": "current",
    "confidence": 0.9,
    "valid_from": "2026-03-01T09:30:00Z",
    "valid_to": None,
    "recorded_at": "2026-03-01T09:30:00Z",
    "version": 1,
    "pinned": False,
    "source": {
        "turn_id": "t-1",
        "session_id": "s-1",
        "quote": "live in Lisbon",
        "role": "user",
    },
}


def test_a_memory_has_the_keys_of_the_contract_and_no_more() -> None:
    assert records.memory_document(MEMORY) == DOCUMENT


def test_a_memory_that_a_person_wrote_directly_has_no_source() -> None:
    written = Memory("m-2", "fact", "Ana is tall.", "current", 1.0, AT, 1)
    assert records.memory_document(written)["source"] is None


def test_a_change_is_its_operation_and_memory_and_in_upkeep_its_reason() -> None:
    change = Change("fade", MEMORY, "not said again for a year", "retention")
    assert records.change_document(change) == {"op": "fade", "memory": DOCUMENT}
    assert records.reasoned_document(change) == {
        "op": "fade",
        "memory": DOCUMENT,
        "reason": "not said again for a year",
    }


def test_a_hit_says_which_turn_it_comes_from() -> None:
    said = {"session_id": "s-1", "turn_id": "t-1", "said_at": "2026-03-01T09:30:00Z"}
    assert records.hit_document(Hit(MEMORY, 0.5, TURN)) == {
        "id": "m-1", "type": "memory", "text": "Ana lives in Lisbon.", "score": 0.5, **said,
    }  # fmt: skip
    assert records.hit_document(Hit(TURN, 0.5, TURN)) == {
        "id": "t-1", "type": "turn", "text": "I live in Lisbon.", "score": 0.5, **said,
    }  # fmt: skip


def test_a_hit_on_a_memory_of_no_turn_says_null() -> None:
    document = records.hit_document(Hit(MEMORY, 0.5, None))
    assert [document[key] for key in ("session_id", "turn_id", "said_at")] == [None, None, None]


def test_a_context_names_what_it_shows_by_id() -> None:
    assert records.context_document(Context("...", 7, (MEMORY,), (TURN,))) == {
        "text": "...",
        "tokens": 7,
        "memories": ["m-1"],
        "turns": ["t-1"],
    }


def test_a_profile_is_its_text_and_length() -> None:
    assert records.profile_document(Profile("...", 7, (MEMORY,))) == {"text": "...", "tokens": 7}


def test_a_revision_carries_the_state_after_it() -> None:
    revision = Revision(4, "add", "m-1", 1, MEMORY, "said so", "rules", AT, "t-1", 2, SOURCE)
    assert records.revision_document(revision) == {
        "number": 4,
        "op": "add",
        "memory_id": "m-1",
        "version": 1,
        "text": "Ana lives in Lisbon.",
        "reason": "said so",
        "actor": "rules",
        "recorded_at": "2026-03-01T09:30:00Z",
        "turn_id": "t-1",
        "displaced": 2,
        "status": "current",
        "valid_from": "2026-03-01T09:30:00Z",
        "valid_to": None,
        "source": DOCUMENT["source"],
    }


def test_a_revision_whose_state_is_erased_keeps_its_keys() -> None:
    erased = Revision(4, "add", "m-1", 1, None, "erased", "rules", AT, "t-1", 2)
    assert records.revision_document(erased) == {
        **{"number": 4, "op": "add", "memory_id": "m-1", "version": 1},
        **{"text": None, "status": None, "valid_from": None, "valid_to": None},
        **{"reason": "erased", "actor": "rules", "recorded_at": "2026-03-01T09:30:00Z"},
        **{"turn_id": "t-1", "displaced": 2, "source": None},
    }
