"""The user's answers to an assistant's question: a "yes" makes it the user's statement."""

import re
from functools import cache

from memory_agent.domain import Turn
from memory_agent.extraction.asides import Aside, Retold, Span
from memory_agent.extraction.port import Background
from memory_agent.extraction.questions import (
    REASON,
    alternatives,
    answer_words,
    declared,
    last_question,
)
from memory_agent.extraction.sentences import sentences

_SHORT = 7
"""Words of an answer at most that is no sentence of its own: "a nurse, in a small clinic"."""

_COUNTED = re.compile(
    r"^[\s,]*(?P<count>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten)"
    r"(?: of (?:them|those))?\b[\s.!,]*$",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"^[\s,]*(?P<what>(?:an?|one|two|three|four|five|six|\d{1,2}) [\w' -]{2,40})[\s.!,]*$", re.I
)
_SENTENCE = re.compile(r"\b(?:i|i'm|i've|my|we|you|he|she|they|it|that|this|there)\b", re.I)
_LEAD = re.compile(r"^(?:it's|it is|its|in|at|from|an?|as an?|uh+|um+|well|oh),?\s+", re.I)


def confirmed(turn: Turn, own: str, background: Background) -> list[Aside]:
    """Return the statement that a turn makes by answering the assistant's question.

    Args:
        turn: The turn.
        own: Its words, of which those that are not the speaker's are masked.
        background: Asked for the assistant's turn before it.
    """
    span = _first_sentence(own)
    answer = own[span[0] : span[1]].strip()
    if not (_pattern("yes").match(answer) or _pattern("no").match(answer) or _is_short(answer)):
        return []
    before = background.before(turn, 1)
    if not before or before[-1].role != "assistant":
        return []
    question = last_question(before[-1].text)
    if question is None:
        return []
    return (
        _picked(question, own, span) or _affirmed(question, own, span) or _told(question, own, span)
    )


def _first_sentence(own: str) -> Span:
    for start, end, asks in sentences(own):
        if own[start:end].strip():
            start += len(own[start:end]) - len(own[start:end].lstrip())
            return (start, start) if asks else (start, end)
    return (0, 0)


def _is_short(answer: str) -> bool:
    return 0 < len(answer.split()) <= _SHORT and not _SENTENCE.search(_LEAD.sub("", answer))


def _affirmed(question: str, own: str, span: Span) -> list[Aside]:
    """A yes: the question is the statement; a plain no to "still" ends what it asks about."""
    answer = own[span[0] : span[1]]
    yes = _pattern("yes").match(answer)
    if yes is None:
        ended = _pattern("no").fullmatch(answer.strip(" .!,"))
        statement = declared(question) if ended else None
        if statement is None or not re.search(r"\bstill\b", statement):
            return []
        return _aside(re.sub(r"\bam still\b|\bstill\b", _no_longer, statement), span, question)
    rest = answer[yes.end() :]
    while (more := _pattern("emphasis").match(rest)) is not None and more.end() > 0:
        rest = rest[more.end() :]
    if _pattern("reservation").match(rest):
        return []
    if re.fullmatch(r"right", yes.group("yes"), re.I) and rest.strip(" ,.!"):
        return []  # "Right, so what about the rest" answers nothing
    statement = declared(question)
    if statement is None:
        return []
    statement, specified = _specified(statement, rest)
    end = span[0] + (len(answer) if specified else len(yes.group().rstrip(" ,.!")))
    return _aside(statement, (span[0], end), question)


def _specified(statement: str, rest: str) -> tuple[str, bool]:
    """Put in what a yes adds to "I have ...": "two of them", "a dog"; tell whether it does."""
    counted, own = _COUNTED.match(rest), _OWN.match(rest)
    if counted and statement.startswith("I have "):
        having = rf"I have {counted.group('count')} "
        return re.sub(r"^I have (?:an? |some )?", having, statement), True
    if own and statement.startswith("I have "):
        return f"I have {own.group('what')}", True
    return statement, False


def _no_longer(match: re.Match[str]) -> str:
    return "am no longer" if match.group().startswith("am") else "no longer"


def _aside(statement: str, span: Span, question: str, rule: str = "confirmed") -> list[Aside]:
    return [Aside(span, retold=(Retold(statement, span, question, rule),), read_too=True)]


def _picked(question: str, own: str, span: Span) -> list[Aside]:
    """One of two: "Porto or Lisbon?"; both must be of as many words, so that they are told."""
    match = re.search(r"^(?P<head>.+?)\s+or (?:in |at |for )?(?P<second>[\w' -]+)$", question)
    if match is None:
        return []
    second = match.group("second").split()
    head = match.group("head").split()
    first = head[-len(second) :]
    answer = own[span[0] : span[1]].lower().strip(" .!,")
    answer = re.sub(r"^(?:the|in|at|a|an)\s+", "", answer)
    options = {" ".join(first): first, " ".join(second): second}
    chosen = {"first": first, "former": first, "first one": first, "second": second}
    chosen |= {"latter": second, "second one": second, "last one": second}
    chosen |= {name.lower(): value for name, value in options.items()}
    if answer not in chosen or len(head) <= len(second):
        return []
    statement = declared(" ".join([*head[: -len(second)], *chosen[answer]]))
    return _aside(statement, span, question, "answered") if statement else []


def _told(question: str, own: str, span: Span) -> list[Aside]:
    """A short answer to an open question: "Where do you live?" "Porto"."""
    answer = own[span[0] : span[1]].strip(" .!,")
    if not _is_short(answer) or _pattern("evasive").fullmatch(answer):
        return []
    statement = _opened(question.replace("’", "'"), answer)
    return _aside(statement, span, question, "answered") if statement else []


def _opened(question: str, answer: str) -> str | None:
    question = REASON.sub("", re.sub(_pattern("lead"), "", question))
    value = _LEAD.sub("", answer)
    for entry in answer_words()["open"]:
        if re.fullmatch(rf"(?:{entry['asked']})", question, re.IGNORECASE):
            said: str = entry["said"]
            if said.startswith("I work as"):  # "a nurse", not "nurse": what somebody is
                value = answer if re.match(r"an? ", answer, re.I) else f"a {value}"
            if "years old" in said:
                value = re.sub(r"\s*(?:years? old|years?|yo)$", "", value)
            return said.format(value)
    asked = _pattern("general").fullmatch(question)
    if asked is None or _pattern("at_hand").search(question):
        return None
    if asked.group("owned"):
        owned = re.sub(r"\byour\b", "my", asked.group("owned"), flags=re.IGNORECASE)
        return (
            f"{owned[:1].upper()}{owned[1:]} {asked.group('be')} {asked.group('end') or ''} {value}"
        )
    if asked.group("many"):
        return f"I have {value} {asked.group('many')}"
    return f"I {asked.group('verb')} {value}"


@cache
def _pattern(name: str) -> re.Pattern[str]:
    shapes = {
        "yes": rf"(?P<yes>{alternatives('yes')})\b(?:[\s,.!;:—–-]+|$)",
        "no": rf"(?:(?:{alternatives('no')})\b[\s,.!]*)+",
        "emphasis": rf"(?:{alternatives('emphasis')})\b[\s,.!;:—–-]*",
        "reservation": rf"(?:{alternatives('reservation')})\b",
        "lead": rf"^(?:(?:{alternatives('lead')})[,!.:]*\s+)+",
        "evasive": rf"(?:{alternatives('evasive')})(?:\s.*)?",
        "at_hand": rf"\b(?:{alternatives('at_hand')})\b",
        "general": r"(?:(?:what|who)(?P<be>'s| is| are) (?P<owned>your [\w' -]+?)(?P<end> called)?"
        r"|how many (?P<many>[\w -]+?) do you have"
        r"|(?:what|which) [\w ]+? do you (?P<verb>\w+))",
    }
    return re.compile(shapes[name], re.IGNORECASE)
