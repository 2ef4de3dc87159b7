"""The profile, and invariant 9: what changes comes after it."""

import pytest

from memory_agent import Memory
from tests.memory.asking import JANUARY, learn

SAID = (
    "My name is Ana.",
    "I live in Rome.",
    "I work at Brightwater.",
    "I am allergic to peanuts.",
    "I love sushi. I love hiking.",
    "My brother Owen works as a baker.",
    "Always answer in metric units.",
)
SMALL_TALK = ("Thanks, that helps!", "What is the capital of Peru?", "Hi there, how are you?")


@pytest.fixture
def ana(memory: Memory) -> Memory:
    memory.add(list(SAID), user_id="ana", at=JANUARY)
    return memory


def prefix(memory: Memory, query: str, budget: int = 400) -> str:
    """A context up to what this query needs."""
    text = memory.context(query, user_id="ana", budget=budget).text
    return text.split("## Relevant")[0].split("## Said before")[0].removesuffix("</memory-context>")


def test_the_profile_tells_what_lasts_by_section(ana: Memory) -> None:
    profile = ana.profile(user_id="ana")
    assert [line.split(":")[0] for line in profile.text.splitlines()] == [
        "Who",
        "People",
        "Work",
        "Health",
        "Preferences",
        "Instructions",
    ]
    assert {memory.id for memory in profile.memories} <= {m.id for m in ana.list(user_id="ana")}
    assert profile.tokens > 0


def test_invariant_9_stable_prefix_with_nothing_new_learned_not_a_byte_changes(
    ana: Memory,
) -> None:
    before = prefix(ana, "Where do I live?")
    assert "## Profile" in before and "Rome" in before
    for said in SMALL_TALK:
        assert ana.add(said, user_id="ana") == []
        assert prefix(ana, said) == before
    ana.search("peanuts", user_id="ana")
    ana.add("I live in Oslo. I am vegan.", user_id="ben")
    ana.add({"role": "assistant", "content": "You live in Lima."}, user_id="ana")
    for query in ("What to cook?", "Owen", "x" * 5000, ""):
        assert prefix(ana, query) == before


def test_invariant_9_stable_prefix_holds_across_restarts(ana: Memory) -> None:
    before = prefix(ana, "Where do I live?")
    with Memory.open(ana.home, embedder=ana._embedder) as again:
        assert prefix(again, "What to cook?") == before


def test_what_is_learned_changes_the_profile(ana: Memory) -> None:
    before = prefix(ana, "Where do I live?")
    learn(ana, "I am allergic to walnuts.")
    after = prefix(ana, "Where do I live?")
    assert after != before and "walnuts" in after


def test_a_smaller_budget_has_a_profile_of_its_own_that_is_stable_too(ana: Memory) -> None:
    small = prefix(ana, "Where do I live?", budget=100)
    assert small == prefix(ana, "What to cook?", budget=100)
    assert len(small) < len(prefix(ana, "Where do I live?"))
