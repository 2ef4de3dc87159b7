"""Masks what is not the speaker's own in a turn: quotations, code, text that they hand over."""

import re

from memory_agent.extraction.pasted import PASTED
from memory_agent.extraction.sentences import sentences
from memory_agent.extraction.words import words

MASKED = "\x1a"
"""SUBSTITUTE: stands for each character of quoted text; no turn's own word."""

_FOREIGN = (
    re.compile(r"```.*?(?:```|\Z)", re.DOTALL),
    re.compile(r"`[^`\n]*`"),
    re.compile(r"^[ \t]*>.*$", re.MULTILINE),
    re.compile(r"<memory-context.*?(?:</memory-context>|\Z)", re.DOTALL),
    re.compile(r"https?://\S+"),
    re.compile(r"\[[\w ]+ removed\]"),  # A secret, masked before the turn was written
)
_QUOTES = (
    re.compile(r"“[^”]*(?:”|\Z)"),
    re.compile(r"«[^»]*(?:»|\Z)"),
    re.compile(r'(?<!\w)"(?:[^"]{1,3000}"|[^"\n]*$)', re.MULTILINE),
    re.compile(r"(?<!\w)'(?=\S)(?:[^'\n]|(?<=\w)'(?=\w)){12,}'(?!\w)"),
)
_SPEAKING = re.compile(
    r"(?:i|we|you|he|she|they|it|my|our|your|his|her|their|this|that)(?:'\w+)?", re.IGNORECASE
)
_TITLE_LENGTH = 10
"""Words of a title at most: "The Power" stands in quotation marks and is nobody's utterance."""

_SMALL = frozenset({"a", "an", "the", "of", "in", "on", "at", "to", "for", "with", "and", "or"})
_WORD = re.compile(r"[^\W_][\w'-]*")
_ASKED = r"please|can you|could you|would you|to|and|pls|help me"
_WORK = re.compile(
    rf"(?:^|\b(?:{_ASKED})\s+)"
    rf"(?P<verb>{'|'.join(sorted(words().text_work, key=len, reverse=True))})\b"
)
_LOOSE_WORK = frozenset(
    {"write", "create", "check", "fix", "complete", "continue", "act", "correct", "review"}
)
_GIVEN = re.compile(
    r"\b(?:sent|got|wrote|received|says?|reads?|here(?:'s| is)|this is)\b.{0,40}"
    r"\b(?:this|me|text|letter|e?mail|message|note|draft|paragraph|essay|review|the following)\b"
)
_FICTION = re.compile(
    r"^\W*(?:(?:please|let's|can you|could you|i want you to|i'd like you to)\s+)*"
    r"(?:act as|act like|pretend|imagine|role-?play|suppose|you are (?:an?|now)\b"
    r"|you will (?:now )?(?:be|act)\b)"
)
"""A turn that opens so is make-believe to its end."""

_HEAD = re.compile(r":(?=\s)|\n\s*\n")
_THIS = re.compile(r"\b(?:this|these|the following|below)\b")


def own_words(text: str) -> str:
    """Mask what is not the speaker's own, character by character, so that offsets stay.

    Args:
        text: A turn, with straight apostrophes.
    """
    for pattern in (*_FOREIGN, *PASTED):
        text = pattern.sub(_mask, text)
    for pattern in _QUOTES:
        text = pattern.sub(lambda m: m.group() if _is_title(m.group()) else _mask(m), text)
    return _without_handed_over(text)


def _mask(match: re.Match[str]) -> str:
    return MASKED * len(match.group())


def _is_title(quoted: str) -> bool:
    """Whether what stands in quotation marks names a book, a film, a course."""
    found = _WORD.findall(quoted)
    capital = all(word[0].isupper() or word[0].isdigit() or word in _SMALL for word in found)
    spoken = any(_SPEAKING.fullmatch(word) for word in found)
    return 0 < len(found) <= _TITLE_LENGTH and capital and not spoken


def _without_handed_over(text: str) -> str:
    """Mask a text that the speaker hands over to be worked on: it is not about them.

    It begins after the colon, or at the blank line, that follows the request for the work; where
    there is neither, after the sentence that speaks of "this".
    """
    for number, (start, end, _) in enumerate(sentences(text)):
        sentence = text[start:end].lower()
        fiction = _FICTION.search(sentence) if number == 0 else None
        if fiction:
            return _cut(text, start + fiction.end())
        asked = _WORK.search(sentence)
        given = _GIVEN.search(sentence)
        strict = asked is not None and asked.group("verb") not in _LOOSE_WORK
        if not (given or (asked and (number == 0 or strict))):
            continue
        head = _HEAD.search(text, start if given or asked is None else start + asked.end())
        if head:
            return _cut(text, head.start())
        if asked and strict and _THIS.search(sentence, asked.end()):
            return _cut(text, end)
    return text


def _cut(text: str, start: int) -> str:
    return text[:start] + MASKED * (len(text) - start)
