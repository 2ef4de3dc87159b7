"""The maintain graph: survey -> decide -> commit."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from memory_agent.domain import Change
from memory_agent.policies import Dated, ForgettingPolicy, apply_policies
from memory_stores import UserStore

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph
    from langgraph.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Maintenance:
    """The runtime context of the maintain graph.

    Args:
        store: The user's store.
        policies: What may be forgotten, in the order in which they decide.
        now: The time of the decision (aware, UTC).
        dry_run: Whether nothing is to be changed.
    """

    store: UserStore
    policies: tuple[ForgettingPolicy, ...]
    now: datetime
    dry_run: bool


class MaintainState(TypedDict, total=False):
    """The state of the maintain graph.

    Keys:
        memories: The user's current memories, with when each was said.
        changes: What the policies decided.
    """

    memories: list[Dated]
    changes: list[Change]


def survey(state: MaintainState, runtime: "Runtime[Maintenance]") -> dict[str, Any]:
    """Read the user's current memories, with when each was said."""
    del state  # The graph starts from what is stored
    ledger = runtime.context.store.ledger
    memories = ledger.memories()
    said = ledger.turns_by_id(sorted({m.source.turn_id for m in memories if m.source}))
    dated = [
        Dated(m, said[m.source.turn_id].said_at if m.source else m.recorded_at) for m in memories
    ]
    return {"memories": dated}


def decide(state: MaintainState, runtime: "Runtime[Maintenance]") -> dict[str, Any]:
    """Ask the policies what may go."""
    context = runtime.context
    return {"changes": apply_policies(context.policies, state["memories"], context.now)}


def commit(state: MaintainState, runtime: "Runtime[Maintenance]") -> dict[str, Any]:
    """Record what they decided, all of it or nothing."""
    at = runtime.context.store.ledger.commit(state["changes"])
    return {"changes": [change.recorded(at) for change in state["changes"]]} if at else {}


# LangGraph resolves the annotations of a branch, and this module does not import `Runtime`.
def _changes_wanted(state: MaintainState, runtime: Any) -> bool:
    return bool(state["changes"]) and not runtime.context.dry_run


def build_maintain() -> "CompiledStateGraph[MaintainState, Maintenance, Any, Any]":
    """Compile the graph; it holds no state and serves every user."""
    from langgraph.graph import END, START, StateGraph

    graph = StateGraph(MaintainState, context_schema=Maintenance)
    graph.add_node("survey", survey)
    graph.add_node("decide", decide)
    graph.add_node("commit", commit)
    graph.add_edge(START, "survey")
    graph.add_edge("survey", "decide")
    graph.add_conditional_edges("decide", _changes_wanted, {True: "commit", False: END})
    graph.add_edge("commit", END)
    return graph.compile()
