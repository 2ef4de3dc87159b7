"""States that a new statement shuts out although no slot holds both: a dose, a floor, a search."""

import re

from memory_agent.domain import Candidate, Change, Memory
from memory_agent.domain.kinship import relation
from memory_agent.policies.changing import Moment, replacing, retracting
from memory_agent.policies.changing import adding as made
from memory_agent.policies.known import Known
from memory_agent.policies.measures import editing_words, thresholds
from memory_agent.policies.text import content, denies, stems, tells_an_end

_NEAREST = 15
"""Memories at most among which what is shut out is looked for."""

_ORDINAL = (
    r"ground|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|top"
    r"|\d+(?:st|nd|rd|th)"
)
_MEASURE = re.compile(
    rf"(?P<number>\d+(?:[.,]\d+)*)\s?(?P<unit>kg|kilos?|lbs?|pounds|stone|cm|met(?:re|er)s|mg|mcg|µg"
    rf"|ml|units|euros?|dollars|pounds|pln|%|k)\b"
    rf"|(?P<sign>[€$£])\s?(?P<amount>\d+(?:[.,]\d+)*k?)"
    rf"|\b(?P<ordinal>{_ORDINAL})(?: |-)(?P<floor>floor|storey)\b"
    r"|\b(?P<level>[ABC][12])\b",
    re.IGNORECASE,
)
_NEGATION = frozenset({"not", "never", "no", "any", "at", "all", "do", "doe", "did", "will", "be"})
_HAVING = frozenset(
    {"have", "has", "had", "get", "got", "hav", "ha", "gett", "give", "giv", "gave"}
)


def displaced(candidate: Candidate, known: Known, at: Moment) -> list[Change] | None:
    """Supersede what cannot hold beside a statement; None where there is no such thing.

    Args:
        candidate: What was said.
        known: What the store knows of the same user.
        at: When, and who decides.
    """
    if candidate.intent != "state" or candidate.kind not in {"fact", "event"}:
        return None
    wedded = _wedded(candidate, known)
    if wedded:
        return replacing(candidate, wedded, at, f"takes the place of: {wedded[0].text}")
    for memory, cosine in known.similar(candidate.text, _NEAREST):
        if cosine < thresholds().same_affair or not _about_the_same(memory, candidate):
            continue
        if _denied(memory, candidate):
            if re.search(r"\bnever (?:had|was|were|did|has|have)\b", candidate.text):
                reason = f"the user said: {candidate.source.quote}"
                added = made(candidate, at, f"denies: {memory.text}")
                return [retracting(memory, candidate, at, reason), added]
            return replacing(candidate, [memory], at, f"denies: {memory.text}")
        if _measured_anew(memory, candidate):
            return replacing(candidate, [memory], at, f"measures anew: {memory.text}")
        if _accomplished(memory, candidate):
            return replacing(candidate, [memory], at, f"has come about: {memory.text}")
    return None


def _about_the_same(memory: Memory, candidate: Candidate) -> bool:
    """Whether both say something of the same, as far as their subjects and first words tell."""
    if memory.subject and candidate.subject and memory.subject != candidate.subject:
        return False
    return memory.kind != "instruction" and _bearer(memory.text) == _bearer(candidate.text)


def _bearer(text: str) -> str:
    """Return whom or what a sentence begins with: the user, or their something."""
    owned = re.match(r"The user's (?:[\w-]+ )?[A-Z]\w+|The user's [\w-]+|The user|\S+", text)
    return owned.group().casefold() if owned else ""


def _wedded(candidate: Candidate, known: Known) -> list[Memory]:
    """Find the engagement that a wedding ends, and the being single that a partner ends."""
    if candidate.subject is None:
        return []
    if candidate.predicate == "marital_status" and (candidate.object or "") == "married":
        return [m for word in ("fiancé", "fiancée") for m in known.slot(candidate.subject, word)]
    told = candidate.predicate or ""
    kin = relation(told) or next(filter(None, map(relation, content(candidate.object or ""))), None)
    if kin in {"partner", "girlfriend", "boyfriend", "spouse", "wife", "husband", "fiancé"} and (
        told == "family" or relation(told)
    ):
        status = known.slot(candidate.subject, "marital_status")
        return [m for m in status if (m.object or "") == "single"]
    return []


def _denied(memory: Memory, candidate: Candidate) -> bool:
    """Whether a statement says that what a memory says is not so."""
    if not denies(candidate.text) or denies(memory.text) or tells_an_end(memory.text):
        return False
    other = memory.predicate is not None and memory.predicate != candidate.predicate
    if memory.kind == "preference" or other:
        return False
    said, told = stems(candidate.text) - _NEGATION, stems(memory.text)
    having = bool(said & _HAVING) == bool(told & _HAVING)
    return having and bool(said - _HAVING) and said - _HAVING <= told


def _measured_anew(memory: Memory, candidate: Candidate) -> bool:
    """Whether both measure the same thing, and come to different numbers."""
    one, other = _measures(memory.text), _measures(candidate.text)
    if len(one) != 1 or len(other) != 1 or memory.kind != "fact":
        return False
    (unit, number), (unit_now, number_now) = one[0], other[0]
    if unit != unit_now or number == number_now:
        return False
    same = editing_words().measuring
    before = content(_MEASURE.sub(" ", memory.text)) - same
    now = content(_MEASURE.sub(" ", candidate.text)) - same
    if unit in {"floor", "level"}:
        return before <= now or now <= before
    return bool(before & now) and (before <= now or now <= before)


def _measures(text: str) -> list[tuple[str, str]]:
    """Return the measures of a text: of what, and how much."""
    found = []
    for match in _MEASURE.finditer(text):
        unit = (match["unit"] or match["sign"] or match["floor"] or "level").casefold()
        number = match["number"] or match["amount"] or match["ordinal"] or match["level"]
        found.append((unit.rstrip("s"), number.casefold()))
    return found


def _accomplished(memory: Memory, candidate: Candidate) -> bool:
    """Whether what was looked for was found, or what was awaited has come."""
    for pursued, done in editing_words().accomplished:
        aim = re.search(pursued, memory.text)
        if aim and re.search(done, candidate.text) and memory.kind != "preference":
            wanted = stems(memory.text[aim.end() :].split(" for ")[0].split(" in ")[0])
            return not wanted or bool(wanted & stems(candidate.text))
    return False
