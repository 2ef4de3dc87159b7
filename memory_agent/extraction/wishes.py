"""What a sentence wants nothing remembered of: "don't keep notes on my health"."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from memory_agent.domain.opting import EVERYTHING, SESSION
from memory_agent.domain.topics import kin, topics_called

_BEGIN = (
    r"(?:^\W*|[,;:(–—!]\s*|\s-\s|\b(?:and|but|so|then|please|pls|plz|just|hey|ok|okay|also|that"
    r"|though|still|or|kindly|bitte|et|y|e|und|clear|rule|way|on|one|only|you to|u to|you can"
    r"|you may"
    r"|like|want|need"
    r"|can you|could you|would you|will you|can u|could u|would u|will u|can ya)[,:]?\s+)"
)
"""Where a clause may begin in a sentence."""

_CLAUSE_WORDS = (
    r"(?:my|our|the|what|where|whom?|how|any|anything|everything|all)\b(?:(?!\s-\s)[^,;:.!?(–—])+?"
)
"""A topic that opens a clause says whose it is, and holds none of the signs that end one."""

_AND = re.compile(
    r"\s*(?:,\s*(?:and|or|nor)?|\band\b|\bor\b|\bnor\b|/|&|\bund\b|\boder\b)\s+", re.I
)
_ABOUT = re.compile(r"(?:about|on|regarding|anything about|of)\s+", re.IGNORECASE)
MINE = re.compile(
    r"(?:my|our|mine|mein\w{0,2}|unsere?\w?|ma|mon|mes|notre|nos|mis?|(?:[oa]s? )?(?:meus?|minhas?)"
    r"|mi[ao]|miei|mie|mijn|m[oó]j\w*|mo[ij]\w+)\s+(?:own\s+)?",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:is|are|was|were|has|have|had|does|did|knows|thinks|wants|says)\b", re.I)
_CLAUSE = re.compile(r"(?:what|where|who|whom|how|when|why|whether|which)\b", re.IGNORECASE)
_OFMINE = re.compile(
    r"\b(?:my|our)\s+[\w-]+(?:\s+[\w-]+)?|\b(?:what|where|who|how much)\s+i\s+\w+", re.IGNORECASE
)
_OWN_TOPIC = re.compile(rf"{MINE.pattern}|{_CLAUSE.pattern}|(?:the|any|all)\b", re.IGNORECASE)
"""How a topic begins that is not told by an "about"."""

_LONGEST = 6
"""Words of a topic at most: what is longer is a sentence."""


class Wish(NamedTuple):
    """What a stretch of a text wants remembered, or not: topics, as the user says them."""

    start: int
    end: int
    topics: tuple[str, ...]
    allowed: bool


@cache
def _data() -> dict[str, Any]:
    text = (files(__package__) / "data" / "opt_outs.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a name in ``data/opt_outs.toml``, each with a group ``wish``."""
    parts = dict(_data()["parts"])
    found = []
    for pattern in _data()["patterns"][name]:
        while (missing := re.search(r"\{([a-z]+)\}", pattern)) is not None:
            pattern = pattern.replace(missing.group(), f"(?:{parts[missing.group(1)]})")
        if pattern.startswith("(?P<topic>.+?)"):
            pattern = pattern.replace(".+?", _CLAUSE_WORDS, 1)
        found.append(re.compile(rf"{_BEGIN}(?P<wish>{pattern})(?!\w)", re.IGNORECASE))
    return tuple(found)


@cache
def hint() -> re.Pattern[str]:
    """Return what finds a piece that every turn holds which opts out or in."""
    return re.compile("|".join(map(re.escape, _data()["hints"])), re.IGNORECASE)


def wish(sentence: str, before: str = "") -> Wish | None:
    """Return what a sentence wants remembered or not, if anything.

    Args:
        sentence: What the user says, quotations masked.
        before: The sentence before it: it may tell what "keep it out of your memory" means.
    """
    for name, allowed, topic in (
        ("session", False, SESSION),
        ("all_out", False, EVERYTHING),
        ("all_in", True, EVERYTHING),
    ):
        for pattern in patterns(name):
            found = pattern.search(sentence)
            if found and (name == "session" or _ends(sentence[found.end() :])):
                return Wish(*found.span("wish"), (topic,), allowed)
    for name, allowed in (
        ("again", True),
        ("about", False),
        ("foreign", False),
        ("foreign_again", True),
        ("last", False),
        ("named", False),
    ):
        for pattern in patterns(name):
            found = pattern.search(sentence)
            if found and (topics := _topics(found, named=name not in {"about", "foreign", "last"})):
                return Wish(*found.span("wish"), topics, allowed)
    return _told_before(sentence, before) or _loosely_told(sentence)


def _loosely_told(sentence: str) -> Wish | None:
    if any(pattern.search(sentence) for pattern in patterns("loose_not")):
        return None
    for pattern in patterns("loose"):
        found = pattern.search(sentence)
        if found and (topics := _topics(found, named=True)):
            return Wish(*found.span("wish"), topics, allowed=False)
    return None


def _told_before(sentence: str, before: str) -> Wish | None:
    for pattern in patterns("back"):
        found = pattern.search(sentence)
        if found is None:
            continue
        for said in (sentence[: found.start("wish")], before):
            mine = [match.group() for match in _OFMINE.finditer(said)]
            topics = [MINE.sub("", _named_part(topic)) for topic in mine if _named_part(topic)]
            if topics:
                return Wish(0, found.end("wish"), tuple(dict.fromkeys(topics)), allowed=False)
    return None


def _ends(rest: str) -> bool:
    """Whether nothing but a courtesy follows."""
    return not re.sub(rf"^(?:[\s,]*(?:{_end_words()}))+\b", "", rest, flags=re.I).strip(
        " .,!?;:-()"
    )


@cache
def _end_words() -> str:
    ends = sorted(_data()["words"]["ends"], key=len, reverse=True)
    return "|".join(re.escape(end) for end in ends)


def _topics(found: re.Match[str], *, named: bool) -> tuple[str, ...]:
    said = re.split(r"[.;:!?(–—]|\s-\s", found.group("topic"))[0]
    of_oneself = _CLAUSE.match(said.strip()) is not None
    cuts = "|".join(re.escape(cut) for cut in _cuts(of_oneself=of_oneself))
    said = re.split(rf",?\s\b(?:{cuts})\b", said, maxsplit=1, flags=re.IGNORECASE)[0]
    topics: list[str] = []
    for part in _parts(said):
        topic = _topic(part)
        place = re.search(
            r"\b(?:on|of|around) (?:the |my )?\Z", found.string[: found.start("topic")]
        )
        if place and topic.lower().split()[-1:] and topic.lower().split()[-1] in _places():
            topic = ""
        whose = _OWN_TOPIC.match(part.strip())
        if named and not topics and not whose:
            break
        if named or topics:  # What else is listed must be a topic, too: "…, my boss is touchy"
            topic = topic if is_topic(topic) else ""
        if not topic:
            break
        topics.append(topic)
    return tuple(dict.fromkeys(topics))


def _cuts(*, of_oneself: bool) -> list[str]:
    """Return what cuts a topic short; "who I'm dating" goes on after "I'm"."""
    return [cut for cut in _data()["words"]["cuts"] if not (of_oneself and cut.startswith("i"))]


def _parts(said: str) -> Iterator[str]:
    """Divide "my ex or my kids"; "what I earn, owe or own" is one."""
    parts = [part for part in _AND.split(said) if part.strip()]
    at = 0
    while at < len(parts):
        part = parts[at]
        at += 1
        if _CLAUSE.match(part.strip()):
            while at < len(parts) and len(parts[at].split()) == 1 and not is_topic(parts[at]):
                at += 1
            end = said.find(parts[at - 1], said.find(part)) + len(parts[at - 1])
            part = said[said.find(part) : end]
        yield _ABOUT.sub("", part.strip(), count=1) if _ABOUT.match(part.strip()) else part


@cache
def _places() -> frozenset[str]:
    return frozenset(_data()["words"]["places"])


def is_topic(topic: str) -> bool:
    """Whether it is a topic of the table, or somebody in the user's life, and nothing more."""
    if not _named_part(topic):
        return False
    if _CLAUSE.match(topic):
        return len(topic.split()) <= _LONGEST
    rest = {*re.findall(r"[^\W_]+(?:-[^\W_]+)*", MINE.sub("", topic.lower(), count=1))}
    known = {word for found in topics_called(topic) for name in found.called for word in name}
    return rest <= {*known, *kin(), *_data()["words"]["besides"]}


def _named_part(topic: str) -> str:
    """Return a topic that is in the table or names somebody; nothing if it is none."""
    lowered = topic.lower()
    if _SAYS.search(lowered) and not _CLAUSE.match(lowered):
        return ""
    return topic if topics_called(topic) or kin() & set(re.findall(r"[\w-]+", lowered)) else ""


def _topic(said: str) -> str:
    """Return a topic without whose it is; nothing if it is none."""
    said = re.sub(rf"(?:[\s,]+(?:{_end_words()}))+\W*\Z", "", said, flags=re.IGNORECASE)
    words = said.strip(" .,!?;:").split()
    lowered = [word.lower() for word in words]
    if lowered == ["me"]:
        return EVERYTHING
    if len(lowered) > 1 and lowered[0] in {"the", "a", "an"}:
        words, lowered = words[1:], lowered[1:]
    if not words or lowered[0] in _data()["words"]["not_topics"]:
        return ""
    if len(words) > _LONGEST:
        words = words[:_LONGEST]
        if not topics_called(" ".join(words)):
            return ""
    return MINE.sub("", " ".join(words), count=1)
