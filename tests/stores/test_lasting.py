"""What a profile chooses from: it must miss nothing that a profile has a place for."""

from datetime import UTC, datetime, timedelta

from memory_agent.compression import build_profile
from memory_agent.domain import Change, Kind, Memory, Status
from memory_agent.domain.ids import new_id
from memory_agent.domain.times import now
from memory_agent.models import WordPieceCounter
from memory_stores.ledger import SqliteLedger

LATEST = datetime(2026, 3, 2, tzinfo=UTC)


def remember(
    ledger: SqliteLedger,
    text: str,
    kind: Kind,
    predicate: str | None = None,
    over_in: timedelta | None = None,
    status: Status = "current",
) -> None:
    until = None if over_in is None else LATEST + over_in
    memory = Memory(
        id=new_id("m"),
        kind=kind,
        text=text,
        status=status,
        confidence=0.9,
        recorded_at=now(),
        version=1,
        subject="user" if predicate else None,
        predicate=predicate,
        object=text.split()[-1].rstrip(".") if predicate else None,
        valid_from=None if until is None else until - timedelta(days=1),
        valid_to=until,
    )
    ledger.commit([Change("add", memory, "written by the test", "test")])


def fill(ledger: SqliteLedger) -> None:
    day = timedelta(days=1)
    remember(ledger, "The user lives in Rome.", "fact", "lives_in")
    remember(ledger, "The user saw a heron.", "fact")
    remember(ledger, "The user loves sushi.", "preference", "likes")
    remember(ledger, "The user prefers short walks.", "preference")
    remember(ledger, "The user wants the assistant to be brief.", "instruction")
    remember(ledger, "The user flies to Oslo.", "event", over_in=10 * day)
    remember(ledger, "The user flew to Porto.", "event", over_in=-10 * day)
    remember(ledger, "The user dreamt of a whale.", "event")
    remember(ledger, "The user lived in Turin.", "fact", "lives_in", status="superseded")


def test_a_profile_of_what_lasts_is_the_profile_of_everything(ledger: SqliteLedger) -> None:
    fill(ledger)
    counter = WordPieceCounter()
    for latest in (LATEST, None):
        everything = build_profile(ledger.memories(), latest, 200, counter)
        assert build_profile(ledger.lasting(latest), latest, 200, counter) == everything
        assert everything.memories


def test_what_is_over_and_what_fills_no_slot_is_left_out(ledger: SqliteLedger) -> None:
    fill(ledger)
    assert [memory.text for memory in ledger.lasting(LATEST)] == [
        "The user lives in Rome.",
        "The user loves sushi.",
        "The user prefers short walks.",
        "The user wants the assistant to be brief.",
        "The user flies to Oslo.",
    ]
