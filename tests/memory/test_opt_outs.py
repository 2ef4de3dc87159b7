"""Opt-outs: what the user, or the home, wants nothing remembered of, is not."""

from pathlib import Path

import pytest

from memory_agent import Memory
from memory_agent.domain.errors import InvalidInput, InvalidPolicy, NotFound
from tests.memory.asking import texts

OPTED = "The user does not want anything about their health remembered."


def added(memory: Memory, text: str, **more: object) -> list[str]:
    """Say something; return the sentences that are new."""
    changes = memory.add(text, user_id="ana", **more)  # type: ignore[arg-type]
    return [c.memory.text for c in changes if c.op == "add"]


def test_what_is_opted_out_of_is_ignored_with_its_reason_until_it_is_allowed(
    memory: Memory,
) -> None:
    assert added(memory, "Don't remember anything about my health.") == [OPTED]
    assert added(memory, "I suffer from migraines.") == []
    assert added(memory, "I have diabetes, and I live in Porto.") == ["The user lives in Porto."]
    with memory._stores.user("ana") as store, store.ledger.reading() as connection:
        reasons = {row[0] for row in connection.execute("SELECT reason FROM ignored")}
    assert "the user wants nothing about health remembered" in reasons
    (change,) = memory.add("You can remember my health again.", user_id="ana")
    assert (change.op, change.memory.text) == ("supersede", OPTED)
    assert added(memory, "I suffer from migraines.") == ["The user suffers from migraines."]


def test_it_holds_for_all_of_the_turn_that_says_it(memory: Memory) -> None:
    assert added(memory, "I have diabetes. Please don't remember anything about my health.") == [
        OPTED
    ]


@pytest.mark.parametrize(
    ("topic", "about", "other"),
    [
        ("health", "I am allergic to peanuts.", "I love tea."),
        ("health", "I take ibuprofen for my back pain.", "I live in Porto."),
        ("my kids", "My son Leo plays football.", "My sister Rita lives in Braga."),
        ("family", "My sister Rita lives in Braga.", "I work at Bosch."),
        ("work", "I work at Bosch.", "I live in Porto."),
        ("my job", "I work as a nurse.", "I love tea."),
        ("money", "I earn 4000 euros a month.", "I live in Porto."),
        ("religion", "I volunteer at the mosque.", "I am vegetarian."),
        ("location", "I live in Porto.", "I love tea."),
        ("where i live", "I moved to Lisbon.", "I love tea."),
        ("preferences", "I love tea.", "I live in Porto."),
        ("kind:preference", "I hate mushrooms.", "I live in Porto."),
        ("pets", "I have a dog called Rex.", "I live in Porto."),
        ("Rex", "My dog Rex is ten.", "I live in Porto."),
        ("music", "I play the guitar in a band.", "I am allergic to peanuts."),
        ("everything", "I live in Porto.", ""),
    ],
)
def test_a_topic_covers_what_it_is_about_and_nothing_else(
    memory: Memory, topic: str, about: str, other: str
) -> None:
    memory.opt_out(topic, user_id="ana")
    assert added(memory, about) == []
    memory.opt_in(topic, user_id="ana")
    assert added(memory, about) != [], "else this tests nothing"
    memory.opt_out(topic, user_id="ana")
    if other:
        assert added(memory, other) != []


def test_somebody_who_is_known_by_name_is_covered_by_what_they_are(memory: Memory) -> None:
    memory.add("My sister Rita lives in Braga.", user_id="ana")
    memory.opt_out("family", user_id="ana")
    assert memory.add("Rita moved to Oslo.", user_id="ana") == []


def test_an_opt_out_is_a_memory_that_can_be_undone_and_erased(memory: Memory) -> None:
    change = memory.opt_out("my health", user_id="ana")
    assert (change.op, change.actor, change.memory.kind) == ("add", "user", "instruction")
    assert texts(memory) == ["The user does not want anything about health remembered."]
    assert "health" in memory.profile(user_id="ana").text
    (number,) = (r.number for r in memory.log(user_id="ana"))
    memory.revert(revision=number, user_id="ana")
    assert added(memory, "I suffer from migraines.") != []
    memory.erase([change.memory.id], user_id="ana")
    assert memory.opt_outs(user_id="ana") == []


def test_what_cannot_be_opted_out_of_or_in_to_is_refused(memory: Memory) -> None:
    memory.opt_out("health", user_id="ana")
    with pytest.raises(InvalidInput, match="already"):
        memory.opt_out("my health", user_id="ana")
    with pytest.raises(InvalidInput, match="preference"):
        memory.opt_out("kind:feeling", user_id="ana")
    with pytest.raises(InvalidInput):
        memory.opt_out(" ", user_id="ana")
    with pytest.raises(InvalidInput, match="80"):
        memory.opt_out("x" * 200, user_id="ana")
    with pytest.raises(NotFound, match="religion"):
        memory.opt_in("religion", user_id="ana")


def test_the_home_may_never_remember_a_topic_of_anybody(memory: Memory, home: Path) -> None:
    path = home / "policies.toml"
    path.write_text('[privacy]\nnever_remember = ["health", "kind:preference"]\n')
    assert added(memory, "I have asthma. I love tea. I live in Porto.") == [
        "The user lives in Porto."
    ]
    memory.add("You can remember my health again.", user_id="ana")
    assert added(memory, "I suffer from migraines.") == []
    path.unlink()
    assert added(memory, "I suffer from migraines.") != []


def test_a_file_that_cannot_be_understood_keeps_the_turn_waiting(
    memory: Memory, home: Path
) -> None:
    path = home / "policies.toml"
    path.write_text("[privacy]\nnever = 1\n")
    with pytest.raises(InvalidPolicy):
        memory.add("I live in Porto.", user_id="ana")
    path.unlink()
    assert added(memory, "I love tea.") == ["The user lives in Porto.", "The user loves tea."]


def test_opting_out_keeps_what_is_known_and_the_turn(memory: Memory) -> None:
    memory.add("I suffer from migraines.", user_id="ana")
    memory.opt_out("health", user_id="ana")
    assert "The user suffers from migraines." in texts(memory)
    memory.add("My asthma is bad in spring.", user_id="ana")
    assert any("asthma" in hit.text for hit in memory.search("asthma", user_id="ana"))
