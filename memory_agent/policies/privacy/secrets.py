"""Secrets in a text: found and masked before anything is written.

A secret is told by its own form (a key's prefix, a checksum: `tokens`, `numbers`), or by the words
before it (`said`). What is masked leaves its kind behind: ``[password removed]``.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from memory_agent.policies.privacy.answers import answers
from memory_agent.policies.privacy.numbers import numbers
from memory_agent.policies.privacy.phrases import seed_phrases, spoken_of
from memory_agent.policies.privacy.said import said
from memory_agent.policies.privacy.spans import Span
from memory_agent.policies.privacy.tokens import tokens

_MARK = re.compile(r"\[[\w ]{2,30} removed\]")


class Masked(NamedTuple):
    """A text that may be written.

    Args:
        text: The text, each secret in it replaced by its kind.
        kinds: What was masked, each kind once, sorted.
    """

    text: str
    kinds: tuple[str, ...]


def mask(text: str, asked: str = "") -> Masked:
    """Replace the secrets of a text by what they are; the rest stays as it is.

    Args:
        text: The text.
        asked: What it may answer: the turn before it.
    """
    marks = [mark.span() for mark in _MARK.finditer(text)]  # Nothing is masked twice
    spans = [*_found(text), *(answers(text, asked) if asked else ())]
    found = [s for s in spans if not any(s.start < end and at < s.end for at, end in marks)]
    spans = _apart(sorted(found, key=lambda span: (span.start, -span.end)))
    if not spans:
        return Masked(text, ())
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], f"[{span.kind} removed]"]
        at = span.end
    kinds = tuple(sorted({span.kind for span in spans}))
    return Masked("".join([*parts, text[at:]]), kinds)


def _found(text: str) -> Iterator[Span]:
    yield from tokens(text)
    yield from numbers(text)
    yield from said(text)
    yield from seed_phrases(text)
    yield from spoken_of(text)


def _apart(spans: list[Span]) -> list[Span]:
    """Join spans that overlap; the first, or of those that start together the longest, names it."""
    apart: list[Span] = []
    for span in spans:
        if apart and span.start < apart[-1].end:
            last = apart[-1]
            apart[-1] = last._replace(end=max(last.end, span.end))
        else:
            apart.append(span)
    return apart
