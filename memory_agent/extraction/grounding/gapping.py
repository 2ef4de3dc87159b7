"""Puts back what a clause leaves to the one before it: "I can't swim, my wife can"."""

import re

_HELPERS = (
    "am|is|are|was|were|do|does|did|can|could|have|has|had|will|would|shall|should|must|might|may"
)
_WHO = r"I|we|he|she|they|(?:[Mm]y|[Oo]ur|[Tt]he user's) [\w-]+(?: [A-Z][\w-]+)?|[A-Z][\w-]+"
_GAP = re.compile(
    rf"\b(?:{_WHO})\s+(?:(?:{_HELPERS})\s+(?:not\s+)?)?(?P<told>(?!(?:{_HELPERS})\b)[^.!?;,]+?)"
    rf"(?:[,;]?\s+(?:but|and|while|whereas|though)|[,;.])\s+(?P<gap>(?:{_WHO})\s+"
    rf"(?:{_HELPERS})(?:\s+not)?)(?=(?:\s+(?:too|either|though))?\s*(?:[.!?,;]|$))"
)


def filled(text: str) -> str:
    """Return a text in which a clause that ends at its helper says what the one before says.

    Args:
        text: What was said, as `plain` gives it.
    """
    found = _GAP.search(text)
    if not found:
        return text
    return f"{text[: found.end('gap')]} {found['told']}{text[found.end('gap') :]}"
