"""Idioms, put in plain words: "nothing beats pho" is "I love pho"."""

import re
import tomllib
from functools import cache
from importlib.resources import files

_PARTS = {
    "THING": r"(?P<what>(?!(?:it|that|this|which|what|he|she|they|you|there)\b)[^,]+?)",
    "NAME": r"(?P<name>(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+)*)",
}


def put_plainly(text: str, *, opens_with_name: bool) -> str | None:
    """Return what an idiom says in plain words; None if a clause is none that is known.

    Args:
        text: A clause, without its full stop.
        opens_with_name: Whether its first word is a name, and keeps its capital.
    """
    small = text if opens_with_name or text[1:2].isupper() else text[:1].lower() + text[1:]
    for idiom, plain in _idioms():
        match = idiom.fullmatch(small)
        if match is not None:
            parts = {name: said.strip(" ,") for name, said in match.groupdict("").items()}
            return plain.format(**parts)
    return None


@cache
def _idioms() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = (files(__package__) / "data" / "idioms.toml").read_text(encoding="utf-8")
    found = []
    for entry in tomllib.loads(text)["idiom"]:
        said = entry["said"]
        for part, pattern in _PARTS.items():
            said = said.replace(part, pattern)
        found.append((re.compile(said, re.IGNORECASE), entry["plain"]))
    return tuple(found)
