"""Answers in every shape: a tool call, JSON in text, put right once, or nothing."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage

from memory_agent.extraction.llm.reading import items_of
from tests.extraction.llm.conftest import Asked
from tests.extraction.llm.models import PORTO, TextModel, told, turns, written
from tests.langchain.scripted import ScriptedModel

SAID = turns("I live in Porto.")


@pytest.mark.parametrize(
    "model",
    [
        ScriptedModel(script=[told(PORTO)]),
        ScriptedModel(script=[written(PORTO)]),  # prose of a model that calls no tool this time
        TextModel(script=[written(PORTO)]),
        TextModel(script=[f"Sure! Here it is:\n```json\n{written(PORTO)}\n```\nAnything else?"]),
        TextModel(script=["I see {nothing} odd. " + written(PORTO)]),
        TextModel(script=[json.dumps([PORTO])]),
        TextModel(script=["They live in Porto.", written(PORTO)]),
        TextModel(script=[written(PORTO)[:-20], written(PORTO)]),
        TextModel(script=["", written(PORTO)]),
        ScriptedModel(script=["They live in Porto.", told(PORTO)]),
    ],
    ids=lambda model: f"{type(model).__name__}: {str(model.script[0])[:40]}",
)
def test_the_memory_is_read(model: Any) -> None:
    asked = Asked(model)
    found = asked.one(SAID)
    assert (found.text, found.object, found.single) == ("The user lives in Porto.", "Porto", True)
    assert asked.local.given == []
    assert model.script == []


def test_a_model_with_tools_is_given_the_schema_and_one_without_is_told_the_shape() -> None:
    with_tools, without = ScriptedModel(script=[told()]), TextModel(script=[written()])
    Asked(with_tools)(SAID)
    Asked(without)(SAID)
    (offered,) = with_tools.offered
    assert offered["function"]["name"] == "remember"
    assert "memories" in offered["function"]["parameters"]["properties"]
    assert "JSON document" not in with_tools.system()
    assert "JSON document" in without.system()


def test_there_is_one_repair_and_it_shows_the_model_what_it_wrote() -> None:
    model = TextModel(script=["Porto is lovely.", "Still prose.", written(PORTO)])
    asked = Asked(model)
    (found,) = asked(SAID)
    assert [c.text for c in found.candidates] == ["Local: I live in Porto."]
    assert len(model.prompts) == 2
    *_, wrote, repair = model.prompts[1]
    assert wrote.text == "Porto is lovely."
    assert "could not be read" in str(repair.text)


def test_an_empty_list_is_an_answer() -> None:
    asked = Asked(TextModel(script=[written()]))
    (found,) = asked(SAID)
    assert (found.candidates, asked.local.given) == ((), [])


@pytest.mark.parametrize("text", ["[" * 100_000, '{"memories": ' * 5_000, "9" * 5_000, "{}"])
def test_a_hostile_document_is_none(text: str) -> None:
    assert items_of(AIMessage(text)) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
FIELDS = ["turn", "quote", "kind", "text", "subject", "object", "change", "replaces", "meant"]


@given(st.lists(JSON | st.dictionaries(st.sampled_from(FIELDS), JSON), max_size=5))
def test_whatever_is_in_the_list_nothing_is_raised_and_all_of_it_is_counted(
    items: list[Any],
) -> None:
    (found,) = Asked(ScriptedModel(script=[told(*items)]))(SAID)
    assert len(found.candidates) + sum(found.dropped.values()) >= len(items)


@given(st.text() | st.iterables(JSON).map(str))
def test_whatever_is_in_the_text_nothing_is_raised(text: str | Iterator[Any]) -> None:
    asked = Asked(TextModel(script=[str(text)] * 2))
    asked(SAID)
