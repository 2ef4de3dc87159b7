"""A stretch of a text that is a secret, and the data that says how secrets look."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Span(NamedTuple):
    """A stretch of a text, and which kind of secret it is."""

    start: int
    end: int
    kind: str


@cache
def secrets_data() -> dict[str, Any]:
    """Read ``data/secrets.toml``, once; it explains itself."""
    text = (files(__package__) / "data" / "secrets.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def marked(match: re.Match[str], kind: str) -> Span:
    """Return the stretch that a pattern names, or all that it matched."""
    group = "secret" if "secret" in match.re.groupindex else 0
    return Span(*match.span(group), kind)
