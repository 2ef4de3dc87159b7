"""Masks what is not the speaker's own in a turn: quotations, code, text that they hand over."""

import re

from memory_agent.domain.languages import LANGUAGES
from memory_agent.extraction.pasted import PASTED
from memory_agent.extraction.sentences import sentences
from memory_agent.extraction.unmarked import not_own
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
    re.compile(  # "I want it to mention that I was engaged": what a text is to say
        r"\b(?:i want|i'd like|i need|have|make|let) (?:it|him|her|them|the \w+) (?:to )?"
        r"(?:mention|say|include|tell|read|contain|end|start|speak)\b[^.!?\n]*",
        re.IGNORECASE,
    ),
    re.compile(r"\bin which (?:i|i'm|i've|my|we)\b[^.!?\n]*", re.IGNORECASE),
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
_ASKED = r"please|can you|could you|would you|can u|could u|to|and|pls|help me"
_WORK = re.compile(
    rf"(?:^|\b(?:{_ASKED})\s+)"
    rf"(?P<verb>{'|'.join(sorted(words().text_work, key=len, reverse=True))})\b"
)
_LOOSE_WORK = frozenset(
    {"write", "create", "check", "fix", "complete", "continue", "act", "correct", "review"}
)
_GIVEN = re.compile(
    r"\b(?:sent|got|wrote|received|says?|reads?|here(?:'s| is)|this is)\b.{0,40}"
    r"\b(?:this|me|text|letter|e?mail|message|note|draft|paragraph|essay|review|the following"
    r"|opening|chapter|poem|scene|bio|cv|resume|script|speech|post|lyrics|verse|excerpt|passage"
    r"|transcript|testimony|statement|homework)\b"
    r"|\bmake (?:this|these|the following|my)\b.{0,30}\b(?:less|more|shorter|longer|better|sound)\b"
)
_LANGUAGE = "|".join(name.lower() for name in LANGUAGES.values())
_FOLLOWS = re.compile(
    rf"\b(?:say|put|express|phrase) (?:this|these|the following)\b"
    rf"|\bfrom (?:{_LANGUAGE}|english) (?:in)?to (?:{_LANGUAGE}|english)\b"
)
"""What comes next is to be put into other words, or another language."""
_FICTION = re.compile(
    r"^\W*(?:(?:please|let's|can you|could you|i want you to|i'd like you to)\s+)*"
    r"(?:act as|act like|pretend|imagine|role-?play|suppose|you are (?:an?|now)\b"
    r"|you will (?:now )?(?:be|act)\b)"
)
"""A turn that opens so is make-believe to its end, or as `_SUPPOSED` and `_BACK` say."""

_SUPPOSED = re.compile(r"\b(?:pretend|imagine|suppose)\b")
"""Make-believe up to the question that is asked of it."""

_BACK = re.compile(
    r"\s*(?:it's|its|this is|that's) (?:all )?for\b|\s*(?:for context|for background|in reality"
    r"|in real life|irl|the real me|seriously|btw|by the way)\b",
    re.IGNORECASE,
)
_RESUMES = re.compile(
    rf"^\s*\(.*\)\s*$|\b(?:{'|'.join(words().resuming)})\b", re.IGNORECASE | re.DOTALL
)
_PARAGRAPH = re.compile(r"\n\s*\n")
_SHORT = 60
"""Words at most of a last paragraph in which the speaker comes back to the text handed over."""

_HEAD = re.compile(r":(?=\s)|\n\s*\n")
_THIS = re.compile(r"\b(?:this|these|the following|below)\b")


def own_words(text: str, *, unmarked: bool = False) -> str:
    """Mask what is not the speaker's own, character by character, so that offsets stay.

    Args:
        text: A turn, with straight apostrophes.
        unmarked: Whether it was typed without marks, so that none says where a quotation ends.
    """
    text = without_foreign(text)
    for pattern in _QUOTES:
        text = pattern.sub(lambda m: m.group() if _is_title(m.group()) else _mask(m), text)
    for start, end in not_own(text, MASKED) if unmarked else ():
        # A line ends with it, so that what follows is a sentence of its own
        text = f"{_hidden(text, start, end)[: end - 1]}\n{text[end:]}" if end > start else text
    return _without_handed_over(text)


def without_foreign(text: str) -> str:
    """Mask what is marked as not the speaker's own: code, quoted lines, addresses of pages.

    Args:
        text: A turn.
    """
    for pattern in (*_FOREIGN, *PASTED):
        text = pattern.sub(_mask, text)
    return text


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
            return _without_fiction(text, start + fiction.end(), fiction.group())
        follows = _FOLLOWS.search(sentence)
        if follows:
            head = _HEAD.search(text, start + follows.end(), end + 1)
            return _cut(text, head.start() if head else end)
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


def _without_fiction(text: str, start: int, opening: str) -> str:
    """Mask make-believe until the speaker asks what they suppose it for, or says so."""
    supposed = _SUPPOSED.search(opening) is not None
    end = start
    for left, right, asks in sentences(text):
        if left > start and _BACK.match(text, left):
            return _hidden(text, start, end)
        end = max(end, right)
        if supposed and asks and end > start:
            return _hidden(text, start, end)
    return _cut(text, start)


def _cut(text: str, start: int) -> str:
    """Mask a text handed over, but for a last paragraph that speaks of it."""
    *_, last = [start, *(m.end() for m in _PARAGRAPH.finditer(text, start))]
    handed, rest = text[start:last], text[last:]
    back = handed.strip(": \n") and len(rest.split()) <= _SHORT and _RESUMES.search(rest)
    end = last if back else len(text)
    return _hidden(text, start, end)


def _hidden(text: str, start: int, end: int) -> str:
    """Mask a stretch; its lines stay lines, so that what follows is a sentence of its own."""
    return text[:start] + re.sub(r"[^\n]", MASKED, text[start:end]) + text[end:]
