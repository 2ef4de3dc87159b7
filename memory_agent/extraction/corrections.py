"""A bare value that puts right what the user said last: "I meant 43", "Cork, not Galway"."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from memory_agent.domain import Turn
from memory_agent.extraction.asides import Aside, Retold, Span
from memory_agent.extraction.masking import MASKED
from memory_agent.extraction.port import Background
from memory_agent.extraction.restoring import restored
from memory_agent.extraction.sentences import sentences
from memory_agent.extraction.words import words

_RULE = "corrected"
_TURNS = 4
"""Turns before it, of any role, in which what is put right may stand."""

_ALIKE = 0.6
"""How alike two names are spelled that may be the same, mistyped: "Katarzyna", "Catarzina"."""

_LONGEST = 25
"""Words of a turn at most that "just kidding" can take back: of a longer one, who knows what."""

_BRIEF = 8
"""Words of a statement at most whose last word a bare word may put right."""

_NUMBER = re.compile(
    r"(?<![\w.,])\d[\d.,:/]*(?<=\d)"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[^\W\d_a-z][\w'-]+")


def corrected(turn: Turn, own: str, background: Background) -> list[Aside]:
    """Return the statements that a turn puts right by naming a value alone.

    Args:
        turn: The turn.
        own: Its words, of which those that are not the speaker's are masked.
        background: Asked for what the user said before.
    """
    if not _pattern("any").search(own):
        return []
    found: list[Aside] = []
    said: list[Span] = []
    for start, end, asks in sentences(own):
        sentence = own[start:end]
        cleft = None if asks or MASKED in sentence else _pattern("cleft").search(sentence)
        if cleft:  # "It's cashews I'm allergic to"
            span = (start + cleft.start(), start + cleft.end())
            told = Retold(f"{cleft.group('rest')} {cleft.group('value')}", span, sentence, _RULE)
            found.append(Aside(span, retold=(told, *_harmless(sentence, start, cleft))))
        for value, wrong in () if asks or cleft or MASKED in sentence else _values(sentence, start):
            aside = _put_right(turn, own, value, wrong, said, background)
            if aside:
                found += [*aside, Aside((start, end))]
                break
        else:
            found += _anew(own, (start, end), said)
            found += [] if found or said else _unsaid(turn, own, (start, end), background)
        said.append((start, end))
    return found


def _harmless(sentence: str, start: int, cleft: re.Match[str]) -> Iterator[Retold]:
    """Return what is not so of what is said to be fine: "cashews ..., walnuts are fine"."""
    fine = _pattern("fine").search(sentence, cleft.end())
    denied = re.sub(r"^(i'm|i am|i|we|my \w+ is)\b", r"\1 not", cleft.group("rest"), flags=re.I)
    if fine and re.match(r"(?:i'm|i am|my \w+ is)\b", denied, re.IGNORECASE):
        span = (start + fine.start(), start + fine.end())
        said = f"{denied} {fine.group('value')}"
        yield Retold(said, span, said, _RULE)


def _anew(own: str, span: Span, said: list[Span]) -> list[Aside]:
    """Drop what was said before "actually no, ...", if that says it anew."""
    sentence = own[slice(*span)]
    cue = _pattern("anew").match(sentence)
    if _pattern("bare").match(sentence):
        return [Aside(span)]  # "I meant cashews", of which nothing can be told
    if cue is None or not said:
        return []
    before = own[slice(*said[-1])]
    shared = _content(sentence[cue.end() :]) & _content(before)
    return [Aside(said[-1])] if shared or cue.group("all") else []


def _unsaid(turn: Turn, own: str, span: Span, background: Background) -> list[Aside]:
    """Take back what the user said in the turn before, if they open with "just kidding"."""
    if not _pattern("unsaid").match(own[slice(*span)]):
        return []
    before = [t.text for t in background.before(turn, _TURNS) if t.role == "user"]
    if not before or len(before[-1].split()) > _LONGEST:
        return []
    start = span[0] + len(own[slice(*span)]) - len(own[slice(*span)].lstrip())
    told = Retold("", (start, span[1]), before[-1], "taken back", before[-1])
    return [Aside(span, retold=(told,), read_too=True)]


def _content(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W_]{3,}", text)} - {
        "have",
        "has",
        "the",
        "and",
    }


def _values(sentence: str, start: int) -> Iterator[tuple[Span, str | None]]:
    """Return where the right value stands, and the wrong one if it is named."""
    for shape in ("instead", "not this but", "meant", "meant late", "starred"):
        for match in _pattern(shape).finditer(sentence):
            wrong = match.groupdict().get("wrong")
            left, right = match.span("value")
            if _pattern("verb").search(sentence[left:right]):
                continue  # "is not Rome" names no other
            if wrong:  # As many words as the wrong one has
                length = len(wrong.split())
                parts = list(re.finditer(r"\S+", sentence[left:right]))
                parts = parts[-length:] if shape == "instead" else parts[:length]
                left, right = left + parts[0].start(), left + parts[-1].end()
            yield (start + left, start + right), wrong


def _put_right(
    turn: Turn,
    own: str,
    value: Span,
    wrong: str | None,
    said: list[Span],
    background: Background,
) -> list[Aside]:
    """Put the value in the place of the wrong one: in this turn, or in one before it."""
    right = own[value[0] : value[1]].strip()
    for start, end in reversed(said):
        sentence = own[start:end]
        place = _place(sentence, right, wrong)
        if place:
            told = _told(sentence, place, right, value)
            return [Aside((start, end), retold=(told,))]
    turns = background.before(turn, _TURNS)
    before = [restored(t.text).text for t in turns if t.role == "user"]
    for text in reversed(before if wrong else before[-1:]):
        place = _place(text, right, wrong)
        if place:
            told = _told(text, place, right, value, before=True)
            return [Aside(value, retold=(told,))]
    return []


def _told(text: str, place: Span, right: str, value: Span, *, before: bool = False) -> Retold:
    anew = text[: place[0]] + right + text[place[1] :]
    return Retold(anew, value, text, _RULE, text if before else None)


def _place(text: str, right: str, wrong: str | None) -> Span | None:
    """Return where in a text the wrong value stands, if there is no doubt."""
    if wrong is not None:
        found = re.search(rf"\b{re.escape(wrong)}\b", text, re.IGNORECASE)
        return found.span() if found else None
    number = _NUMBER.search(right)
    if not number and right == right.lower():  # "cashews", for the end of a short statement
        last = re.search(r"[^\W_][\w'-]*(?=[.!]?\s*$)", text)
        alone = last is not None and len(text.split()) <= _BRIEF and len(right.split()) == 1
        return last.span() if last and alone and not re.search(r"[.!?]\s", text) else None
    kind = _NUMBER if number else _NAME
    places = [m.span() for m in kind.finditer(text)]
    rest = right[number.end() :].split() if number else []
    if rest:  # "100 mg of sertraline": where "50 mg of sertraline" was said
        places = [
            (start, end + len(" ".join(["", *rest])))
            for start, end in places
            if text[end:].split()[: len(rest)] == rest
        ]
    alike = [p for p in places if _alike(text[p[0] : p[1]], right)]
    chosen = alike if len(alike) == 1 else places
    return chosen[0] if len(chosen) == 1 else None


def _alike(one: str, other: str) -> bool:
    ratio = SequenceMatcher(None, one.lower(), other.lower()).ratio()
    return ratio >= _ALIKE and one.lower() != other.lower()


@cache
def _pattern(name: str) -> re.Pattern[str]:
    value = r"(?P<value>[^\W_][\w'./:€$£%-]*(?: [\w'./:-]+){0,4}?)"
    lead = rf"(?:(?:{'|'.join(sorted(words().amends, key=len, reverse=True))})[,.!:;…-]*\s+)*"
    end = (
        r"(?:,? (?:i mean|sorry|please|thanks|with an? \w\b.*|of course|obviously)|,.*)?\s*[*.!,]*$"
    )
    meant = (
        r"(?:i mean|i meant|i meant to (?:say|write|type|put)|make (?:that|it)|that should (?:be|"
        r"read|say)|it should (?:be|read|say|have been)|should (?:be|have been)|correction[:,]?|"
        r"(?:it's|its|it is|that's|is) spell?(?:ed|t)|spelled|typo[:,]?|no,? wait[,:.]*|"
        r"wait,? no[,:.]*|(?:quick fix|small mistake|mistake|fix|typo|i mistyped|i misspoke|"
        r"i got (?:that|it) wrong|i was wrong)[^,:.]*[,:.]? (?:it's|it is|its|that's))"
    )
    shapes = {
        "any": r"(?i:\bits?\b|it's|misr|\bmean|meant|\bnot\b|spel|correction|typo|wait|should|make "
        r"|\bfix\b|mistake"
        r"|mis|wrong|\bno\b|scratch|strike|scrap|ignore|kidding|joking|joke|rephrase|lie|lying|true|made)|^\s*\*|\*\s*$",
        "meant": rf"(?i:^\W*{lead}{meant})\s+(?:in |at |from |a |an |the )?{value}(?i:{end})",
        "meant late": rf"(?i:\b(?:i meant|i mean|make that|(?:that|it) should be|should have been))"
        rf"\s+(?=\d|(?-i:[A-Z])){value}(?i:{end})",
        "verb": r"(?i)(?:\b(?:is|am|are|was|were|be|do|does|did|has|have|had|will|can|could|would"
        r"|should|might|may|must|i|you|he|she|it|they|we|of|if|or|and|but|just|why|probably|maybe)|'\w+)$",
        "anew": rf"(?i)^\W*(?:{lead})(?:actually,? no|no,? wait|wait,? no|(?P<all>scratch that"
        r"|strike that|scrap that|ignore that|that was a (?:joke|lie)|just kidding|kidding"
        r"|i was (?:joking|kidding))"
        r"|correction|that came out wrong|let me rephrase|no,? sorry|sorry,? no)\b",
        "unsaid": rf"(?i)^\W*(?:{lead})(?:scratch that|strike that|(?:just|only) kidding|kidding"
        r"|that was (?:just |only )?a (?:joke|lie)|i was (?:just |only )?(?:joking|kidding|lying)"
        r"|i made that up|i lied)\b(?! (?:about|that|when))",
        "cleft": r"(?i)\b(?:it's|it is|its) (?P<value>[\w' -]+?) (?:that )?"
        r"(?P<rest>(?:i'm|i am|i|we|my \w+ is) [\w' -]*?\b(?:to|of|in|at|for|from|with))"
        r"(?=[,.!]|$)",
        "fine": r"(?i)\b(?P<value>[\w'-]+) (?:is|are) "
        r"(?:perfectly |totally |absolutely |quite |all |completely )?"
        r"(?:fine|ok|okay|safe|alright|right|no problem|not a problem)\b",
        "bare": rf"(?i)^\W*(?:{lead})i (?:(?:meant|mean) [\w'-]+(?: [\w'-]+)?"
        r"|(?:misspoke|mistyped|misremembered|was mistaken)\b.*)$",
        "starred": rf"^\s*(?=\*\S|\S[^*]*\*\s*$)\**{value}\**\s*$",
        "instead": r"(?:^|\b(?:it's|its|is|in|at|on|called|was|meant|mean|from|,)\s+|\s)"
        r"(?P<value>[^\W_][\w'./:-]*(?: [\w'./:-]+){0,2}?),? (?:and )?not "
        r"(?:in |at |from |on |the |an? )?(?P<wrong>[^\W_][\w'./:-]*?)[.!,]*(?=$|[.,;!] )",
        "not this but": rf"(?i:\bnot)\s+(?i:in |at |from |on |the |an? |Mr\.? |Ms\.? |Mrs\.? )?"
        rf"(?P<wrong>[^\W_][\w'/:-]*?)(?:,|;| but|,? but)\s+(?i:but )?"
        rf"(?i:it's |it is |he is |he's |she is |she's |i meant |i mean |in |at |from |the )?"
        rf"(?:Mr\.? |Ms\.? |Mrs\.? )?{value}(?i:{end})",
    }
    return re.compile(shapes[name])
