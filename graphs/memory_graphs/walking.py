"""Walking: questions after somebody's relatives, answered along the relations that lead to them.

"Where does my brother's wife work?" goes from the user to the brother, to his wife, to her work.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from memory_agent.domain import kinship
from memory_stores.knowledge_graph import KnowledgeGraph

MOST_ANSWERS = 5
"""Answers that one question may have: the newest. Chosen, not measured; a person has few homes."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*['’]?")
_OWN = frozenset({"my", "our"})
_ARTICLES = frozenset({"the", "a", "an"})
_BETWEEN = 2
"""Words that may stand before a relation: "my older half brother"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a question is about.

    Args:
        start: Where the walk begins: ``user``, or a name.
        relations: The relations to walk, in order.
        first: Position of the first word that says so.
        end: Position of the word after the last.
    """

    start: str
    relations: tuple[str, ...]
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    words: frozenset[str]
    beside: frozenset[str]
    predicates: tuple[str, ...]


@cache
def _entries() -> tuple[_Entry, ...]:
    text = (files(__package__) / "questions.toml").read_text(encoding="utf-8")
    return tuple(
        _Entry(
            frozenset(entry["words"]), frozenset(entry.get("with", ())), tuple(entry["predicates"])
        )
        for entry in tomllib.loads(text)["asked"]
    )


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a question leads.

    Args:
        reached: The numbers of the memories that answer it, the best first, then of those that
            lead to them, the last step first; none where the relations lead nowhere.
        ends: The nodes of whom it is about.
        words: The words that tell that: "wife" in it is his wife, and nobody else's.
    """

    reached: tuple[int, ...] = ()
    ends: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


def walk(query: str, graph: KnowledgeGraph) -> Walk:
    """Walk where a question leads; nowhere if it is not after somebody in the user's life.

    Args:
        query: What is asked.
        graph: The user's world, in step with the ledger.
    """
    words = [word.replace("’", "'") for word in _WORD.findall(query.casefold())]
    asked = next((a for i in range(len(words)) if (a := _person(words, i, graph))), None)
    if asked is None:
        return Walk()
    telling = frozenset(_owner(word) or word for word in words[asked.first : asked.end])
    ends, path = {graph.node(asked.start)}, list[int]()
    for relation in asked.relations:
        steps = _related(graph, ends, relation)
        path = [number for _, number in steps if number] + path
        ends = {node for node, _ in steps}
        if not ends:
            return Walk(words=telling)
    around = {*words[: asked.first], *words[asked.end :]}
    reached = dict.fromkeys([*_answers(graph, ends, around), *path])
    return Walk(tuple(reached), frozenset(ends), telling)


def _person(words: Sequence[str], at: int, graph: KnowledgeGraph) -> Asked | None:
    """Read whom the words from a position on are about."""
    word = words[at]
    if word in _OWN:
        return _relatives(words, at, "user", at + 1)
    if word in _ARTICLES:
        return _person(words, at + 1, graph) if at + 1 < len(words) else None
    relation = kinship.relation(word)
    if relation and words[at + 1 : at + 2] == ["of"] and at + 2 < len(words):
        whose = _person(words, at + 2, graph)
        return whose and Asked(whose.start, (*whose.relations, relation), at, whose.end)
    for length in (3, 2, 1):
        *before, last = words[at : at + length]
        name = " ".join([*before, _owner(last) or last])
        if len(before) == length - 1 and graph.is_somebody(name):
            if _owner(last) is None:
                return Asked(name, (), at, at + length)
            return _relatives(words, at, name, at + length) or Asked(name, (), at, at + length)
    return None


def _relatives(words: Sequence[str], first: int, start: str, at: int) -> Asked | None:
    """Read "brother's wife": the relations of a chain, each but the last in the possessive."""
    relations: list[str] = []
    end = at
    while True:
        found = _next_relation(words, end)
        if found is None:
            return Asked(start, tuple(relations), first, end) if relations else None
        relation, end, owns = found
        relations.append(relation)
        if not owns:
            return Asked(start, tuple(relations), first, end)


def _next_relation(words: Sequence[str], at: int) -> tuple[str, int, bool] | None:
    for place in range(at, min(at + _BETWEEN + 1, len(words))):
        owner = _owner(words[place])
        relation = kinship.relation(owner or words[place])
        follows = (
            kinship.relation(_owner(words[place + 1]) or words[place + 1])
            if (place + 1 < len(words))
            else None
        )
        plural = None if relation else kinship.relation(words[place].removesuffix("s"))
        if relation is not None:
            return relation, place + 1, owner is not None
        if plural is not None:  # "my brothers wife" is written so as well
            return plural, place + 1, follows is not None
    return None


def _owner(word: str) -> str | None:
    """Return who owns what follows, where a word is in the possessive."""
    if word.endswith("'s"):
        return word[:-2]
    return word[:-1] if word.endswith("'") else None


def _related(graph: KnowledgeGraph, nodes: set[str], relation: str) -> list[tuple[str, int]]:
    """Walk one relation: by its word, or by one that it covers; or to whom it describes only."""
    found: list[tuple[str, int]] = []
    for node in sorted(nodes):
        steps = [(kinship.relation(p) or p, end, number) for p, end, number in graph.steps(node)]
        for word in kinship.covered(relation):
            led = [(end, number) for meant, end, number in steps if meant == word]
            if led:
                found += led
                break
        else:
            unnamed = graph.node(f"{node}'s {relation}")
            found += [(unnamed, 0)] if graph.is_somebody(unnamed) else []
    return found


def _answers(graph: KnowledgeGraph, nodes: set[str], words: set[str]) -> list[int]:
    """Return what is known of entities that the words of a question ask for, the best first."""
    entry = next(
        (e for e in _entries() if e.words & words and (not e.beside or e.beside & words)), None
    )
    if entry is None:
        return []
    steps = [step for node in nodes for step in graph.steps(node)]
    answers: list[int] = []
    for predicate in entry.predicates:
        wanted = kinship.covered(predicate)
        told = [n for p, _, n in steps if (kinship.relation(p) or p) in wanted]
        answers += sorted(told, reverse=True)
    return answers[:MOST_ANSWERS]
