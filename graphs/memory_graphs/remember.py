"""The remember graph.

turns -> extract -> ground -> embed -> (resolve -> obey -> reconcile -> commit)*
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypedDict

from memory_agent.domain import Candidate, Change, Ignored, Provenance, Turn
from memory_agent.domain.errors import LedgerConflict
from memory_agent.extraction import Extraction, unsupported
from memory_agent.policies import Moment, reconcile
from memory_agent.policies import resolve as resolve_all
from memory_agent.policies.privacy import quarantining, requests
from memory_graphs.ports import StoreKnowledge, Writing
from memory_graphs.trust import AS_SAID, obeying, own_part, with_opt_outs
from memory_stores import NewVector

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph
    from langgraph.runtime import Runtime

_CONFLICTS = 5
"""How often a turn is reconciled again because another process changed the same memory."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one turn gave.

    Args:
        turn: The turn.
        candidates: What is proposed to be remembered of it.
        ignored: What was proposed and refused, and why.
        actor: The extractor that read it, where another stood in for the graph's.
    """

    turn: Turn
    candidates: tuple[Candidate, ...]
    ignored: tuple[Ignored, ...] = ()
    actor: str | None = None


class RememberState(TypedDict, total=False):
    """The state of the remember graph.

    Keys:
        turns: The turns to digest, oldest first, each with whether to infer.
        proposals: What they gave; the first is the next to be reconciled.
        decided: The changes that the first proposal makes.
        refused: What reconciling ignored of it.
        conflicts: How often its commit met somebody else's change.
        changes: Everything recorded so far.
        ignored: Everything ignored so far.
    """

    turns: list[tuple[Turn, bool]]
    proposals: list[Proposal]
    decided: list[Change]
    refused: list[Ignored]
    conflicts: int
    changes: list[Change]
    ignored: list[Ignored]


def extract(state: RememberState, runtime: "Runtime[Writing]") -> dict[str, Any]:
    """Propose candidates for every turn; those to be kept as they stand are their own.

    Of a turn that no user said nothing is extracted; what it asks for is proposed, for quarantine.
    """
    store = runtime.context.store
    inferred = [
        own_part(turn, store) for turn, infer in state["turns"] if infer and turn.role == "user"
    ]
    background = StoreKnowledge(store, runtime.context.embedder, ())
    extractions = runtime.context.extractor.extract(inferred, background)
    read = {extraction.turn.id: extraction for extraction in extractions}
    proposals = [_proposal(turn, read.get(turn.id), infer) for turn, infer in state["turns"]]
    return {"proposals": proposals}


def _proposal(turn: Turn, read: Extraction | None, infer: bool) -> Proposal:
    if turn.role != "user":
        return Proposal(turn, tuple(requests(turn)))
    if not infer or read is None:
        return Proposal(turn, (_verbatim(turn),))
    return Proposal(turn, with_opt_outs(read.turn, read.candidates), actor=read.actor)


def _verbatim(turn: Turn) -> Candidate:
    source = Provenance(turn.id, turn.session_id, turn.role, turn.text, 0, len(turn.text))
    text = " ".join(turn.text.split())
    return Candidate("fact", text, source, rule="verbatim", confidence=1.0)


def ground(state: RememberState) -> dict[str, Any]:
    """Refuse candidates that their cited words do not support."""
    proposals = []
    for proposal in state["proposals"]:
        speaker = proposal.turn.name or "The user"
        kept, refused = [], list(proposal.ignored)
        for candidate in proposal.candidates:
            as_said = candidate.rule in AS_SAID
            missing = None if as_said else unsupported(candidate, speaker, proposal.turn.said_at)
            if missing is None:
                kept.append(candidate)
            else:
                refused.append(Ignored(candidate, f"not grounded: {missing}"))
        proposals.append(replace(proposal, candidates=tuple(kept), ignored=tuple(refused)))
    return {"proposals": proposals}


def embed(state: RememberState, runtime: "Runtime[Writing]") -> dict[str, Any]:
    """Embed everything in one batch; the embedder keeps the vectors for the nodes after it."""
    texts = [proposal.turn.text for proposal in state["proposals"]]
    texts += [c.text for proposal in state["proposals"] for c in proposal.candidates]
    runtime.context.embedder.embed(texts)
    return {"conflicts": 0}


def resolve(state: RememberState, runtime: "Runtime[Writing]") -> dict[str, Any]:
    """Tell whom the candidates of the first proposal are about, and refuse those about nobody."""
    proposal, *rest = state["proposals"]
    knowledge = StoreKnowledge(runtime.context.store, runtime.context.embedder, ())
    speaker = proposal.turn.name or "user"
    candidates, refused = [], list(proposal.ignored)
    for candidate in proposal.candidates:
        if candidate.presumes is not None and not knowledge.knows(speaker, candidate.presumes):
            reason = f"{candidate.presumes} is nobody known from the user's life"
            refused.append(Ignored(candidate, reason))
        else:
            candidates.append(candidate)
    meant = resolve_all(candidates, knowledge.identities(), speaker)
    resolved = replace(proposal, candidates=meant, ignored=tuple(refused))
    return {"proposals": [resolved, *rest]}


def obey(state: RememberState, runtime: "Runtime[Writing]") -> dict[str, Any]:
    """Ignore what, in the first proposal, is of a topic of which nothing is to be remembered."""
    proposal, *rest = state["proposals"]
    knowledge = StoreKnowledge(runtime.context.store, runtime.context.embedder, ())
    kept, refused = obeying(proposal.turn, proposal.candidates, knowledge, runtime.context)
    ignored = (*proposal.ignored, *refused)
    return {"proposals": [replace(proposal, candidates=kept, ignored=ignored), *rest]}


def reconcile_turn(state: RememberState, runtime: "Runtime[Writing]") -> dict[str, Any]:
    """Decide what the first proposal changes, each candidate seeing what the ones before did."""
    proposal = state["proposals"][0]
    changes: list[Change] = []
    refused = list(proposal.ignored)
    knowledge = StoreKnowledge(runtime.context.store, runtime.context.embedder, changes)
    actor = proposal.actor or runtime.context.extractor.name
    at = Moment(proposal.turn.said_at, runtime.context.now, actor)
    for candidate in proposal.candidates:
        if proposal.turn.role == "user":
            decided = reconcile(candidate, knowledge, at)
        else:
            decided = quarantining(candidate, knowledge.asked_for(), at)
        if isinstance(decided, Ignored):
            refused.append(decided)
        else:
            changes += decided
    return {"decided": changes, "refused": refused}


def commit(state: RememberState, runtime: "Runtime[Writing]") -> dict[str, Any]:
    """Record the decisions on the first proposal, and that its turn is digested."""
    store = runtime.context.store
    proposal, *rest = state["proposals"]
    vectors = []
    if proposal.turn.role == "user":
        vectors = [_vector("turns", proposal.turn.id, proposal.turn.text, runtime.context)]
    vectors += [
        _vector("memories", change.memory.id, change.memory.text, runtime.context)
        for change in state["decided"]
        if change.op in {"add", "update"}
    ]
    try:
        recorded_at = store.ledger.commit(
            state["decided"], digested=proposal.turn, ignored=state["refused"], vectors=vectors
        )
    except LedgerConflict:
        if state["conflicts"] == _CONFLICTS:
            raise
        return {"conflicts": state["conflicts"] + 1}
    if recorded_at is None:  # Another process digested the turn in between
        return {"proposals": rest, "conflicts": 0}
    return {
        "proposals": rest,
        "conflicts": 0,
        "changes": state["changes"] + [c.recorded(recorded_at) for c in state["decided"]],
        "ignored": state["ignored"] + state["refused"],
    }


def _vector(collection: Any, owner_id: str, text: str, context: Writing) -> NewVector:
    vector = context.embedder.embed([text])[0].astype("<f4").tobytes()
    return NewVector(collection, owner_id, context.embedder.model, vector)


def _more(state: RememberState) -> bool:
    return bool(state["proposals"])


def build_remember() -> "CompiledStateGraph[RememberState, Writing, Any, Any]":
    """Compile the graph; it holds no state and serves every user."""
    from langgraph.graph import END, START, StateGraph

    graph = StateGraph(RememberState, context_schema=Writing)
    graph.add_node("extract", extract)
    graph.add_node("ground", ground)
    graph.add_node("resolve", resolve)
    graph.add_node("embed", embed)
    graph.add_node("obey", obey)
    graph.add_node("reconcile", reconcile_turn)
    graph.add_node("commit", commit)
    for start, end in [
        (START, "extract"),
        ("extract", "ground"),
        ("ground", "embed"),
        ("embed", "resolve"),
        ("resolve", "obey"),
        ("obey", "reconcile"),
        ("reconcile", "commit"),
    ]:
        graph.add_edge(start, end)
    graph.add_conditional_edges("commit", _more, {True: "resolve", False: END})
    return graph.compile()
