"""The grounding gate: names, numbers and negation of a memory must stand in the words it cites."""

import re

from memory_agent.domain import Candidate

_COUNTING = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_BY_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {word: value for value, word in enumerate(_COUNTING.split())}
_TENS = {word: 10 * value for value, word in enumerate(_BY_TENS.split(), 2)}
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WRITTEN = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})(?:[ -](?P<ones>{'|'.join(_NUMBERS)}))?"
    rf"|(?P<small>{'|'.join(_NUMBERS)}))\b"
)
_WORD = re.compile(r"[^\W_][\w'’-]*")
_PART = re.compile(r"[^\W_]+")
_NEGATION = re.compile(
    r"\b(?:not|never|no longer|cannot|none|nobody|neither|nor|without)\b|n['’]t\b"
    r"|\b(?:dont|doesnt|didnt|cant|wont|isnt|arent|havent)\b",
    re.IGNORECASE,
)
_NO = re.compile(r"\W*(?:no|nope|nah)\b", re.IGNORECASE)
"""An answer that denies what was asked."""

_ENDED = re.compile(
    r"\b(?:no longer|anymore|any more|used to|quit|stopped|left|gave up|ended|cancell?ed|sold)\b",
    re.IGNORECASE,
)


def unsupported(candidate: Candidate, speaker: str) -> str | None:
    """Return what of a candidate its cited words do not support; None if all is supported.

    Dates and pronouns that were resolved count as supported by the words that they stand for,
    where those words are in the quote or, for a pronoun's name, in the turn.

    Args:
        candidate: What an extractor proposes.
        speaker: What the speaker is called in it.
    """
    quote = candidate.source.quote
    if not quote.strip():
        return "it cites no words"
    if candidate.intent in {"forget", "unsay"}:
        return None  # It proposes no memory
    said = quote.casefold()
    spoken = " ".join([said, *(r.meaning.casefold() for r in candidate.resolutions)])
    text = candidate.text.replace(speaker, "", 1)
    heard = {_plain(number) for number in _NUMBER.findall(spoken)} | _written(spoken)
    for number in _NUMBER.findall(text):
        if _plain(number) not in heard:
            return f"the number {number} is not in its words"
    known = {*_PART.findall(spoken), *_PART.findall(speaker.casefold())}
    names = (re.sub(r"['’]s$", "", word) for word in _WORD.findall(text) if word[0].isupper())
    for name in names:
        if not known.issuperset(_PART.findall(name.casefold())):
            return f"the name {name} is not in its words"
    unsaid = _denies(text) and not (_denies(quote) or _NO.match(quote))
    if unsaid or (_NEGATION.search(quote) and not _denies(text)):
        return "it is negated where its words are not, or the other way round"
    for resolution in candidate.resolutions:
        if resolution.words.casefold().strip() not in said:
            return f"the words {resolution.words!r} are not among those it cites"
    return None


def _denies(text: str) -> bool:
    """Whether it says that something is not so, or no longer."""
    return bool(_NEGATION.search(text) or _ENDED.search(text))


def _written(spoken: str) -> set[str]:
    """Return the numbers that are written in words: "twenty-five" is 25."""
    found = set()
    for match in _WRITTEN.finditer(spoken):
        ones = _NUMBERS.get(match.group("ones") or match.group("small") or "zero", 0)
        found.add(str(_TENS.get(match.group("tens") or "", 0) + ones))
    return found


def _plain(number: str) -> str:
    return number.replace(",", "").rstrip(".:")
