"""What a profile chooses from: it must miss nothing that a profile has a place for."""

from memory_agent.compression import build_profile
from memory_agent.models import WordPieceCounter
from memory_stores.ledger import SqliteLedger
from tests.stores.making import add, day

LATEST = day(10)


def fill(ledger: SqliteLedger) -> None:
    lives = {"subject": "user", "predicate": "lives_in"}
    add(ledger, "The user lives in Rome.", object="Rome", **lives)
    add(ledger, "The user lived in Turin.", object="Turin", status="superseded", **lives)
    add(ledger, "The user saw a heron.")
    add(ledger, "The user prefers short walks.", kind="preference")
    add(ledger, "The user wants the assistant to be brief.", kind="instruction")
    add(ledger, "The user flies to Oslo.", kind="event", valid_from=day(11), valid_to=day(12))
    add(ledger, "The user flew to Porto.", kind="event", valid_from=day(1), valid_to=day(2))
    add(ledger, "The user dreamt of a whale.", kind="event")


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
        "The user prefers short walks.",
        "The user wants the assistant to be brief.",
        "The user flies to Oslo.",
    ]
