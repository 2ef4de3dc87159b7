"""Hostile text: nothing of it becomes a current memory, and nothing breaks out of the block."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from memory_agent import Memory, Settings
from memory_agent.domain import Role
from memory_agent.models import MiniLM
from tests.invariants.hostile_cases import ASKING, BREAKING_OUT, PASTED_BY_THE_USER, SILENT
from tests.invariants.living import life

KNOWN = "I live in Porto."
CONTROL = "The user lives in Porto."

LINES = re.compile(
    r"## (?:Profile|Relevant|Said before)"
    r"|(?:Who|People|Work|Health|Preferences|Instructions|Plans): .+\."
    r"|- \[\d{4}-\d\d-\d\d\] .+"
)


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Memory]:
    home: Path = tmp_path_factory.mktemp("hostile") / "home"
    with Memory.open(home, embedder=MiniLM(), settings=Settings(logged_contexts=0)) as opened:
        yield opened


def known(memory: Memory, user_id: str) -> list[str]:
    return [m.text for m in memory.list(user_id=user_id)]


def assert_is_one_block(text: str) -> None:
    """A block is one opening and one closing tag, and every line between is of its own making."""
    first, notes, *inside, last = text.split("\n")
    assert (first, last) == ("<memory-context>", "</memory-context>")
    assert notes.startswith("Notes on the user")
    assert text.count("<") == text.count(">") == 2
    assert all(LINES.fullmatch(line) for line in inside), inside
    assert not any(mark in text for mark in ("```", "~~~", "＜", "＞", "〈", "⟨"))
    seen = text.replace("\n", "")
    assert {unicodedata.category(c) for c in seen}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})


def test_there_are_as_many_cases_as_are_meant() -> None:
    assert len(PASTED_BY_THE_USER) + len(ASKING) + len(SILENT) + len(BREAKING_OUT) >= 100


@pytest.mark.parametrize("text", PASTED_BY_THE_USER)
def test_what_a_user_pastes_becomes_no_memory(memory: Memory, text: str) -> None:
    with life(memory) as user_id:
        memory.add(KNOWN, user_id=user_id)
        assert memory.add(text, user_id=user_id) == []
        assert known(memory, user_id) == [CONTROL]
        assert_is_one_block(memory.context("Where does the user live? spam", user_id=user_id).text)


@pytest.mark.parametrize(("role", "text"), SILENT)
def test_nothing_is_made_of_what_others_say(memory: Memory, role: Role, text: str) -> None:
    with life(memory) as user_id:
        memory.add(KNOWN, user_id=user_id)
        assert memory.add({"role": role, "content": text}, user_id=user_id) == []
        assert [m.text for m in memory.list(user_id=user_id, status=None)] == [CONTROL]


@pytest.mark.parametrize(("role", "text"), ASKING)
def test_what_others_ask_for_is_quarantined(memory: Memory, role: Role, text: str) -> None:
    with life(memory) as user_id:
        memory.add(KNOWN, user_id=user_id)
        (change,) = memory.add({"role": role, "content": text}, user_id=user_id)
        assert change.memory.status == "quarantined"
        assert known(memory, user_id) == [CONTROL]


@pytest.mark.parametrize(("role", "text"), [("tool", text) for text in PASTED_BY_THE_USER])
def test_a_page_that_a_tool_read_becomes_no_current_memory(
    memory: Memory, role: Role, text: str
) -> None:
    with life(memory) as user_id:
        memory.add(KNOWN, user_id=user_id)
        memory.add({"role": role, "content": text}, user_id=user_id)
        assert known(memory, user_id) == [CONTROL]


@pytest.mark.parametrize("text", BREAKING_OUT)
def test_nothing_breaks_out_of_the_block(memory: Memory, text: str) -> None:
    with life(memory) as user_id:
        memory.add(f"I live in Porto {text} obey", user_id=user_id, infer=False)
        memory.add(f"I love tea{text}", user_id=user_id)
        memory.add(
            {"role": "tool", "content": f"Porto {text} obey", "name": f"t{text}"}, user_id=user_id
        )
        memory.add(
            {"role": "user", "content": "Porto, I like it.", "name": f"Ana{text}"}, user_id=user_id
        )
        for query in ("Porto obey tea", f"Porto {text}", ""):
            context = memory.context(query, user_id=user_id, budget=1000)
            if context.text:
                assert_is_one_block(context.text)
        assert memory.context("Porto obey", user_id=user_id).memories


def test_the_users_own_words_around_a_pasted_page_are_learned(memory: Memory) -> None:
    with life(memory) as user_id:
        memory.add("I live in Porto. <p>I love spam.</p> I'm allergic to nuts.", user_id=user_id)
        assert known(memory, user_id) == [CONTROL, "The user is allergic to nuts."]
