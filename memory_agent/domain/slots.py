"""The slot schema of ``slots.toml``: what can be known of somebody, and whether values add up."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from memory_agent.domain.memory import Kind

DEAD = "died"
BACK = "back_in"
"""Predicates of endings that end no one slot: all that holds of the living; all stays elsewhere."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One predicate that the extractor knows; the fields are explained in ``slots.toml``."""

    predicate: str
    kind: Kind
    section: str
    weight: float
    one: bool = False
    fixed: bool = False
    plain: bool = False
    opposite: str | None = None
    ends: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    have: tuple[str, ...] = ()


@cache
def slots() -> Mapping[str, Slot]:
    """Read the slots by predicate, once."""
    text = (files(__package__) / "slots.toml").read_text(encoding="utf-8")
    found: dict[str, Slot] = {}
    for entry in tomllib.loads(text)["slot"]:
        entry["values"] = entry.pop("is", ())
        lists = {
            key: tuple(entry.pop(key, ())) for key in ("verbs", "nouns", "values", "have", "ends")
        }
        found[entry["predicate"]] = Slot(**{**entry, **lists})
    return found


@cache
def by_verb() -> Mapping[str, Slot]:
    """Return the slots by verb pattern, such as ``live in``."""
    return {verb: slot for slot in slots().values() for verb in slot.verbs}


@cache
def by_noun() -> Mapping[str, Slot]:
    """Return the slots by what "my NOUN is" names."""
    return {noun: slot for slot in slots().values() for noun in slot.nouns}


@cache
def by_value() -> Mapping[str, Slot]:
    """Return the slots by a value that "I am VALUE" can give."""
    return {value: slot for slot in slots().values() for value in slot.values}


@cache
def by_possession() -> Mapping[str, Slot]:
    """Return the slots by the noun of "I have a NOUN"."""
    return {noun: slot for slot in slots().values() for noun in slot.have}
