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

_LIKEWISE = re.compile(
    rf"[,;]? (?:and )?(?P<how>so|neither|nor) (?P<helper>{_HELPERS}) (?P<who>{_WHO})"
    r"(?=\s*(?:[.!?,;]|$))"
)


def filled(text: str) -> str:
    """Return a text in which a clause that ends at its helper says what the one before says.

    Args:
        text: What was said, as `plain` gives it.
    """
    text = _LIKEWISE.sub(_turned, text)
    found = _GAP.search(text)
    if not found:
        return text
    return f"{text[: found.end('gap')]} {found['told']}{text[found.end('gap') :]}"


def _turned(found: re.Match[str]) -> str:
    """Return "and so is my dad" as "and my dad is", "nor does he" as "and he does not"."""
    denied = "" if found["how"] == "so" else " not"
    return f" and {found['who']} {found['helper']}{denied}"
