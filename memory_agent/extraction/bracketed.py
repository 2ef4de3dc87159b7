"""What brackets say of the word before them: "our twins (Inés and Bruno)", "Emma (9)"."""

import re

from memory_agent.extraction.words import several, species, words

_KIN = "|".join(re.escape(word) for word in sorted({*words().kin, *words().animals, *species()}))
_NAME = r"[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)?"
_WHO = re.compile(
    rf"(?:(?P<has>(?i:\b(?:i|we)(?:'ve|\s+have)(?:\s+got)?\s)[^.?!()]*?(?:\([^()]*\)[^.?!()]*?)*\b(?i:an?)\s+(?P<own>(?i:{_KIN})))"
    rf"|(?P<kin>\b(?i:my|our|his|her|the)\s+(?:[\w-]+\s+){{0,2}}?(?i:{_KIN}|two|three|four))(?:\s+{_NAME})?"
    rf"|(?P<name>{_NAME}))\s*$"
)
_NAMES = re.compile(rf"{_NAME}(?:(?:,\s*(?:and\s+)?|\s+(?:and|&)\s+){_NAME})*")
_NAME_ONLY = re.compile(_NAME)
_IS_KIN = re.compile(rf"(?i:my|our|his|her)\s+(?:[\w-]+\s+){{0,2}}?(?i:{_KIN})")
_AGE = re.compile(
    r"(?:(?:aged?|nearly|almost)\s+)?(?P<age>\d{1,3})(?:\s*(?:years?(?:\s+old)?|yo|y/o))?"
)


def of_brackets(before: str, inside: str) -> tuple[str, int] | None:
    """Return what brackets say as a sentence; None if it is nothing that is understood.

    Args:
        before: The text up to the opening bracket.
        inside: What stands between the brackets.

    Returns:
        The sentence, and the offset in `before` of the words that it is about.
    """
    who = _WHO.search(before)
    if who is None:
        return None
    start, about = who.start(), who.group().strip()
    if who["has"]:
        one = _NAME_ONLY.fullmatch(inside.strip())
        return (f"my {who['own']} is {inside.strip()}", who.start("own")) if one else None
    age = _AGE.fullmatch(inside.strip())
    if age is not None and 0 < int(age["age"]) < 110:
        return f"{about} is {age['age']}", start
    if _IS_KIN.fullmatch(inside.strip()) and who["name"]:
        return f"{about} is {inside.strip()}", start
    if who["kin"] and about == who["kin"] and _NAMES.fullmatch(inside.strip()):
        many = about.split()[-1].lower()
        verb = "are" if many in several() or many in {"two", "three", "four"} else "is"
        return f"{about} {verb} {inside.strip()}", start
    return None
