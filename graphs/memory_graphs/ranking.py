"""Scoring: dense and lexical matches joined, smoothed over neighbours, lifted by the graph."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from memory_agent.domain import Role


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts; cosine counts 1.

    Chosen by turn recall on four development conversations of LoCoMo (categories 1-4, n=582),
    @5/@10/@20: these .574/.661/.730; without neighbours .465/.559/.647; with neighbours at .3
    .554/.641/.719. Lexical weights from .3 to 1.2 differ by less than .02. What the assistant's
    turns lose (`told`): on LongMemEval's development questions .3 brought 44 of 54 evidence turns
    into a context of 1,000 tokens, 0 brought 41.
    """

    lexical: float = 0.5
    neighbour: float = 0.45
    graph: float = 0.25
    told: float = 0.3


WEIGHTS = Weights()
REACH = 2
"""Turns to either side whose score lends to a turn."""


@cache
def stop_words() -> frozenset[str]:
    """Return the words that say nothing about what a query is after."""
    text = (files(__package__) / "stop_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if line)


def query_words(query: str) -> list[str]:
    """Return the words of a query to look up, without those that every text has."""
    found = list(dict.fromkeys(re.findall(r"[^\W_]+", query.casefold())))
    telling = [word for word in found if word not in stop_words()]
    return (telling or found)[:MAX_WORDS]


MAX_WORDS = 48
"""Words of a query that are looked up; a longer one is a pasted text, and its start will do."""


def phrases(query: str) -> set[str]:
    """Return the word sequences of a query, of one to four words, in lower case."""
    found = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", query.casefold()[:2000])
    found = [word.removesuffix("'s").removesuffix("’s") for word in found]
    spans = range(1, 5)
    return {" ".join(found[i : i + n]) for n in spans for i in range(len(found) - n + 1)}


def joined(
    dense: Sequence[tuple[int, float]], lexical: Sequence[tuple[int, float]]
) -> dict[int, float]:
    """Join cosine and BM25 scores: BM25 as a share of the best, a missing cosine as the worst.

    Args:
        dense: (number, cosine), any order.
        lexical: (number, BM25), any order.
    """
    floor = min((cosine for _, cosine in dense), default=0.0)
    best = max((score for _, score in lexical), default=0.0) or 1.0
    scores = dict(dense)
    for number, score in lexical:
        scores[number] = scores.get(number, floor) + WEIGHTS.lexical * score / best
    return scores


def beside(positions: Collection[int]) -> list[int]:
    """Return the positions that have another one within reach."""
    steps = [step for step in range(-REACH, REACH + 1) if step]
    reached = {position + step for position in positions for step in steps}
    return [position for position in positions if position in reached]


def smoothed(scores: Mapping[int, float], sessions: Mapping[int, str]) -> dict[int, float]:
    """Lend each turn a share of its neighbours' scores: an answer stands beside its question.

    Args:
        scores: By position.
        sessions: The session of each of these positions that stand beside another.
    """
    floor = min(scores.values(), default=0.0)
    result = dict(scores)
    for step in range(1, REACH + 1):
        share = WEIGHTS.neighbour**step
        for position in scores:
            after = position + step
            if after in scores and sessions.get(after) == sessions.get(position):
                result[position] += share * (scores[after] - floor)
                result[after] += share * (scores[position] - floor)
    return result


def told(role: Role) -> float:
    """Return what a turn loses for not being the user's own words (invariant 7)."""
    return 0.0 if role == "user" else WEIGHTS.told


def lifted(scores: Mapping[int, float], near: Mapping[int, int]) -> dict[int, float]:
    """Lift memories that touch an entity of the query, less the farther away it is.

    Args:
        scores: By number.
        near: Numbers with how many relations they are away, from 1.
    """
    floor = min(scores.values(), default=0.0)
    result = dict(scores)
    for number, hops in near.items():
        result[number] = result.get(number, floor) + WEIGHTS.graph / hops
    return result


def led(scores: Mapping[int, float], answers: Sequence[int]) -> dict[int, float]:
    """Put the memories that a walk along relations reached before all others, by a hair.

    Args:
        scores: By number.
        answers: Their numbers, best first.
    """
    top = max(scores.values(), default=0.0)
    places = {number: top + _HAIR * place for place, number in enumerate(reversed(answers), 1)}
    return {**scores, **places}


_HAIR = 0.001
"""More than a rounding error, less than any score tells: the order counts, not the distance."""


def best(scores: Mapping[int, float], limit: int) -> list[tuple[int, float]]:
    """Return the best of scores, best first; equal ones newest first."""
    return sorted(scores.items(), key=lambda item: (-item[1], -item[0]))[:limit]
