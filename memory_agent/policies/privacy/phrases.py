"""Seed phrases: the words that a wallet is restored from (BIP-39)."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from memory_agent.policies.privacy.spans import Span

if TYPE_CHECKING:
    from mnemonic import Mnemonic

LENGTHS = (24, 21, 18, 15, 12)
"""Words of a phrase, by BIP-39."""

_UNNATURAL = 2 * LENGTHS[0]
"""Listed words in a row from which it is no sentence, whatever their checksums."""

_JOIN = r"(?:[\s,;|]{1,4}(?:\d{1,2}[.):]?\s{0,2})?)"
_RUN = re.compile(rf"\b[a-z]{{3,8}}(?:{_JOIN}[a-z]{{3,8}}\b){{11,}}")
_WORD = re.compile(r"[a-z]+")
_NEARLY = re.compile(rf"\b[a-z]{{3,8}}(?:{_JOIN}[a-z]{{3,8}}\b){{9,}}")
_SPOKEN_OF = re.compile(
    r"\b(?:(?:seed|recovery|backup|mnemonic|wallet|secret)[ -]?(?:phrase|words)|mnemonic|seed)\b",
    re.IGNORECASE,
)
MOSTLY = 0.7
"""Share of listed words in such a run, of which a sentence has hardly a third."""

_TOLD = re.compile(rf"(?:\d{{1,2}}[.):]?\s{{0,2}})?([A-Za-z]{{3,8}})\b(?:{_JOIN})?")


@cache
def _bip39() -> "tuple[Mnemonic, frozenset[str]]":
    """Return what checks English phrases, and the words that they are made of."""
    from mnemonic import Mnemonic

    english = Mnemonic("english")
    return english, frozenset(english.wordlist)


def seed_phrases(text: str) -> Iterator[Span]:
    """Find runs of words whose checksum makes them a seed phrase.

    A shopping list may be made of listed words: one of twelve passes the checksum by chance once
    in sixteen times, and what is said to be a phrase needs none (`told_phrase`).
    """
    for run in _RUN.finditer(text):
        _, listed = _bip39()
        words: list[re.Match[str]] = []
        for word in _WORD.finditer(text, run.start(), run.end()):
            if word.group() in listed:
                words.append(word)
            else:
                yield from _phrases(words)
                words = []
        yield from _phrases(words)


def spoken_of(text: str) -> Iterator[Span]:
    """Find a run of words that are mostly listed, in a text that speaks of a seed phrase.

    It was written down with a mistake, or is one that no checksum makes one.
    """
    if _SPOKEN_OF.search(text) is None:
        return
    _, listed = _bip39()
    for run in _NEARLY.finditer(text):
        words = [w for w in _WORD.finditer(text, run.start(), run.end()) if w.group() in listed]
        if len(words) >= MOSTLY * len(_WORD.findall(run.group())):
            yield Span(words[0].start(), run.end(), "seed phrase")


def _phrases(words: list[re.Match[str]]) -> Iterator[Span]:
    """Find the phrases in a run of listed words."""
    if len(words) > _UNNATURAL:
        yield Span(words[0].start(), words[-1].end(), "seed phrase")
        return
    english, _ = _bip39()
    at = 0
    while at + LENGTHS[-1] <= len(words):
        fitting = [n for n in LENGTHS if at + n <= len(words)]
        said = [word.group() for word in words[at : at + LENGTHS[0]]]
        size = next((n for n in fitting if english.check(" ".join(said[:n]))), 0)
        if size:
            yield Span(words[at].start(), words[at + size - 1].end(), "seed phrase")
        at += size or 1


def told_phrase(text: str, start: int) -> int:
    """Return where the listed words that begin at an offset end; the offset if they are too few.

    Args:
        text: The text.
        start: Where a phrase is said to begin.
    """
    _, listed = _bip39()
    end, count, at = start, 0, start
    while count < LENGTHS[0] and (match := _TOLD.match(text, at)) is not None:
        if match.group(1).lower() not in listed:
            break
        end, at, count = match.end(1), match.end(), count + 1
    return end if count >= LENGTHS[-1] // 2 else start
