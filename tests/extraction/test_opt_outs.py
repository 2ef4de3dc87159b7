"""How a user opts out of a topic, or in again, and what sounds like it."""

from datetime import UTC, datetime

import pytest

from memory_agent.domain import Turn
from memory_agent.extraction import read_opt_outs
from memory_agent.extraction.wishes import wish
from tests.extraction.conftest import turn

OUT = [
    ("don't remember anything about my health", ["health"]),
    ("Please don't remember anything about my health.", ["health"]),
    ("please never store anything about my kids", ["kids"]),
    ("stop saving my preferences", ["preferences"]),
    ("I don't want you to remember anything about my divorce or my ex", ["divorce", "ex"]),
    ("dont remember anything about my medication and my therapist", ["medication", "therapist"]),
    ("never save where I live", ["where I live"]),
    ("Don't remember my salary.", ["salary"]),
    ("Nothing about my religion should be stored.", ["religion"]),
    ("keep my job out of your memory", ["job"]),
    ("stop storing information about my location please", ["location"]),
    ("I'd rather you didn't remember my weight", ["weight"]),
    ("don't remember anything about Project Falcon", ["Project Falcon"]),
    ("don't keep notes on my mental health", ["mental health"]),
    ("From now on, don't save anything about politics.", ["politics"]),
    ("You're not allowed to record anything about my family", ["family"]),
    ("you must not store details about my income", ["income"]),
    ("don't remember anything", ["everything"]),
    ("stop remembering things about me", ["everything"]),
    ("never store anything about me", ["everything"]),
]
IN = [
    ("you can remember my health again", ["health"]),
    ("you may remember things about my kids again", ["kids"]),
    ("It's fine to remember my job again", ["job"]),
    ("start saving my preferences again", ["preferences"]),
    ("You can start remembering everything again", ["everything"]),
]
NEITHER = [
    "I don't remember my password",
    "Don't keep the sauce on the heat",
    "don't save my changes",
    "never store my milk on the counter",
    "don't remember this",
    "do you remember my health issues?",
    "you can keep my book",
    "remember my birthday",
    "can you remember my name?",
    "I can't remember anything about my childhood",
    "I never keep notes about my work",
    "you can save my file",
    "don't store anything in the garage",
    "Stop tracking the order",
    "keep me posted about my order",
    "Remember that I don't eat fish",
    "my doctor told me to stop recording my calories",
    "I stopped saving money",
    'She said "don\'t remember anything about my health".',
    "Translate: don't remember anything about my health",
]


def read(text: str, **more: str) -> list[tuple[str | None, str]]:
    return [(c.object, c.intent) for c in read_opt_outs(turn(text, **more))]  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "topics"), OUT)
def test_a_topic_is_opted_out_of(text: str, topics: list[str]) -> None:
    assert read(text) == [(topic, "state") for topic in topics]


@pytest.mark.parametrize(("text", "topics"), IN)
def test_a_topic_is_allowed_again(text: str, topics: list[str]) -> None:
    assert read(text) == [(topic, "end") for topic in topics]


@pytest.mark.parametrize("text", NEITHER)
def test_what_only_sounds_like_it_is_neither(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("role", ["assistant", "tool", "system"])
def test_only_the_user_opts_out(role: str) -> None:
    assert read(OUT[0][0], role=role) == []


def test_the_memory_cites_its_words() -> None:
    said = datetime(2026, 5, 1, tzinfo=UTC)
    text = "I'm Ana. Don't remember anything about my health, please."
    (candidate,) = read_opt_outs(Turn("t", "s", 1, "user", text, said, said, name="Ana"))
    assert candidate.text == "Ana does not want anything about their health remembered."
    source = candidate.source
    assert text[source.start : source.end] == source.quote
    assert (candidate.subject, candidate.predicate) == ("Ana", "opt_out")


def test_one_clause_can_be_asked_about_alone() -> None:
    found = wish("don't remember anything about my health")
    assert found is not None
    assert (found.topics, found.allowed) == (("health",), False)
    assert wish("I live in Porto") is None
