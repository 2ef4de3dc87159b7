"""From a turn to the clauses that may be the speaker's own statements, with their offsets."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from memory_agent.domain import Resolution
from memory_agent.extraction.asides import Span
from memory_agent.extraction.bracketed import of_brackets
from memory_agent.extraction.masking import MASKED, own_words
from memory_agent.extraction.restoring import restored
from memory_agent.extraction.sentences import sentences
from memory_agent.extraction.shorthand import SET_APART, Plain, written_out
from memory_agent.extraction.words import leads, species, words

MAX_TEXT = 6000
"""Characters of a turn that are read for statements: what is longer is pasted, and people say
what is about themselves before or right after it; the whole turn stays searchable."""

_SELF = r"(?:i|i'm|i've|i'll|i'd|im|ive|we|we're|we've|my|our)"
_OTHER = (
    r"(?:you|he|she|they|it|it's|its|he's|she's|hes|shes|her|his|their|that|thats|that's"
    r"|this|theres|there's|there(?=\s+(?:is|was|are|were|will|has|have)\b))"
)
_BUT = "and|but|so|because|although|though|plus|which is why|and so|so that"
_ASKING = (
    r"(?:what|how|please|(?:where|which|who|when)\s+(?:should|can|could|do|does|did|would|will)"
    r"|(?:can|could|would|do|does|did|are|is|will)\s+(?:you|i|we|it|there))"
)
_TELLS = (
    "is|was|has|had|will|lives|lived|works|worked|loves|likes|hates|goes|just|turned|turns|plays"
    "|studies|can't|doesn't|isn't|wants|needs|got|gets|moved|started|eats|sleeps|won't"
)
"""After a name: what is told of somebody."""

_ASKED = re.compile(
    r",\s+(?:(?:and|but|so)\s+)?(?=(?:can|could|would|do|does|did|any|is|are|was|should|will)\b)"
    r"|,\s+(?=(?:\w+\s+){0,3}(?:ok|okay|fine|safe|normal|alright|allowed|right|thoughts)\s*\?*$)",
    re.IGNORECASE,
)
"""Where a question may begin in a sentence that ends as one; "my brother, Owen, is" is none."""

_WHEN = r"in|on|at|over|during|after|before|since|until|by|last|next"
_CHAT = (
    r"(?:so whatever|or whatever|and stuff|btw|tbh|lol|haha|ngl|imo|imho|fyi|thanks|thx|pls|plz)"
)
_UNCONDITIONAL = (
    r"(?:if\s+(?:(?:that|it|this)\s+(?:even\s+)?(?:matters|helps|counts|makes\s+(?:a\s+difference|sense)"
    r"|is\s+(?:relevant|of\s+any\s+(?:help|use|interest)))|you\s+(?:must|need\s+to|want\s+to)\s+know"
    r"|you\s+please|you\s+will|anything))"
)
"""Conditions on which nothing hangs: "I'm a plasterer, if that matters"."""

_LISTED = rf"(?:{'|'.join(said for of_lead in leads().values() for said in of_lead)})"
"""How a statement opens whose subject was said before, or goes without saying: "born in Rome"."""

_LISTING = re.compile(
    rf"(?:i|im|we|about me|background|{_LISTED}|\d\d|[A-Z]\w+ here)\b"
    r"(?!.*\b(?:my|his|her|she|he)\b)"
    rf"|.*\b(?:{_LISTED})\s[^,]*$",
    re.IGNORECASE,
)
"""What goes on with "..., born in Rome" as one who speaks of themself."""

_COURTESY = (
    r"(?:nice|pleased|lovely|good|great|happy|glad|delighted)\s+to\s+(?:meet|make|see)|as\s+you\s+know"
    r"|believe\s+it\s+or\s+not|thank\s+you|thanks|cheers|poor\s+thing|touch\s+wood|knock\s+on\s+wood"
)
_CLAUSE_BREAK = re.compile(
    rf"\s*(?:;|\s[—–-]{{1,2}}\s|—)\s*"
    rf"|,?\s+\b{_UNCONDITIONAL}\b(?:\s+(?:for|to|at|in)\s+(?:\w+\s*){{1,3}})?(?=[\s,.;:!?)]|$)"
    rf"|,\s+(?={_COURTESY}\b)"
    r"|,?\s+whereas\s+(?=(?:i|i'm|i've|we|my)\b)"
    rf"|,\s+(?=[\w-]+(?:\s+[\w-]+)?\s+(?:{'|'.join(sorted(words().displeasing))})s?\s+(?:me|us)\b)"
    rf"|,?\s+(?:{_BUT})\s+(?=(?:(?:maybe|perhaps)\s+)?(?:{_SELF}|{_OTHER}|{_ASKING})\b)"
    rf"|,\s+(?:(?:and|but)\s+)?(?=(?-i:[A-Z])\w+(?:'s|\s+(?:{_TELLS}))\s)"
    rf"|,\s+(?:(?:and|but|so)\s+)?(?=(?:{_SELF}|{_OTHER}|{_ASKING}|not)\b)"
    rf"|:\s+(?={_SELF}\b)"
    rf"|,\s+(?:and|but)\s+(?=(?:{_WHEN})\b)"
    r"|,?\s+so\s*:\s+"
    r"|,\s+so\s+(?=\w)"
    rf"|,?\s+{_CHAT}\b[,.!]*(?:\s+|$)"
    r"|,\s+(?=(?:the|my|our|a)\s+\w+\s+(?:is|was|were|are|has|had|says|said)\b)"
    r"|,\s+(?=\d+\s+\w+\s+(?:a|an|per|every|each)\b)"
    r"|,\s+(?:and\s+)?(?=fav(?:e|ou?rite)?\s+\w+)"
    r"|,\s+(?=[\w-]+(?:\s+[\w-]+)?\s+on\s+(?:mon|tues|wednes|thurs|fri|satur|sun)days\b)"
    rf"|:\s+(?=(?:(?:an?|my|the)\s+)?(?:\w+\s+)?(?:{'|'.join(sorted(words().appointments))})\b)"
    rf"|(?P<listed>[,:]\s+(?:and\s+)?)(?={_LISTED}\b)"
    r"|,\s+(?:and\s+)?(?=(?:ask|write|make|give|tell|show|explain|help|suggest)\b)"
    r"|\s+so\s+(?=no\b)",
    re.IGNORECASE,
)
_KIN = "|".join(re.escape(word) for word in sorted({*words().kin, *species()}))
_JOINT_SUBJECT = re.compile(
    rf"(?:(?:[Mm]y|[Oo]ur)\s+(?:\w+\s+)?(?:{_KIN})(?:\s+[A-Z]\w+)?|me|[A-Z]\w+)"
)
"""Before "and I": it is not a statement of its own, but half of who did it."""

_SELF_FIRST = re.compile(rf"{_SELF}\b", re.IGNORECASE)
_NAMED_LAST = re.compile(r"(?:^|[\s(=])(?<!\bin )(?<!\bat )(?<!\bfrom )[A-Z][\w'-]+$")
_APPOSITION = re.compile(rf"(?:my|our)\s+(?:\w+\s+)?(?:{_KIN})(?:['’]s\s+(?:{_KIN}))*(?:[,.)]|$)")
"""After "Maria, ": what she is to the speaker, and no statement."""

_LEADING_PHRASE = re.compile(rf"(?:{_WHEN}|with|without|under|inside|for)\b[^,]*$", re.IGNORECASE)
"""Before ", I": when or where it was, which belongs to what follows."""

_SPEAKING = re.compile(r"\b(?:i|we)(?:'\w+|\s+\w+)\b", re.IGNORECASE)
_LEADING_SUBORDINATE = re.compile(
    r"(?:if|when|while|as|after|before|once|because|although|though|unless|whenever"
    r"|since(?!\s+(?:the|this|last|that|\d{4}|[A-Z]\w+)(?:\s+[\w-]+){0,2}\s+(?:i|i'm|i've|we|we're)\b))\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(rf"\b(?:{'|'.join(words().corrections)})\b", re.IGNORECASE)
"""Before ": I": what follows is said, and no example."""

_SUPPOSES = re.compile(rf"\b(?:{'|'.join(words().supposing)})\b", re.IGNORECASE)
_HARMLESS = re.compile(rf"\b{_UNCONDITIONAL}\b", re.IGNORECASE)

_WHILE = re.compile(
    r"\s(?:when|whenever|until(?!\s+(?:the|next|late|early|\d|(?-i:[A-Z])))|unless|once)\s[^,]*$",
    re.IGNORECASE,
)
"""Before "and I'm nervous": it is told of when, and holds then only."""

_OPENS_CONDITION = re.compile(r"if\s", re.IGNORECASE)
_ASIDE = re.compile(r"\((?P<inside>\d{1,3}|[^()\n]{3,200})\)")
_CONDITION = re.compile(rf"\b(?:{'|'.join(words().conditional)})\b", re.IGNORECASE)
_QUESTION = re.compile(
    r"(?:what|how|where|which|who|whom|whose|why|when|can|could|would|will|should|do|does|did|is"
    r"|are|was|were|am|have|has|any|may|shall)\b",
    re.IGNORECASE,
)
_OPENERS = "|".join(re.escape(opener) for opener in sorted(words().openers, key=len, reverse=True))
_OPENER = re.compile(rf"(?:{_OPENERS})(?:[,!.:]+\s*|\s+(?={_SELF}\b|{_OTHER}\b))", re.IGNORECASE)
_ANNOUNCING = "|".join(sorted(words().announcing, key=len, reverse=True))
_ANNOUNCED = re.compile(
    r"for\s+(?:my\s+|the\s+)?\w+:\s+"
    r"|(?:(?:an?|one|my|the|some|quick|small|little|big|good|bad|great|sad|another|just|also|first"
    rf"|fun|last|more|personal)\s+)*(?:{_ANNOUNCING})"
    r"(?:\s+(?:about|on|for|to|from|of|before)\s+(?:\w+\s?){1,3})?\s*:\s+",
    re.IGNORECASE,
)
"""What says only that something is going to be said: "Quick update:", "Before we begin:"."""

_LOOSE = frozenset(",.;:!?*-–—•#()[]\ufe0f" + MASKED)
_LOOSE_KINDS = frozenset({"So", "Sk", "Cf", "Cc", "Zs", "Zl", "Zp"})
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a turn that may state something.

    Args:
        plain: Its words, with chat spelling written out; quotations are masked.
        start: Offset in characters in the turn.
        end: Offset of the character after it.
        question: Whether it asks.
        conditional: Whether it is supposed only, or hangs on a condition.
        opens: Whether it opens a sentence.
        resolutions: What its words mean that point at what was said before it.
        restated: What it says in full and in plain words, where it was put so to be parsed.
    """

    plain: Plain
    start: int
    end: int
    question: bool
    conditional: bool
    opens: bool = False
    resolutions: tuple[Resolution, ...] = ()
    restated: str | None = None

    @property
    def text(self) -> str:
        """Its words as they are parsed."""
        return self.plain.text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of `text` stands in the turn."""
        end = min(end, len(self.text))
        return self.start + self.plain.start(start), self.start + self.plain.end(end)

    def within(self, careful: Plain) -> "Clause":
        """Return a clause of a turn as it is written with care as one of the turn as typed."""
        if not careful.swaps:
            return self
        start, end = careful.start(self.start), careful.end(self.end)
        plain = self.plain.within(careful, self.start)
        return replace(self, plain=plain, start=start, end=end)


def clauses(text: str, apart: Sequence[Span] = ()) -> list[Clause]:
    """Split a turn into clauses, leaving out what is quoted, code, or somebody's text handed over.

    Args:
        text: The turn, verbatim.
        apart: Stretches of it that are no statements.
    """
    typed = text[:MAX_TEXT].replace("’", "'").replace("‘", "'")
    for start, end in apart:
        typed = typed[:start] + MASKED * len(typed[start:end]) + typed[end:]
    careful = restored(typed)
    masked = own_words(careful.text, unmarked=careful.unmarked)
    whole = _ASIDE.sub(lambda match: SET_APART * len(match.group()), masked)
    found = [clause for end in sentences(whole) for clause in _of_sentence(whole, *end)]
    for aside in _ASIDE.finditer(masked):
        told = of_brackets(masked[: aside.start()], aside["inside"])
        if told is not None and MASKED not in told[0]:
            said, begin = told
            plain = Plain(said, ((0, len(said), 0, aside.end() - begin),))
            found.append(Clause(plain, begin, aside.end(), question=False, conditional=False))
            continue
        found += _of_sentence(masked, aside.start("inside"), aside.end("inside"), asks=False)
    return [clause.within(careful) for clause in sorted(found, key=lambda clause: clause.start)]


def _of_sentence(text: str, start: int, end: int, asks: bool) -> Iterator[Clause]:
    pieces = list(_pieces(text, start, end, asks))
    supposed = _SUPPOSES.search(text, start, end) is not None
    supposed |= any(_OPENS_CONDITION.match(_HARMLESS.sub("", text[a:b])) for a, b in pieces)
    for index, (left, right) in enumerate(pieces):
        piece = text[left:right]
        last = index == len(pieces) - 1
        joined = index > 0 and _WHILE.search(text[pieces[index - 1][0] : pieces[index - 1][1]])
        question = asks and (last or bool(_QUESTION.match(piece)))
        conditional = (
            supposed or bool(joined) or _CONDITION.search(_HARMLESS.sub("", piece)) is not None
        )
        if _WORD.search(piece):
            yield Clause(written_out(piece), left, right, question, conditional, index == 0)


def _pieces(text: str, start: int, end: int, asks: bool) -> Iterator[tuple[int, int]]:
    """Break a sentence where a new statement or question begins; drop openers that say nothing."""
    sentence = text[start:end]
    cuts = [0]
    if not _LEADING_SUBORDINATE.match(sentence.lstrip()):
        breaks = [*_CLAUSE_BREAK.finditer(sentence), *(_ASKED.finditer(sentence) if asks else ())]
        for match in sorted(breaks, key=lambda found: found.start()):
            if match.start() < cuts[-1]:
                continue
            before = text[slice(*_trimmed(text, start + cuts[-1], start + match.start()))]
            joint = match.group().strip() == "and" and _JOINT_SUBJECT.fullmatch(before)
            aside = _NAMED_LAST.search(before) and _APPOSITION.match(sentence, match.end())
            example = match.group().strip() == ":" and not _CORRECTS.search(before)
            listed = match.groupdict().get("listed")
            example = example and not listed and _SELF_FIRST.match(sentence, match.end())
            of_whom = sentence[: match.start()].lstrip() if listed and ":" in listed else before
            strange = listed and not _LISTING.match(of_whom)
            leading = _LEADING_PHRASE.match(before) and not _SPEAKING.search(before)
            if joint or aside or example or strange or leading:
                continue
            yield _trimmed(text, start + cuts[-1], start + match.start())
            cuts.append(match.end())
    yield _trimmed(text, start + cuts[-1], end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = _strip(text, start, end)
    while True:
        match = _OPENER.match(text, start, end) or _ANNOUNCED.match(text, start, end)
        if not match or match.end() == start:
            return start, end
        start, end = _strip(text, match.end(), end)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and _is_loose(text[start]):
        start += 1
    while end > start and _is_loose(text[end - 1]):
        end -= 1
    return start, end


def _is_loose(character: str) -> bool:
    """Whether it says nothing at an edge: punctuation, space, an emoji."""
    return character in _LOOSE or unicodedata.category(character) in _LOOSE_KINDS
