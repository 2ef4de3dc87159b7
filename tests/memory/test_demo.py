"""A year of one person's chats, read from the demo's archive to the end."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from memory_agent import Memory
from memory_agent.domain import Digest
from memory_agent.importers import read_archive
from memory_agent.models import MiniLM
from tests.memory.asking import texts

ARCHIVE = Path(__file__).parents[2] / "examples/demo/conversations.json"
Demo = tuple[Memory, Digest]

KNOWN = {
    "home": r"\b(live|move|based).*Edinburgh",
    "employer": r"Brackenfell Wind",
    "birthday": r"birthday.*\b14(th of)? March",
    "allergy": r"allergic to hazelnuts",
    "dog": r"greyhound",
    "brother": r"brother.*Owen",
    "units": r"metric",
    "book": r"(love|like|enjoy|favou?rite).*Piranesi|Piranesi.*(love|like|enjoy|favou?rite)",
}
NO_LONGER = {
    "the old home": r"\blives? in Leeds|moved to Leeds",
    "the old employer": r"\b(works?|analyst) (at|for) Pellworth Freight",
    "the wrong birthday": r"\b4(th of)? March",
    "the cancelled trip": r"\b(going|travel\w*|fly\w*|booked|trip) to Lisbon",
}
NEVER = ["penicillin", "Malaga", "Wakefield", "Dundee", "lottery", "Glasgow", "lighthouse keeper"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, embedder: MiniLM) -> Iterator[Demo]:
    with Memory.open(tmp_path_factory.mktemp("demo"), embedder=embedder) as memory:
        (life,) = read_archive(ARCHIVE).lives
        yield memory, memory.ingest(life.messages, user_id="demo")


@pytest.mark.parametrize("what", KNOWN)
def test_what_was_said_in_passing_is_known(demo: Demo, what: str) -> None:
    pattern = re.compile(KNOWN[what], re.IGNORECASE)
    assert [text for text in texts(demo[0], "demo") if pattern.search(text)]


@pytest.mark.parametrize("what", NO_LONGER)
def test_what_changed_was_known_and_is_no_longer_current(demo: Demo, what: str) -> None:
    pattern = re.compile(NO_LONGER[what], re.IGNORECASE)
    assert [text for text in texts(demo[0], "demo", status=None) if pattern.search(text)]
    assert not [text for text in texts(demo[0], "demo") if pattern.search(text)]


@pytest.mark.parametrize("word", NEVER)
def test_what_is_not_the_users_own_life_is_never_learned(demo: Demo, word: str) -> None:
    every = texts(demo[0], "demo", status=None)
    assert not [text for text in every if word.casefold() in text.casefold()]


def test_invariant_5_grounded_every_memory_cites_words_of_its_turn(demo: Demo) -> None:
    memory, _ = demo
    for known in memory.list(user_id="demo", status=None):
        assert known.source is not None
        turn = memory.turn(known.source.turn_id, user_id="demo")
        assert turn.role == "user"
        assert turn.text[known.source.start : known.source.end] == known.source.quote


def test_the_profile_and_the_context_tell_the_present(demo: Demo) -> None:
    memory, _ = demo
    profile = memory.profile(user_id="demo").text
    for wanted in ("Edinburgh", "Brackenfell", "hazelnuts", "metric"):
        assert wanted in profile
    assert "Leeds" not in profile and "Pellworth" not in profile
    context = memory.context("What could I cook on Saturday?", user_id="demo")
    assert "hazelnuts" in context.text and context.tokens <= 400


def test_most_small_talk_teaches_nothing(demo: Demo) -> None:
    _, digest = demo
    asked = {turn.id for turn in digest.turns if turn.role == "user"}
    taught = {change.source.turn_id for change in digest.changes if change.source}
    assert 0 < len(taught) < len(asked) / 2


def test_reading_it_again_adds_nothing(demo: Demo) -> None:
    memory, _ = demo
    before = memory.stats(user_id="demo")
    again = memory.ingest(read_archive(ARCHIVE).lives[0].messages, user_id="demo")
    assert (again.turns, again.changes) == ((), ())
    assert memory.stats(user_id="demo") == before
