"""Requests to forget something that was told, and what is taken back as a topic."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from memory_agent.domain import Candidate, Intent, Provenance, Turn
from memory_agent.extraction.asides import Aside, Span
from memory_agent.extraction.masking import MASKED
from memory_agent.extraction.parsing import parse
from memory_agent.extraction.port import Background
from memory_agent.extraction.sentences import sentences
from memory_agent.extraction.words import words

EVERYTHING = "everything"
"""The topic of a request to forget all that is known; no policy acts on it."""

_TOPIC_WORDS = 14
"""Words of a topic at most: a longer one is a story, and no topic."""

_NAMELY = re.compile(r"['’]s?$")


def to_forget(turn: Turn, own: str, background: Background) -> list[Aside]:  # noqa: ARG001
    """Return the requests of a turn to forget something told before.

    Args:
        turn: The turn.
        own: Its words, of which those that are not the speaker's are masked.
        background: Not asked.
    """
    if not _pattern("any").search(own):
        return []
    found: list[Aside] = []
    spans = [(start, end) for start, end, _ in sentences(own) if own[start:end].strip()]
    for index, (start, end) in enumerate(spans):
        sentence = own[start:end]
        unsaid = None if MASKED in sentence else _pattern("unsaid").search(sentence)
        if unsaid:
            topic = re.sub(r"^(?:about |the |that )", "", _bare(sentence[unsaid.end() :]))
            found.append(Aside((start, end), _candidate(turn, (start, end), topic, "unsay")))
            continue
        match = None if MASKED in sentence else _pattern("order").search(sentence)
        if match is None or (own[end : end + 1] == "?" and not _pattern("asked").search(sentence)):
            continue
        before = own[slice(*spans[index - 1])] if index else ""
        topics = list(_topics(sentence, match, before, own[end:]))
        found += [Aside((start, end), _candidate(turn, (start, end), t)) for t in topics]
        if topics and _pattern("nothing").fullmatch(_bare(sentence[match.end() :])):
            found.append(Aside(spans[index - 1]))  # It only names what is to be forgotten
    return found


def _topics(sentence: str, order: re.Match[str], before: str, after: str) -> Iterator[str]:
    """Return what a sentence asks to be forgotten, in its own words."""
    topic = _bare(sentence[order.end() :])
    weak = order.group("forget") is None
    if _pattern("everything").fullmatch(topic) and (not weak or topic != EVERYTHING):
        yield EVERYTHING
        return
    if _pattern("nothing").fullmatch(topic) or not topic:
        found = [_spoken_of(before)]
    else:
        taken_back = _pattern("denied").search(after) is not None
        parts = re.split(r",? and (?=(?:the|my|our|about|what|that i)\b)", topic)
        destroys = order.group("destroy") is not None or taken_back
        found = [_told(part, weak, destroys) for part in parts]
        if found[0] and not all(found):  # "the first and the second": told, like the first
            found = [told or part for told, part in zip(found, parts, strict=True)]
    for told in found:
        told = re.sub(r"^(?:about|the|that) ", "", told.strip())
        if told and len(told.split()) <= _TOPIC_WORDS:
            yield told


def _spoken_of(before: str) -> str:
    """Return the topic of "I told you about my knee.", which "Forget that." means."""
    match = _pattern("spoken").search(before)
    return _bare(before[match.end() :]) if match else ""


def _told(topic: str, weak: bool, destroys: bool) -> str:
    """Return the topic as it is named, if it is something told; a weak order must say so."""
    kept = _pattern("kept").search(topic)
    topic = topic[: kept.start()] if kept else topic
    for shape in ("told", "clause", "part", "parted", "everything about"):
        match = _pattern(shape).match(topic)
        if match:
            return topic[match.end("lead") :] if shape != "parted" else match.group("topic")
    owned = re.match(r"(?:about|my|our)\b|[\w' ]+'s\b|the(?= [A-Z])", topic)
    mine = owned is not None and (destroys or not weak)
    elsewhere = re.search(r"\b(?:from|in|out of|on) (?:the|this|that|my|line)\b", topic)
    return topic if kept or (mine and not elsewhere) else ""


def _bare(topic: str) -> str:
    """Cut a topic where the sentence goes on, and drop what belongs to no topic."""
    topic = re.split(
        r"[,;:!?()—–]| - |\.(?=\s|$)|\b(?:because|since|so that|cos)\b|\bit's\b", topic.strip()
    )[0].strip()
    while (match := _pattern("after").search(topic)) is not None:
        topic = topic[: match.start()].strip()
    return re.sub(r"^(?:please|pls) ", "", topic, flags=re.IGNORECASE)


def _candidate(turn: Turn, span: Span, topic: str, intent: Intent = "forget") -> Candidate:
    start, end = span
    quote = turn.text[start:end].strip()
    start = turn.text.index(quote, start)
    source = Provenance(turn.id, turn.session_id, turn.role, quote, start, start + len(quote))
    things, doings = _key_words(topic)
    mine = re.match(r"(?:that |how )?(?:i|i'm|i've|i'll|my|we|our)\b", topic.lower())
    whose = re.match(r"(?:my|our) [\w-]+'s\b", topic.lower())
    return Candidate(
        kind="fact",
        text=quote,
        source=source,
        rule=f"{intent}: {topic}",
        confidence=0.9,
        intent=intent,
        subject=(turn.name or "user") if mine and not whose else None,
        predicate=" ".join(doings) or None,
        object=" ".join(things) or " ".join(doings),
    )


def _key_words(topic: str) -> tuple[list[str], list[str]]:
    """Return the things and the doings that a topic names."""
    if topic == EVERYTHING:
        return [EVERYTHING], []
    [doc] = parse([topic])
    things = [
        _NAMELY.sub("", t.text)
        for t in doc
        if (t.pos_ in {"NOUN", "PROPN", "NUM"} or (t.pos_ == "ADJ" and t.dep_ != "amod"))
        and t.lower_ not in _data()["empty_things"]
    ]
    doings = [
        t.text
        for t in doc
        if t.pos_ in {"VERB", "ADJ"}
        and t.text not in things
        and t.lemma_.lower() not in _data()["empty"]
    ]
    if all(t.lower() in words().kin for t in things):  # "leaving my wife" is not all of her
        return [*doings, *things], []
    return things, doings


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return the expression for one part of a request, made of the word lists once."""
    lists = {key: "|".join(sorted(found, key=len, reverse=True)) for key, found in _data().items()}
    said = rf"i(?:'ve| have| had)? (?:ever |just )?(?:{lists['told']})(?: you)?"
    about = r"(?:about|on|regarding|concerning|of|to)"
    shapes = {
        "any": rf"\b(?:{lists['forget']}|{lists['delete']}|{lists['lied']})\b",
        "order": rf"(?:^|[,.!;:—–-]\s*|\b(?:and|so|but)\s+)\W*"
        rf"(?:(?:{lists['courtesy']})[,.!]*\s+)*"
        rf"(?:(?P<forget>{lists['forget']})|(?P<destroy>{lists['destroy']})|{lists['delete']})"
        r"(?:[,]? (?:please|pls))?\b",
        "unsaid": rf"^\W*(?:(?:{lists['courtesy']})[,.!]*\s+)*"
        r"(?:i (?:have to (?:admit|confess)|must (?:admit|confess)|admit|confess),? (?:that )?)?"
        rf"i (?:{lists['lied']}) (?:about|the)\b",
        "asked": r"\b(?:can|could|would|will) (?:you|we)\b",
        "denied": r"\b(?:never|nonsense|not true|isn't true|wasn't true|untrue|made (?:it|that) up"
        r"|shouldn't have|don't have|didn't have|a lie|lied|joke|joking|kidding)\b",
        "told": rf"(?P<lead>(?:about )?(?:what|everything|anything|all|whatever|the \w+)(?: that)? "
        rf"{said}(?: {about}|(?: that)?(?= i\b)))",
        "clause": r"(?P<lead>(?:about )?(?:the fact )?(?:that|how) )(?=i\b|i'|my\b|we\b|our\b)",
        "part": rf"(?P<lead>(?:about )?(?:the|that|any|all|every|this|my|some) (?:{lists['part']}) "
        rf"(?:{about}|where|with) )",
        "parted": rf"(?P<lead>(?:about )?(?:the|that|all the|this) )(?P<topic>[^,.]+?) "
        rf"(?:{lists['part']})\b",
        "everything about": rf"(?P<lead>(?:everything|anything|all|whatever|what you know|what you "
        rf"have|what you remember) {about} )",
        "kept": rf" (?:from|in|on|out of) (?:{lists['kept_in']})\b",
        "after": rf"\s+(?:{lists['after']})$",
        "everything": rf"(?:about )?(?:{lists['everything']})",
        "nothing": rf"(?:about )?(?:{lists['nothing']})",
        "spoken": rf"\b{said} (?:{about} |that )",
    }
    return re.compile(shapes[name], re.IGNORECASE)


@cache
def _data() -> dict[str, list[str]]:
    text = (files(__package__) / "data" / "forgetting.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
