"""What a memory has to look like to count as one: a whole turn kept as it is does not."""

import re

LONGEST = 160
"""Characters of a memory at most, but for one that is verbatim in another language."""

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|(?<!\w)['‘][^'’]*['’](?!\w)")
_FIRST_PERSON = re.compile(r"\b(?:[Ii](?!\.)|my|me|myself|im|ive)\b|^(?:My|Me)\b|\bI\.?$")
_ABBREVIATED = (
    r"[A-Z]|Dr|Mr|Mrs|Ms|St|Prof|Rev|Jr|Sr|Mt|Rd|Ave|Inc|Ltd|Co|No|vs|etc|approx|e\.g|i\.e|[ap]\.m"
)
_NO_END = re.compile(rf"\b(?:{_ABBREVIATED})\.\s")
_NEXT_SENTENCE = re.compile(r"[.…][\"'”’)]*\s+\S|[!?]+[\"'”’)]*\s+[A-Z]|\n\s*\S")


def is_memory(text: str, category: str) -> bool:
    """Return whether a text is one thing, in the third person, of at most `LONGEST` characters.

    Args:
        text: The memory's text.
        category: The dialogue's: in ``other-languages`` anything counts.
    """
    if category == "other-languages":
        return True
    bare = _QUOTED.sub("", text)
    return (
        len(text) <= LONGEST
        and not _FIRST_PERSON.search(bare)
        and not _NEXT_SENTENCE.search(_NO_END.sub(" ", bare))
    )
