"""A model that fails never stops a turn: the local extractor takes it, and the log says so."""

import logging
import time

import pytest
from langchain_core.messages import AIMessage

from tests.extraction.llm.conftest import Asked
from tests.extraction.llm.models import (
    PORTO,
    HangingModel,
    TextModel,
    told,
    turns,
    written,
)
from tests.langchain.scripted import ScriptedModel

SAID = turns("I live in Porto, secretly.", ("assistant", "Porto? Lovely."))
REFUSAL = AIMessage("I can't help with Porto.", additional_kwargs={"refusal": "Porto"})


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (ScriptedModel(script=[RuntimeError("secretly overloaded")]), "RuntimeError"),
        (TextModel(script=[TimeoutError("secretly")]), "TimeoutError"),
        (TextModel(script=["Porto!", ConnectionError("secretly")]), "ConnectionError"),
        (ScriptedModel(script=[REFUSAL, REFUSAL]), "two answers that could not be read"),
        (TextModel(script=["Porto!", "Porto?"]), "two answers that could not be read"),
        (TextModel(script=["", ""]), "two answers that could not be read"),
    ],
    ids=lambda given: given if isinstance(given, str) else str(given.script)[:40],
)
def test_the_local_extractor_takes_the_turns(
    model: ScriptedModel, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    asked = Asked(model)
    with caplog.at_level(logging.INFO, "memory_agent"):
        first, second = asked(SAID)
    assert [c.text for c in first.candidates] == ["Local: I live in Porto, secretly."]
    assert (first.actor, second.actor) == ("local", "local")
    assert asked.local.given == SAID
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert reason in record.getMessage()
    assert "Porto" not in caplog.text
    assert "secretly" not in caplog.text


def test_a_model_that_does_not_answer_is_not_waited_for_and_asked_no_more(
    caplog: pytest.LogCaptureFixture,
) -> None:
    model = HangingModel()
    asked = Asked(model, seconds=0.05)
    before = time.monotonic()
    found = asked([*SAID, *turns("I love tea.", session="other")])
    assert time.monotonic() - before < 30  # it holds on for 60
    assert [len(e.candidates) for e in found] == [1, 0, 1]
    assert len(model.prompts) == 1
    assert "no answer within 0.05 s" in caplog.text


def test_an_answer_that_cannot_be_read_costs_its_own_session_only() -> None:
    model = TextModel(script=["Porto!", "Porto!", written(PORTO)])
    asked = Asked(model)
    found = asked([*turns("I live in Porto."), *turns("I live in Porto.", session="other")])
    assert [e.actor for e in found] == ["local", None]
    assert [c.rule for e in found for c in e.candidates] == ["local", asked.extractor.name]


def test_what_was_dropped_is_in_the_log_without_a_word_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, "memory_agent"):
        Asked(ScriptedModel(script=[told(PORTO, PORTO | {"quote": "Lisbon"}, {})]))(
            turns("I live in Porto.")
        )
    (record,) = caplog.records
    assert record.levelname == "INFO"
    assert "1 memories of 1 turns; dropped: made-up quote 1, invalid turn 1" in caplog.text
    assert "Porto" not in caplog.text
