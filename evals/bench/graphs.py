"""What LangGraph itself takes: the agent graphs with nodes that do nothing."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from langgraph.graph import StateGraph

from evals.bench.figures import Figure, milliseconds
from memory_graphs import build_recall, build_remember, run_apart

_TURNS = 32


def hollow(graph: Any, nodes: Mapping[str, Callable[[Any], dict[str, Any]]]) -> Any:
    """Return a compiled graph of the same shape and state, whose nodes do nothing.

    Args:
        graph: A compiled graph.
        nodes: What nodes do all the same, by name.
    """
    whole = graph.builder
    empty: Any = StateGraph(whole.state_schema, context_schema=whole.context_schema)
    for name in whole.nodes:
        empty.add_node(name, nodes.get(name, _nothing))
    for start, end in whole.edges:
        empty.add_edge(start, end)
    for start, branches in whole.branches.items():
        for branch in branches.values():
            empty.add_conditional_edges(start, branch.path, branch.ends)
    return empty.compile()


def _nothing(state: Any) -> dict[str, Any]:
    del state
    return {}


def _next(state: Any) -> dict[str, Any]:
    return {"proposals": state["proposals"][1:]}


def hollow_recall(times: int) -> tuple[float, ...]:
    """Return what the recall graph takes with its nodes emptied, in milliseconds."""
    graph = hollow(build_recall(), {})
    asked = {"query": "", "limit": 10, "budget": 400}
    run_apart(graph, asked, context=None)
    return tuple(milliseconds(lambda: run_apart(graph, asked, context=None)) for _ in range(times))


def hollow_remember(times: int) -> Iterator[Figure]:
    """Measure the remember graph with its nodes emptied."""
    remember = hollow(build_remember(), {"commit": _next})
    told = {"proposals": list(range(_TURNS)), "changes": [], "ignored": []}
    steps = 10 + 20 * _TURNS
    samples = [
        milliseconds(lambda: run_apart(remember, told, context=None, steps=steps)) / _TURNS
        for _ in range(1 + -(-times // 10))
    ]
    yield Figure(
        "  LangGraph itself, for each turn digested",
        "ms",
        tuple(samples[1:]),
        note=f"the remember graph with nodes that do nothing, {_TURNS} turns at a time",
    )
