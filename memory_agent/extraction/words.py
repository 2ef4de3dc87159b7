"""The word classes of ``data/words.toml``."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """Word classes by name; what each is for stands beside it in ``data/words.toml``."""

    openers: frozenset[str]
    passing: frozenset[str]
    doings: frozenset[str]
    hollow: frozenset[str]
    hypothetical: frozenset[str]
    conditional: frozenset[str]
    perhaps: frozenset[str]
    often: frozenset[str]
    kin: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    likes: frozenset[str]
    dislikes: frozenset[str]
    liking: frozenset[str]
    endings: frozenset[str]
    standing: frozenset[str]
    manners: frozenset[str]
    one_off: frozenset[str]
    imperatives: frozenset[str]
    conduct: frozenset[str]
    text_work: frozenset[str]
    corrections: frozenset[str]
    states: frozenset[str]
    fillers: frozenset[str]


@cache
def words() -> Words:
    """Read the word classes, once."""
    text = (files(__package__) / "data" / "words.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Words(**{field.name: frozenset(data[field.name]) for field in fields(Words)})
