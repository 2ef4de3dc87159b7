"""The word classes of ``data/words.toml``."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """Word classes by name; what each is for stands beside it in ``data/words.toml``."""

    openers: frozenset[str]
    announcing: frozenset[str]
    passing: frozenset[str]
    doings: frozenset[str]
    hollow: frozenset[str]
    hypothetical: frozenset[str]
    conditional: frozenset[str]
    supposing: frozenset[str]
    perhaps: frozenset[str]
    in_mind: frozenset[str]
    reporting: frozenset[str]
    not_owned: frozenset[str]
    missed: frozenset[str]
    often: frozenset[str]
    lately: frozenset[str]
    durations: frozenset[str]
    kin: frozenset[str]
    acquaintances: frozenset[str]
    called_by: frozenset[str]
    at_home: frozenset[str]
    acquainted: frozenset[str]
    neutral: frozenset[str]
    authorities: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    likes: frozenset[str]
    dislikes: frozenset[str]
    endured: frozenset[str]
    liking: frozenset[str]
    disliking: frozenset[str]
    degrees: frozenset[str]
    pleasing: frozenset[str]
    displeasing: frozenset[str]
    endings: frozenset[str]
    letting_go: frozenset[str]
    light: frozenset[str]
    joined: frozenset[str]
    dismissed: frozenset[str]
    bereaving: frozenset[str]
    animals: frozenset[str]
    partings: frozenset[str]
    avoided: frozenset[str]
    standing: frozenset[str]
    manners: frozenset[str]
    one_off: frozenset[str]
    imperatives: frozenset[str]
    conduct: frozenset[str]
    text_work: frozenset[str]
    resuming: frozenset[str]
    corrections: frozenset[str]
    made_up: frozenset[str]
    for_the_talk: frozenset[str]
    asserting: frozenset[str]
    telling: frozenset[str]
    amends: frozenset[str]
    fillers: frozenset[str]
    strong_past: frozenset[str]
    echoes: frozenset[str]
    complete: frozenset[str]
    arranging: frozenset[str]
    commonplace: frozenset[str]
    long_in_mind: frozenset[str]
    like_present: frozenset[str]
    elided: frozenset[str]
    elided_helpers: frozenset[str]
    participles: frozenset[str]
    introducing: frozenset[str]
    life: frozenset[str]
    familiar: frozenset[str]
    allegiances: frozenset[str]
    taken: frozenset[str]
    makes: frozenset[str]
    elsewhen: frozenset[str]
    nameless: frozenset[str]
    appointments: frozenset[str]


@cache
def words() -> Words:
    """Read the word classes, once."""
    data = _data()
    return Words(**{field.name: frozenset(data[field.name]) for field in fields(Words)})


@cache
def several() -> Mapping[str, str]:
    """Read what one of several is: of "twins" a twin."""
    found: dict[str, str] = _data()["several"]
    return found


@cache
def species() -> Mapping[str, str]:
    """Read which animal a breed is of: "collie" a dog."""
    found: dict[str, list[str]] = _data()["breeds"]
    return {breed: animal for animal, breeds in found.items() for breed in breeds}


@cache
def couples() -> Mapping[str, str]:
    """Read which relation a verb pattern tells between two: "be married to" a spouse."""
    found: dict[str, str] = _data()["couples"]
    return found


@cache
def shorthand() -> Mapping[str, str]:
    """Read what chat spelling stands for, in lower case, once."""
    found: dict[str, str] = _data()["shorthand"]
    return found


@cache
def leads() -> Mapping[str, Sequence[str]]:
    """Read what stands before a fragment that opens with certain words, once."""
    found: dict[str, list[str]] = _data()["leads"]
    return found


@cache
def _data() -> dict[str, Any]:
    text = (files(__package__) / "data" / "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
