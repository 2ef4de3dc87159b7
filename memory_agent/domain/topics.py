"""The topics of ``topics.toml``: what people name when they want nothing remembered of it."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic; the fields are explained in ``topics.toml``."""

    name: str
    called: tuple[frozenset[str], ...]
    sections: frozenset[str]
    predicates: frozenset[str]
    kinds: frozenset[str]
    kin: frozenset[str]
    others: bool
    words: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]


@cache
def topics() -> tuple[Topic, ...]:
    """Read the topics, once."""
    text = (files(__package__) / "topics.toml").read_text(encoding="utf-8")
    return tuple(
        Topic(
            name=entry["name"],
            called=tuple(frozenset(_WORD.findall(name)) for name in entry["called"]),
            sections=frozenset(entry.get("sections", ())),
            predicates=frozenset(entry.get("predicates", ())),
            kinds=frozenset(entry.get("kinds", ())),
            kin=frozenset(entry.get("kin", ())),
            others=entry.get("others", False),
            words=tuple(entry.get("words", ())),
            patterns=tuple(re.compile(p, re.IGNORECASE) for p in entry.get("patterns", ())),
        )
        for entry in tomllib.loads(text)["topic"]
    )


def topics_called(said: str) -> list[Topic]:
    """Return the topics that somebody may mean by what they say.

    What is called by more of its words is meant: "mental health" is no matter of all health.
    """
    words = set(_WORD.findall(said.casefold().replace("'", "").replace("’", "")))
    found = [(t, {name for name in t.called if name <= words}) for t in topics()]
    named = {name for _, names in found for name in names}
    whole = {name for name in named if not any(name < other for other in named)}
    return [topic for topic, names in found if names & whole]


@cache
def kin() -> frozenset[str]:
    """Return everybody in a user's life whom a topic covers, by what they are to the user."""
    return frozenset().union(*(topic.kin for topic in topics()))
