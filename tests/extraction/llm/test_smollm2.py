"""The plumbing for real: a small chat model generates, and whatever it writes breaks nothing."""

import logging
from pathlib import Path

import pytest

from memory_agent import Memory
from memory_agent.extraction.llm.asking import ask
from memory_agent.extraction.llm.prompting import request
from memory_agent.models import MiniLM
from memory_agent.models.local_chat import LocalChatModel
from tests.extraction.llm.models import turns


@pytest.fixture(scope="module")
def model() -> LocalChatModel:
    return LocalChatModel(max_new_tokens=48)


def test_it_writes_something_that_is_read_or_is_none(model: LocalChatModel) -> None:
    from memory_agent.extraction.llm.batching import Batch

    found = ask(model, request(Batch((), tuple(turns("I live in Porto."))), []))
    assert found is None or isinstance(found, list)


def test_what_it_cannot_read_the_local_extractor_reads(
    model: LocalChatModel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.INFO, "memory_agent"),
        Memory.open(tmp_path, model=model, embedder=MiniLM()) as memory,
    ):
        changes = memory.add("I live in Porto and I am allergic to peanuts.", user_id="ana")
        actors = {revision.actor for revision in memory.log(user_id="ana")}
    lines = [record for record in caplog.records if "SmolLM2-135M-Instruct" in record.getMessage()]
    assert len(lines) == 1
    if lines[0].levelname == "WARNING":  # garbage, as of 48 tokens is to be expected
        assert [change.memory.object for change in changes] == ["Porto", "peanuts"]
        assert actors == {"local"}
    else:
        assert actors <= {"llm extract-v1: SmolLM2-135M-Instruct"}
    assert "Porto" not in caplog.text
