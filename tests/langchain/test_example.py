import runpy
from pathlib import Path
from typing import Any

from memory_agent import Memory
from memory_agent.langchain import UserContext
from tests.langchain.scripted import ScriptedModel

EXAMPLE = Path(__file__).parents[2] / "examples" / "assistant.py"


def test_the_example_remembers_from_one_session_to_the_next(memory: Memory) -> None:
    build = runpy.run_path(str(EXAMPLE))["build"]
    model = ScriptedModel(script=["Nice.", "In Porto."])
    for session, text in (("monday", "I live in Porto."), ("tuesday", "Where do I live?")):
        thread: Any = {"configurable": {"thread_id": session}}
        build(model, memory).invoke({"messages": text}, thread, context=UserContext("ana"))
        memory.flush()
    assert "Porto" in model.system(1)
    assert [message.type for message in model.prompts[1]] == ["system", "human"]


def test_the_example_is_short() -> None:
    assert len(EXAMPLE.read_text().splitlines()) < 40
