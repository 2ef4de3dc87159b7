"""From a turn to the clauses that may be the speaker's own statements, with their offsets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from memory_agent.extraction.words import words

MAX_TEXT = 6000
"""Characters of a turn that are read for statements: what is longer is pasted, and people say
what is about themselves before or right after it; the whole turn stays searchable."""

_ABBREVIATION = (
    r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)(?<!\b[A-Z])"
)
_SENTENCE_END = re.compile(rf"(?:{_ABBREVIATION}\.|[!?…])+[\"')\]]*(?=\s|$)|\n+")
_SELF = r"(?:i|i'm|i’m|i've|i’ve|i'll|i’ll|i'd|i’d|im|ive|we|we're|we’re|we've|we’ve|my|our)"
_OTHER = (
    r"(?:you|he|she|they|it|it's|it’s|its|he's|she's|hes|shes|her|his|their|that|thats|that's"
    r"|this|theres|there's)"
)
_BUT = "and|but|so|because|although|though|plus|which is why|and so|so that"
_ASKING = (
    "what|how|where|which|who|when|can|could|would|do|does|did|any|is|are|should|will|please|not"
)
_CHAT = r"(?:btw|tbh|lol|haha|ngl|imo|imho|fyi|thanks|thx|pls|plz)"
_CLAUSE_BREAK = re.compile(
    rf"\s*(?:;|\s[—–-]{{1,2}}\s|—)\s*"
    rf"|,?\s+(?:{_BUT})\s+(?={_SELF}\b|{_OTHER}\b)"
    rf"|,\s+(?=(?:{_SELF}|{_OTHER})\b)"
    rf"|,?\s+{_CHAT}\b[,.!]*(?:\s+|$)"
    r"|,\s+(?:and|so)\s+(?=\w)"
    r"|,?\s+but\s+(?=\w)"
    r"|,\s+(?=(?:the|my|our|a)\s+\w+\s+(?:is|was|were|are|has|had|says|said)\b)"
    r"|,\s+(?=(?:ask|write|make|give|tell|show|explain|help|suggest)\b)"
    r"|\s+so\s+(?=(?:no|please|what|how|can|could|is|are|do)\b)"
    rf"|,\s+(?=(?:{_ASKING})\b)",
    re.IGNORECASE,
)
_LEADING_SUBORDINATE = re.compile(
    r"(?:if|when|while|since|as|after|before|once|because|although|though|unless|whenever)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?:what|how|where|which|who|whom|whose|why|when|can|could|would|will|should|do|does|did|is"
    r"|are|was|were|am|have|has|any|may|shall)\b",
    re.IGNORECASE,
)
_MASKS = (
    re.compile(r"```.*?(?:```|\Z)", re.DOTALL),
    re.compile(r"`[^`\n]*`"),
    re.compile(r"^[ \t]*>.*$", re.MULTILINE),
    re.compile(r"<memory-context.*?(?:</memory-context>|\Z)", re.DOTALL),
    re.compile(r"“[^”]*(?:”|\Z)"),
    re.compile(r'(?<!\w)"[^"]{0,3000}"'),
    re.compile(r'(?<!\w)"[^"\n]*$', re.MULTILINE),
    re.compile(r"(?<!\w)'[^'\n]{12,}'(?!\w)"),
    re.compile(r"https?://\S+"),
)
_WORK = re.compile(
    r"(?:^|\b(?:please|can you|could you|would you|to|and|pls|help me)\s+)"
    rf"(?P<verb>{'|'.join(sorted(words().text_work, key=len, reverse=True))})\b"
)
_LOOSE_WORK = {
    "write",
    "create",
    "check",
    "fix",
    "complete",
    "continue",
    "act",
    "correct",
    "review",
}
_GIVEN = re.compile(
    r"\b(?:sent|got|wrote|received|says?|reads?|here(?:'s| is)|this is)\b.{0,40}"
    r"\b(?:this|me|text|letter|e?mail|message|note|draft|paragraph|essay|review|the following)\b"
)
_MASKED = "\x1a"  # SUBSTITUTE: stands for quoted text; no turn's own word
_WORD = re.compile(r"[^\W_][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a turn that may state something.

    Args:
        text: Its words, as they stand in the turn; quotations are masked.
        start: Offset in characters in the turn.
        question: Whether it asks.
        sentence: Which sentence of the turn it belongs to, from 0.
        conditional: Whether an if-clause stands in its sentence.
    """

    text: str
    start: int
    question: bool
    sentence: int
    conditional: bool

    @property
    def end(self) -> int:
        """Offset of the character after it."""
        return self.start + len(self.text)


def clauses(text: str) -> list[Clause]:
    """Split a turn into clauses, leaving out what is quoted, code, or somebody's text handed over.

    Args:
        text: The turn, verbatim.
    """
    masked = _own_words(text[:MAX_TEXT])
    found = []
    for number, (start, end, asks) in enumerate(_sentences(masked)):
        pieces = list(_pieces(masked, start, end))
        conditional = any(
            word in words().conditional for word in re.findall(r"\w+", masked[start:end].lower())
        )
        for index, (left, right) in enumerate(pieces):
            piece = masked[left:right]
            last = index == len(pieces) - 1
            question = (asks and last) or bool(_QUESTION.match(piece) and asks)
            if _WORD.search(piece):
                found.append(Clause(piece, left, question, number, conditional))
    return found


def _own_words(text: str) -> str:
    """Mask what is not the speaker's own, character by character, so that offsets stay."""
    for pattern in _MASKS:
        text = pattern.sub(lambda match: _MASKED * len(match.group()), text)
    return _without_handed_over(text)


def _without_handed_over(text: str) -> str:
    """Mask a text that the speaker hands over to be worked on: it is not about them.

    It begins after the colon, or at the blank line, that follows the request for the work.
    """
    for number, (start, end, _) in enumerate(_sentences(text)):
        sentence = text[start:end].casefold()
        asked = _WORK.search(sentence)
        if asked and (number == 0 or asked.group("verb") not in _LOOSE_WORK):
            head = re.compile(r":(?=\s)|\n\s*\n").search(text, start + asked.end())
            if head:
                return text[: head.start()] + _MASKED * (len(text) - head.start())
        given = _GIVEN.search(sentence)
        if given:
            head = re.compile(r":(?=\s)|\n\s*\n").search(text, start)
            if head:
                return text[: head.start()] + _MASKED * (len(text) - head.start())
    return text


def _sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.start(), "?" in match.group()
        start = match.end()
    yield start, len(text), False


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Break a sentence where a new statement or question begins; drop openers that say nothing."""
    sentence = text[start:end]
    cuts = [0]
    if not _LEADING_SUBORDINATE.match(sentence.lstrip()):
        for match in _CLAUSE_BREAK.finditer(sentence):
            yield _trimmed(text, start + cuts[-1], start + match.start())
            cuts.append(match.end())
    yield _trimmed(text, start + cuts[-1], end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = _strip(text, start, end)
    while True:
        match = _OPENER.match(text, start, end)
        if not match or match.end() == start:
            return start, end
        start, end = _strip(text, match.end(), end)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    skip = " \t\r\n,.;:!?*-–—•#()[]" + _MASKED
    while start < end and text[start] in skip:
        start += 1
    while end > start and text[end - 1] in skip:
        end -= 1
    return start, end


_OPENERS = "|".join(re.escape(opener) for opener in sorted(words().openers, key=len, reverse=True))
_OPENER = re.compile(
    rf"(?:{_OPENERS})(?:[,!.:]+\s*|\s+(?={_SELF}\b|{_OTHER}\b))",
    re.IGNORECASE,
)
