"""The relations of ``kinship.toml``: which words lead to somebody, and who may be one person."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _data() -> Mapping[str, Any]:
    text = (files(__package__) / "kinship.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _groups() -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(tuple(tuple(words.split("=")) for words in group) for group in _data()["alike"])


@cache
def relations() -> Mapping[str, str]:
    """Return the relation that each word means: ``mum`` means ``mother``."""
    return {word: words[0] for group in _groups() for words in group for word in words}


def relation(word: str) -> str | None:
    """Return the relation that a word means, in any letter case; None if it is none."""
    return relations().get(word.casefold())


def alike(one: str, other: str) -> bool:
    """Return whether somebody who is the one may be the other, too.

    Args:
        one: A relation as `relation` returns it.
        other: Another, or the same.
    """
    if one == other:
        return True
    firsts = [{words[0] for words in group} for group in _groups()]
    return any({one, other} <= group for group in firsts)


def is_one(meant: str) -> bool:
    """Return whether there is one of a relation at a time."""
    return meant in _data()["one"]


def covered(meant: str) -> tuple[str, ...]:
    """Return the relations that a relation may be told by, itself first."""
    return (meant, *_data()["covers"].get(meant, ()))


def former(meant: str) -> tuple[str, ...]:
    """Return the relations that are over where somebody is called by one: "ex-wife" by wife."""
    return tuple(_data()["former"].get(meant, ()))
