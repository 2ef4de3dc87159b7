"""Chat spelling written out before it is parsed, with the way back to the offsets of the turn."""

import re
from dataclasses import dataclass
from functools import cache

from memory_agent.extraction.words import shorthand, words

SET_APART = "\x1b"
"""ESCAPE: stands for each character of what is set apart in brackets, and is read by itself."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Words as the parser reads them best, and where each stands in what was typed.

    Args:
        text: "I don't like my girlfriend's cat" for "i dont like my gf's cat".
        swaps: What was written out: start and end in `text`, start and end in what was typed.
        unmarked: Whether it was typed without the marks that say where sentences end.
    """

    text: str
    swaps: tuple[tuple[int, int, int, int], ...]
    unmarked: bool = False

    def start(self, offset: int) -> int:
        """Return where the character at an offset of `text` was typed."""
        return self._typed(offset, 2)

    def end(self, offset: int) -> int:
        """Return where the stretch that ends at an offset of `text` ended as it was typed."""
        return self._typed(offset - 1, 3) if offset else 0

    def led_by(self, lead: str) -> "Plain":
        """Return the same with words before it that were not typed."""
        by = len(lead)
        moved = tuple((a + by, b + by, start, end) for a, b, start, end in self.swaps)
        capital = self.text[:1].isupper() and self.text[1:2].islower()
        if capital and not (moved and moved[0][0] == by):  # No sentence opens here any more
            lowered = self.text[0].lower() + self.text[1:]
            return Plain(lead + lowered, ((0, by + 1, 0, 1), *moved))
        return Plain(lead + self.text, ((0, by, 0, 0), *moved))

    def within(self, whole: "Plain", offset: int) -> "Plain":
        """Return the same, leading back to what the whole was made from.

        Args:
            whole: What the words that this was made from were taken out of.
            offset: Where in it they begin.
        """
        origin = whole.start(offset)
        swaps = [
            (a, b, whole.start(offset + start) - origin, whole.end(offset + end) - origin)
            for a, b, start, end in self.swaps
        ]
        taken = [(start, end) for _, _, start, end in self.swaps]
        size = self.start(len(self.text))
        for a, b, start, end in whole.swaps:
            left, right = a - offset, b - offset
            if left >= 0 and right <= size and not any(x < right and left < y for x, y in taken):
                shift = sum(d - c - (y - x) for c, d, x, y in self.swaps if y <= left)
                swaps.append((left + shift, right + shift, start - origin, end - origin))
        return Plain(self.text, tuple(sorted(swaps)))

    def _typed(self, offset: int, edge: int) -> int:
        after = edge - 2
        shift = 0
        for swap in self.swaps:
            if offset < swap[0]:
                break
            if offset < swap[1]:
                return swap[edge]
            shift = swap[3] - swap[1]
        return offset + shift + after


def written_out(typed: str) -> Plain:
    """Write out what people abbreviate in chats: "im", "dont", "gf", "w/", a lone "i".

    Args:
        typed: Words of a turn, with straight apostrophes.
    """
    parts: list[str] = []
    swaps: list[tuple[int, int, int, int]] = []
    done = length = 0
    for match in _pattern().finditer(typed):
        short = re.sub(r"\s+", " ", match.group().lower()).strip()
        full = _full(match, short)
        parts += [typed[done : match.start()], full]
        start = length + match.start() - done
        length = start + len(full)
        done = match.end()
        swaps.append((start, length, match.start(), match.end()))
    return Plain("".join([*parts, typed[done:]]), tuple(swaps))


def _full(match: re.Match[str], short: str) -> str:
    if match.group("nothing"):
        return ""
    if match.group("age"):
        return " years old"
    if match.group("parent"):
        return f"my {short}"
    if match.group("studies"):
        return f"{match.group('who')}is studying"
    if match.group("copula"):
        return " has" if match.group("done") else " is"
    return shorthand()[short]


_COPULA = (
    r"(?P<copula>(?<=[a-z][a-z][a-z])(?<!\bthat)(?<!\bwhat)(?<!\bhere)(?<!\bthere)(?<!\blet)(?<!\bmaster)(?<!\bbachelor)'s"
    r"(?=\s+(?:(?P<done>been|got)\b|\d+(?!\d|st|nd|rd|th)|(?:a|an|the|not|in|at|on|from|with|called|named"
    r"|my|our|so|very|too|now|still|just|always|never|allergic|also|getting|going\s+to|moving"
    r"|turning|mine|ours|single|married|pregnant|due|fine|gone|dead|here|off|out|back)\b)))"
)
"""The "'s" that is no possessive, which the parser cannot tell: "my flat's in Lisbon"."""
_STUDIES = (
    r"(?P<studies>(?P<who>\b(?:(?!(?:My|Our|The|These|Those|Two|Three|Some|His|Her|Their|Your|Case)\b)"
    rf"[A-Z][\w-]+|he|she|{'|'.join(sorted(words().he | words().she))})\s+)studies"
    r"(?=\s+(?:at|in|for|abroad|law|medicine|art|music|physics|maths?|chemistry|biology|history"
    r"|economics|engineering|nursing|architecture)\b))"
)
"""The "studies" that the parser takes for a noun after a name: "my son Ben studies at Durham"."""


@cache
def _pattern() -> re.Pattern[str]:
    """Match shorthand in lower case, or capitalised as at the start of a sentence: "Im"."""
    spelled = {*shorthand(), *(short.capitalize() for short in shorthand() if len(short) > 1)}
    tastes = rf"(?:{'|'.join(words().likes | words().dislikes)})"
    longest_first = sorted(spelled, key=len, reverse=True)
    choices = "|".join(re.escape(short).replace(r"\ ", r"\s+") for short in longest_first)
    return re.compile(
        rf"(?:(?<![\w'@#/.-])(?:{choices})|(?<=\d)(?P<age>\s?(?:yo|y/o|y\.o\.)))"
        r"(?![\w@/-]|'(?!s\b)|\.\w)"
        rf"|(?P<parent>(?<!\w)(?<!\w[ '-])(?:{'|'.join(w.capitalize() for w in words().called_by)})"
        r"(?!\w|[-.])(?!'s\s+the\s+word))"
        rf"|{_COPULA}"
        rf"|{_STUDIES}"
        rf"|(?P<nothing>\s*{SET_APART}+|\b(?:{'|'.join(words().degrees)})\s+(?={tastes}\b))"
    )
