"""Names and other telling words of a memory: each must be said, in some spelling."""

import re
from itertools import pairwise

from memory_agent.extraction.grounding.clauses import Text, Word
from memory_agent.extraction.grounding.lexicon import form, lexicon
from memory_agent.extraction.grounding.paraphrase import invented

_LEAST = 3
"""Letters of an abbreviation: two are often a word, or meet by chance."""

_LONG = 6
"""Letters of a word of which one may be mistyped: shorter ones are too near to others."""

_LINKS = {"of", "and", "the"}
_NUMERAL = re.compile(r"\d")


def unsaid(memory: Text, heard: Text, own: frozenset[str]) -> str | None:
    """Return why words of a memory that nobody said may not stand there; None if they may.

    Names must be said; other words may be a free wording. A word is told by another inflection,
    spelling or synonym of it, a country by what its people are called, and a name by its initials
    or these by it.

    Args:
        memory: What is to be remembered.
        heard: What was said, and what words of it mean.
        own: Words that need not be said: the speaker's name.
    """
    words = memory.words
    strays = []
    for at, word in enumerate(words):
        if at and word.written == "A" and not _letter(words, at, heard):
            return "the name A is not in its words"
        if word.text in own or _counts(word.text):
            continue
        if _said(word.text, heard) and not (at and _respelt(word, heard)):
            continue
        if not word.capital and _mistyped(word.text, heard):
            continue
        if word.capital and _initials(words, at, heard):
            continue
        if word.capital:
            return f"the name {word.written} is not in its words"
        strays.append(at)
    return invented(memory, strays, heard) if strays else None


def _said(word: str, heard: Text) -> bool:
    lexi = lexicon()
    if word in lexi.framing:
        return True
    shared = form(word)
    if shared in heard.forms or word in heard.forms:
        return True
    if "-" in word:
        joined = form(word.replace("-", ""))
        return joined in heard.forms or all(
            _counts(part) or _said(part, heard) for part in word.split("-")
        )
    if any(f"{one}{two}" == word for one, two in _pairs(heard)):
        return True
    country = lexi.demonyms.get(shared)
    if country is not None:
        return country in heard.forms
    return any(lexi.demonyms.get(said) == shared for said in heard.forms)


def _respelt(word: Word, heard: Text) -> bool:
    """Whether a name is another than the one that shares its form: "Philipps" of "Philips"."""
    if not word.capital or word.text in lexicon().framing:
        return False
    alike = [said for said in heard.words if said.form == word.form and said.capital]
    bare = word.text.rstrip("s")
    grown = {bare, f"{bare}e", bare[:-1] + "y" if bare.endswith("ie") else bare}
    return bool(alike) and not any(
        said.text.rstrip("s") in grown or _grouped(said, word) for said in alike
    )


def _grouped(said: Word, word: Word) -> bool:
    """Whether two words share a form that neither ending tells: synonyms, irregular plurals."""
    return said.text[:3] != word.text[:3] or lexicon().same.get(word.form) == word.form


def _mistyped(word: str, heard: Text) -> bool:
    """Whether a long word was said but for one letter too many, too few or amiss: "maried"."""
    if len(word) < _LONG:
        return False
    return any(_near(word, said.text) for said in heard.words if said.text[0] == word[0])


def _near(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or len(other) < _LONG - 1:
        return False
    same = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return one[same + (len(one) >= len(other)) :] == other[same + (len(other) >= len(one)) :]


def _letter(words: list[Word], at: int, heard: Text) -> bool:
    """Whether a capital A is the letter that was said, or opens a title or a sentence."""
    opens = at + 1 < len(words) and words[at + 1].capital
    return opens or any(word.text == "a" and word.written == "A" for word in heard.words)


def _pairs(heard: Text) -> list[tuple[str, str]]:
    return [(one.text, two.text) for one, two in pairwise(heard.words)]


def _counts(word: str) -> bool:
    """Whether a word is a number, which is looked at elsewhere."""
    return bool(_NUMERAL.search(word)) or word in lexicon().counting


def _initials(words: list[Word], at: int, heard: Text) -> bool:
    """Whether a name stands in the words by its initials, or initials by the name."""
    if words[at].written.isupper() and len(words[at].text) >= _LEAST:
        letters = "".join(word.text[0] for word in heard.words)
        if words[at].text in letters:
            return True
    start, end = at, at
    while start > 0 and words[start - 1].capital:
        start -= 1
    while end + 1 < len(words) and (words[end + 1].capital or words[end + 1].text in _LINKS):
        end += 1
    initials = "".join(word.text[0] for word in words[start : end + 1] if word.capital)
    return len(initials) >= _LEAST and any(word.text == initials for word in heard.words)
