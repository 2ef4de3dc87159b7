"""The relations of ``kinship.toml``: which words lead to somebody, and who may be one person."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _groups() -> tuple[tuple[tuple[str, ...], ...], ...]:
    text = (files(__package__) / "kinship.toml").read_text(encoding="utf-8")
    groups = tomllib.loads(text)["alike"]
    return tuple(tuple(tuple(words.split("=")) for words in group) for group in groups)


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
