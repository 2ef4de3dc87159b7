"""The recall graph: query -> analyse -> candidates -> fuse -> select -> render."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypedDict

import numpy as np
from numpy.typing import NDArray

from memory_agent.compression import render
from memory_agent.domain import Context, Hit, Memory, Turn
from memory_graphs.ports import Reading
from memory_graphs.ranking import (
    beside,
    best,
    joined,
    led,
    lifted,
    phrases,
    query_words,
    smoothed,
    told,
)
from memory_graphs.walking import walk
from memory_stores import Filter

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph

Scores = list[tuple[int, float]]

DEPTH = 60
"""Candidates that each index gives; beyond the first sixty nothing was found that counted."""

MAX_QUERY = 2000
"""Characters of a query that are read; the embedder would cut it sooner."""


class RecallState(TypedDict, total=False):
    """The state of the recall graph.

    Keys:
        query: What is asked.
        wanted: Which memories and turns may answer.
        collections: Whether memories, turns or both are wanted.
        limit: How many hits at most.
        budget: Tokens of the block; None where only hits are wanted.
        shown: Texts of turns that the prompt holds already.
        words: The query's telling words.
        vector: The query's embedding: shape (dimensions,).
        near: Memories near the entities that the query names, with their distance in relations.
        walked: Memories at the end of the relations that the query asks along, best first.
        dense: Matches by meaning, by collection.
        lexical: Matches by words, by collection.
        hits: The ranked results.
        context: The rendered block.
    """

    query: str
    wanted: Filter
    collections: frozenset[Literal["memories", "turns"]]
    limit: int
    budget: int | None
    shown: frozenset[str]
    words: list[str]
    vector: NDArray[np.float32]
    near: dict[int, int]
    walked: tuple[int, ...]
    dense: dict[str, Scores]
    lexical: dict[str, Scores]
    hits: list[Hit]
    context: Context


class Lent(Protocol):
    """What a node is handed: LangGraph's ``Runtime``, of which it sees no more than this."""

    @property
    def context(self) -> Reading:
        """What to read with."""


def analyse(state: RecallState, runtime: Lent) -> dict[str, Any]:
    """Embed the query, find its telling words and the entities that it names."""
    # A lone surrogate, half of an emoji that was cut, is no text to an embedder.
    query = state["query"][:MAX_QUERY].encode(errors="replace").decode()
    words = query_words(query)
    near: dict[int, int] = {}
    walked: tuple[int, ...] = ()
    if "memories" in state["collections"]:
        graph = runtime.context.store.graph()
        asked = walk(query, graph)
        walked = asked.reached
        named = graph.named(phrases(query), set(words) - asked.words)
        near = graph.around(named | asked.ends, hops=2)
    vector = runtime.context.embedder.embed([query])[0]
    return {"words": words, "vector": vector, "near": near, "walked": walked}


def candidates(state: RecallState, runtime: Lent) -> dict[str, Any]:
    """Fetch what is nearest in meaning and what matches the words."""
    store, model, wanted = runtime.context.store, runtime.context.embedder.model, state["wanted"]
    dense: dict[str, Scores] = {}
    lexical: dict[str, Scores] = {}
    for collection in state["collections"]:
        among = store.ledger.numbers(collection, wanted)
        dense[collection] = store.nearest(collection, model, state["vector"], DEPTH, among)
        found = store.matching(collection, state["words"], DEPTH, wanted)
        lexical[collection] = [(n, score) for n, score in found if among is None or n in among]
    return {"dense": dense, "lexical": lexical}


def fuse(state: RecallState, runtime: Lent) -> dict[str, Any]:
    """Join the scores of both kinds of match, with what the neighbours and the graph add."""
    ledger = runtime.context.store.ledger
    hits: list[Hit] = []
    foremost = 0
    if "memories" in state["collections"]:
        scores = joined(state["dense"]["memories"], state["lexical"]["memories"])
        among = ledger.numbers("memories", state["wanted"])
        near = {n: hop for n, hop in state["near"].items() if among is None or n in among}
        answers = [n for n in state["walked"] if among is None or n in among]
        ranked = best(led(lifted(scores, near), answers), state["limit"])
        hits += _memory_hits(ranked, state["wanted"], runtime)
        foremost = min(len(answers), len(hits))
    if "turns" in state["collections"]:
        scores = joined(state["dense"]["turns"], state["lexical"]["turns"])
        sessions = ledger.session_of(beside(scores))
        # Twice as many as are wanted: some fall back for being the assistant's words
        ranked = best(smoothed(scores, sessions), 2 * state["limit"])
        hits += _turn_hits(ranked, runtime)[: state["limit"]]
    # The question itself, stored a moment ago, would answer best of all and crowd out the rest.
    hits = [hit for hit in hits if hit.said is None or hit.said.text not in state["shown"]]
    hits = sorted(_foremost(_level(hits), foremost), key=lambda hit: (-hit.score, hit.type))
    return {"hits": hits if state["budget"] is not None else hits[: state["limit"]]}


def _foremost(hits: list[Hit], count: int) -> list[Hit]:
    """Put the first so many hits, which answer the question, before turns as well."""
    top = max((hit.score for hit in hits), default=0.0)
    ahead = enumerate(hits[:count])
    return [Hit(h.item, top + (count - i) / 1000, h.said) for i, h in ahead] + hits[count:]


def _level(hits: list[Hit]) -> list[Hit]:
    """Give a memory at least the score of the turn that it comes from: it says the same, better."""
    turns = {hit.id: hit.score for hit in hits if isinstance(hit.item, Turn)}
    return [
        Hit(hit.item, max(hit.score, turns.get(hit.said.id, hit.score)), hit.said)
        if hit.said
        else hit
        for hit in hits
    ]


def _turn_hits(ranked: Scores, runtime: Lent) -> list[Hit]:
    """Return turns with their scores, what the user said before what was said to the user."""
    ledger = runtime.context.store.ledger
    turns = ledger.turns_at([position for position, _ in ranked])
    # What was forgotten is out of reach in the words that said it, too
    faded = ledger.faded_turns()
    hits = [
        Hit(turns[p], score - told(turns[p].role), turns[p])
        for p, score in ranked
        if turns[p].id not in faded
    ]
    return sorted(hits, key=lambda hit: -hit.score)


def _memory_hits(ranked: Scores, wanted: Filter, runtime: Lent) -> list[Hit]:
    ledger = runtime.context.store.ledger
    memories = ledger.memories_by_number([number for number, _ in ranked])
    if wanted.as_of is not None:  # As they were known then
        then = {memory.id: memory for memory in ledger.memories(wanted)}
        memories = {number: then[m.id] for number, m in memories.items() if m.id in then}
    sources = {m.source.turn_id for m in memories.values() if m.source}
    said = ledger.turns_by_id(sorted(sources))
    return [
        Hit(m, score, said.get(m.source.turn_id) if m.source else None)
        for number, score in ranked
        if (m := memories.get(number)) is not None
    ]


def select(state: RecallState) -> dict[str, Any]:
    """Put memories before turns, and leave out turns that a better memory covers."""
    hits = state["hits"]
    memories = [hit for hit in hits if isinstance(hit.item, Memory)]
    turns = [hit for hit in hits if isinstance(hit.item, Turn)]
    return {"hits": _near_best(memories)[:MOST_MEMORIES] + _near_best(turns)}


def _near_best(hits: list[Hit]) -> list[Hit]:
    least = hits[0].score * NEAR_ENOUGH if hits else 0.0
    return [hit for hit in hits if hit.score >= least]


NEAR_ENOUGH = 0.4
"""Share of the best score that another of its kind must reach to be shown with it. Evidence turns
in a context of 400/1,000 tokens on LongMemEval's development questions (25 with 54 such turns):
38/44 with .4, 34/42 with .6."""

MOST_MEMORIES = 12
"""Memories shown for one query at most; what is left of the budget goes to turns verbatim."""


def render_context(state: RecallState, runtime: Lent) -> dict[str, Any]:
    """Write the block, within the budget."""
    budget = state["budget"] or 0
    profile = runtime.context.profile(budget)
    words = frozenset(state["words"])
    return {"context": render(profile, state["hits"], words, budget, runtime.context.counter)}


@dataclass(frozen=True, slots=True)
class _Alone:
    context: Reading


def find(state: RecallState, reading: Reading) -> list[Hit]:
    """Take a query as far as `fuse` without the graph, for whoever wants no more than hits.

    LangGraph takes longer over three nodes than these nodes do, and a second to be imported.
    """
    known: Any = state
    for node in (analyse, candidates, fuse):
        known = known | node(known, _Alone(reading))
    hits: list[Hit] = known["hits"]
    return hits


def build_recall() -> "CompiledStateGraph[RecallState, Reading, Any, Any]":
    """Compile the graph; it holds no state and serves every user."""
    from langgraph.graph import END, START, StateGraph

    graph = StateGraph(RecallState, context_schema=Reading)
    graph.add_node("analyse", analyse)
    graph.add_node("candidates", candidates)
    graph.add_node("fuse", fuse)
    graph.add_node("select", select)
    graph.add_node("render", render_context)
    graph.add_edge(START, "analyse")
    graph.add_edge("analyse", "candidates")
    graph.add_edge("candidates", "fuse")
    graph.add_edge("fuse", "select")
    graph.add_edge("select", "render")
    graph.add_edge("render", END)
    return graph.compile()
