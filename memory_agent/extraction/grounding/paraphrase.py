"""Words of a memory that nobody said: a free wording of what was said, or another thing."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from memory_agent.extraction.grounding.clauses import Text, Word
from memory_agent.extraction.grounding.lexicon import form, lexicon

_MOST = 2
"""New words to each that was said, and to each that is left out, at most: beyond it a memory is of
the writer's making. Measured on evals/gold/grounding.jsonl."""

_NEAR = 3
"""Function words between two words that stand side by side: "suggesting any of the seafood"."""

_STEM = 4
"""Letters that words of one stem share at least."""

_TAIL = 6
"""Letters at the end by which two words are of one kind: "beekeeper" and "bookkeeper"."""

_LEADS = {"on", "without", "with", "in", "at", "for"}
"""Prepositions that tell what kind of thing stands behind them."""


def invented(memory: Text, strays: Sequence[int], heard: Text) -> str | None:
    """Return why words that nobody said are no free wording of what was said; None if they may be.

    A new word is refused where it stands in the place of another that was said ("wasps" for
    "bees"), says the opposite of one, names somebody, or where too little was said beside it.

    Args:
        memory: What is to be remembered.
        strays: The indices of its words, none of them a name, that are not in the words.
        heard: What was said, and what words of it mean.
    """
    lexi = lexicon()
    new = [at for at in strays if not implied(memory.words[at], heard)]
    if not new:
        return None
    told = [at for at, word in enumerate(memory.words) if word.text not in lexi.framing]
    said = [at for at in told if at not in new]
    heavy = [at for at in new if memory.words[at].text not in lexi.wording.light]
    mine = _accounted(memory, heard)
    free = min(_MOST * len(said), _MOST * _left_over(memory, mine, heard))
    for at in new:
        word = memory.words[at]
        if len(heavy) > free or word.form in lexi.people or _contrary(word, heard):
            return f"the word {word.written} is not in its words"
        rival = next(_rivals(memory, told, at, new, mine, heard), None)
        if rival is not None:
            return f"the word {word.written} is not in its words, but {rival.written}"
    return None


def _contrary(word: Word, heard: Text) -> bool:
    """Whether a word says the opposite of one that was said, or tells of a liking that was not."""
    lexi = lexicon()
    for kind in (lexi.likes, lexi.dislikes):
        if word.form in kind and not kind & heard.forms:
            return True
    opposites = lexi.wording.opposites
    return any(opposites.get(part, frozenset()) & heard.forms for part in _parts(word))


def implied(word: Word, heard: Text) -> bool:
    """Whether a word follows from another that was said: "born" from "birthday".

    Args:
        word: Of a memory.
        heard: What was said.
    """
    if lexicon().wording.implied.get(word.form, frozenset()) & heard.forms:
        return True
    if word.text.startswith("re") and "again" in heard.forms and form(word.text[2:]) in heard.forms:
        return True  # "retaking"
    return any(_derived(word.text, said.text) for said in heard.words)


def _derived(one: str, other: str) -> bool:
    """Whether two words are of one stem: "baker" and "bake", "resigned" and "resignation"."""
    if one[:_STEM] != other[:_STEM]:
        return False
    pairs = enumerate(zip(one, other, strict=False))
    stem = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
    endings = lexicon().wording.endings
    return len(one) >= _STEM <= len(other) and {one[stem:], other[stem:]} <= endings


def _rivals(
    memory: Text,
    told: Sequence[int],
    at: int,
    new: Sequence[int],
    mine: set[str],
    heard: Text,
) -> Iterator[Word]:
    """Yield what was said beside the same neighbour, and is not in the memory."""
    place = told.index(at)
    yield from _led_alike(memory, at, mine, heard)
    yield from _alike(memory.words[at], mine, heard)
    for step in (-1, 1):
        beside = place + step
        if not 0 <= beside < len(told) or told[beside] in new:
            continue
        neighbour = memory.words[told[beside]].form
        for number, word in enumerate(heard.words):
            rival = _beside(heard, number, -step) if word.form == neighbour else None
            if rival is not None and not mine & _parts(rival):
                yield rival


def _alike(new: Word, mine: set[str], heard: Text) -> Iterator[Word]:
    """Yield what ends as a new word does, or stands beside a part of it: "pastry chef"."""
    parts = new.text.split("-")
    for number, word in enumerate(heard.words):
        if len(parts) == 2 and word.text in parts:  # "sous-chef"
            rival = _beside(heard, number, -1 if word.text == parts[1] else 1)
            if rival is not None and not mine & _parts(rival):
                yield rival
        if new.text[-_TAIL:] == word.text[-_TAIL:] and not mine & _parts(word):
            yield word


def _led_alike(memory: Text, at: int, mine: set[str], heard: Text) -> Iterator[Word]:
    """Yield what follows the preposition of a new word in what was said: "on bass", "on drums"."""
    lead = memory.words[at - 1].text
    if lead not in _LEADS:
        return
    for before, word in pairwise(heard.words):
        telling = word.text not in lexicon().framing and not word.text.isdigit()
        if before.text == lead and telling and not word.capital and not mine & _parts(word):
            yield word


def _parts(word: Word) -> set[str]:
    """Return the form of a word and those of its hyphened parts."""
    return {word.form, *map(form, word.text.split("-"))}


def _accounted(memory: Text, heard: Text) -> set[str]:
    """Return the forms of what was said that a memory has a word for."""
    lexi = lexicon()
    found = set(memory.forms)
    for shared in memory.forms - heard.forms:
        found |= lexi.wording.implied.get(shared, frozenset()) & heard.forms
    return found


def _left_over(memory: Text, mine: set[str], heard: Text) -> int:
    """Return how many words a memory leaves out, in the clauses from which it has one."""
    lexi = lexicon()
    return sum(
        word.text not in lexi.framing
        and word.text not in lexi.wording.empty
        and not mine & _parts(word)
        for clause in heard.clauses
        if any(w.form in memory.forms and w.text not in lexi.framing for w in clause.words)
        or mine & clause.forms - memory.forms
        for word in clause.words
    )


def _beside(heard: Text, number: int, step: int) -> Word | None:
    """Return the telling word that stands next to one in its clause; None if there is none."""
    lexi = lexicon()
    words = heard.words
    end = number + step * (_NEAR + 1)
    for at in range(number + step, end, step):
        if not 0 <= at < len(words) or words[at].clause != words[number].clause:
            return None
        if words[at].text not in lexi.framing and words[at].text not in lexi.wording.empty:
            return words[at]
    return None
