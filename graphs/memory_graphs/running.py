"""Running a graph by itself, wherever it is called from."""

from contextvars import Context
from typing import Any


def run_apart(graph: Any, state: Any, *, context: Any, steps: int = 25) -> dict[str, Any]:
    """Run a compiled graph to its end and return its state.

    Called inside a node of an app's own graph, a graph takes over that graph's checkpointer,
    streams and tracing: what is recalled would be written into the app's checkpoints. They
    travel by context variables, and this run sees none of them.

    Args:
        graph: What `build_remember`, `build_recall` or `build_maintain` returned.
        state: What it starts from.
        context: Its runtime context.
        steps: Supersteps that it may take.
    """
    config = {"recursion_limit": steps}
    result: dict[str, Any] = Context().run(graph.invoke, state, config, context=context)
    return result
