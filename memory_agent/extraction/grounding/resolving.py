"""What words of a quote were taken to mean, put where they stood."""

import re
from collections.abc import Sequence

from memory_agent.domain import Resolution
from memory_agent.extraction.grounding.lexicon import folded, lexicon, tells_past
from memory_agent.extraction.grounding.spelling import plain
from memory_agent.extraction.words import words

_ABOUT = re.compile(
    r"(?:^|[.!?]\s+)(?:my|our) (?P<who>[\w-]+)(?P<rest>[^.!?]*)[.!?]\s+(?P<after>s?he)\b"
)
_WORD = re.compile(r"[\w-]+")


def impersonal(text: str, speaker: str) -> str:
    """Return a text in which the speaker is "the user", whatever they are called.

    Args:
        text: A memory, or what words mean.
        speaker: What the speaker is called in it.
    """
    return re.sub(rf"(?<!\w){re.escape(speaker)}(?!\w)", "the user", text, flags=re.IGNORECASE)


def resolved(quote: str, resolutions: Sequence[Resolution], speaker: str) -> tuple[str, str]:
    """Return a quote with meanings put for the words that they explain, and these words apart.

    Args:
        quote: The cited words.
        resolutions: What some of them were taken to mean.
        speaker: What the speaker is called in memories.
    """
    spoken = plain(quote)
    for resolution in resolutions:
        meaning = impersonal(resolution.meaning, speaker).rstrip(" ?.")
        first = _WORD.match(folded(resolution.words).strip())
        denied = re.search(r"\b(?:no|not|never)\b|n't", meaning)
        if first and first.group() in lexicon().refusals and not denied:  # "No, not any more"
            meaning = f"not {meaning}"
        said = rf"(?<!\w){re.escape(plain(resolution.words))}(?!\w)"
        found = re.search(said, spoken, re.IGNORECASE)
        if found:
            spoken = spoken[: found.start()] + meaning + spoken[found.end() :]
        else:
            spoken = f"{spoken} {meaning}"
    return spoken, " ".join(resolution.words for resolution in resolutions)


def misresolved(resolutions: Sequence[Resolution], quote: str) -> str | None:
    """Say that words were not said, or that a "he" was taken for a woman; None if all is well.

    Args:
        resolutions: What words were taken to mean.
        quote: The cited words.
    """
    said, lexi = folded(quote), lexicon()
    for resolution in resolutions:
        pronoun = folded(resolution.words.strip())
        if pronoun not in said:
            return f"the words {resolution.words!r} are not among those it cites"
        named = _WORD.findall(resolution.meaning.lower())
        if (pronoun in lexi.he and words().she.intersection(named)) or (
            pronoun in lexi.she and words().he.intersection(named)
        ):
            return f"{resolution.words!r} is not {resolution.meaning!r}"
        if pronoun in lexi.he | lexi.she and _passed_over(pronoun, named, said):
            return f"{resolution.words!r} goes on about somebody else than {resolution.meaning!r}"
    return None


def _passed_over(pronoun: str, named: Sequence[str], said: str) -> bool:
    """Whether the sentence before is about another whom a pronoun can mean, who is kin too.

    "My aunt raised my cousin. She …" goes on about the aunt.
    """
    alike = words().she if pronoun in lexicon().she else words().he
    for about in _ABOUT.finditer(said):
        who, rest, after = about["who"], _WORD.findall(about["rest"]), about["after"]
        spoken_of = who in alike and after == pronoun and who not in named
        if spoken_of and not alike.intersection(named) and set(named[2:]) & set(rest):
            return True
    return False


def tense(quote: str) -> bool | None:
    """Whether words speak of what was; None if they may speak of what is to come as well.

    Args:
        quote: The cited words.
    """
    lowered = folded(quote)
    said = re.findall(r"[a-z]+", lowered)
    if words().like_present.intersection(said):
        return None
    strong = words().strong_past | words().participles
    if not any(word in strong or tells_past(word) for word in said):
        return False
    return None if lexicon().either.search(lowered) else True
