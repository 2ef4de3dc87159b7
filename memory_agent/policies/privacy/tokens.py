"""Secrets that tell themselves by a prefix or a frame: keys, tokens, connection strings."""

import re
from collections.abc import Iterator
from functools import cache

from memory_agent.policies.privacy.spans import Span, marked, secrets_data

_LONG = re.compile(r"\S{12}|-----BEGIN|\bcurl\b|[Bb]asic ")
"""None of them stands in a text without this."""


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (entry["hint"], entry["kind"], re.compile(entry["pattern"]))
        for entry in secrets_data()["token"]
    )


def tokens(text: str) -> Iterator[Span]:
    """Find keys and tokens by their formats."""
    if _LONG.search(text) is None:
        return
    for hint, kind, pattern in _patterns():
        if hint in text:
            for match in pattern.finditer(text):
                yield marked(match, kind)
