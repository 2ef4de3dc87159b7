"""Secrets that tell themselves by their form and a checksum: cards, accounts, national ids."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from memory_agent.policies.privacy.spans import Span, secrets_data

_DIGITS = re.compile(r"(?:\d\D{0,3}){6}")
"""The shortest of them, a national insurance number, has six digits not far from each other."""

Check = Callable[[str], bool]


@cache
def _patterns() -> tuple[tuple[str, Check, re.Pattern[str]], ...]:
    return tuple(
        (entry["kind"], _check(entry["module"]), re.compile(entry["pattern"]))
        for entry in secrets_data()["number"]
    )


def _check(module: str) -> Check:
    if not module:
        return lambda _: True
    valid: Check = import_module(f"stdnum.{module}").is_valid
    return (lambda number: valid(re.sub(r"\D", "", number))) if module == "luhn" else valid


def numbers(text: str) -> Iterator[Span]:
    """Find the numbers whose form and checksum say what they are."""
    if _DIGITS.search(text) is None:
        return
    for kind, is_valid, pattern in _patterns():
        for match in pattern.finditer(text):
            if is_valid(match.group()):
                yield Span(*match.span(), kind)
