"""How a user opts out of a topic, or in again, and what sounds like it."""

from datetime import UTC, datetime

import pytest

from memory_agent.domain import Turn
from memory_agent.extraction import off_the_record, read_opt_outs
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
    "Don't keep my kids waiting",
    "leave my job out of the CV, it's too long",
    "Please don't make notes on the table",
    "I don't keep notes on my work",
    "My health is private insurance only",
    "my house is off the main road",
    "My brother is off the drugs",
    "My account is private on Instagram",
    "I never write down what I eat",
    "My diet isn't something I track anymore",
    "Please don't note anything on the form",
    "keep it short",
    "keep my address in mind",
    "don't forget my birthday",
    "No need to save money, I have enough",
    "I want to stop tracking my calories",
    "Can you stop tracking my parcel?",
    "Don't record the meeting",
    "can you not save the file in docx",
    "please keep my daughter's allergy in mind",
    "I'm not comfortable with my weight",
    "Remember everything I told you about Rome",
    "you can remember ordinary things",
    "It's okay to keep eggs out of the fridge?",
    "Remember that my job is in Leeds",
    "note that my salary is paid monthly",
    "Don't log in to my bank",
    "I keep my politics out of the office",
    "my religion is out of the question",
    "Keep me out of this",
    "How do I keep my kids out of the kitchen?",
    "my finances are in order, nothing to note",
    "My wife wants no notes on the fridge",
    "Do not learn about my project from the web",
    "I'm on a diet, keep sugar out of it",
    "My doctor keeps records on my weight",
    "He is not allowed to record my classes",
    "It's not ok to keep dogs in a flat",
    "store the milk, not the wine",
    "My manager said to keep my opinion to myself",
    "don't collect my parcel",
    "never save my seat",
    "Off the record label I got two LPs",
    "don't save this file",
    "I'd rather not keep my car",
    "My son isn't something",
    "I don't want to keep my job",
    "I'd prefer you didn't track my order",
    "Please don't write about my dog in the essay",
    "Don't write down the address wrong",
    "just keep track of my spending",
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


OFF_THE_RECORD = [
    ("Off the record: I'm tired of Jo. My cat is Pixel.", "Off the record: I'm tired of Jo"),
    ("I live in Bari. Don't save this, but I'm broke.", "Don't save this, but I'm broke"),
    ("I'm a spy in Minsk, off the record.", "I'm a spy in Minsk, off the record"),
    ("I live in Bari. I'm broke. Don't write that down.", ""),
    ("Off the record label I got two LPs", ""),
    ("don't remember this", ""),
]


@pytest.mark.parametrize(("text", "apart"), OFF_THE_RECORD)
def test_what_is_off_the_record_is_told_by_its_sentence(text: str, apart: str) -> None:
    assert [text[a:b].strip() for a, b in off_the_record(turn(text))] == [apart] * bool(apart)


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
