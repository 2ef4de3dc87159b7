"""Whom a clause is about: the speaker, somebody in the speaker's life, or somebody named."""

from memory_agent.extraction.grounding.clauses import Clause, Text, Word
from memory_agent.extraction.grounding.lexicon import lexicon, tells_past

SPEAKER = "the speaker"
SOMEBODY = "somebody else"

_FIRST = {"i", "we"}
_OTHERS = {"he", "she", "they", "everyone", "everybody", "someone", "somebody"}
_OWNED = {"my", "our"}
_OWNERS = _OWNED | {"his", "her", "their", "the"}
_OBJECTS = {"me", "us"}
_LETTING = {"let", "lets", "allows", "allowed", "wants", "helps", "helped", "encourages"}
_AFTER_NAMES = {"is", "was", "has", "had", "can", "will", "does", "did"}


def subjects(text: Text, at: int) -> set[str]:
    """Return whom a word is said of, as far as it can be told from the words before it.

    Args:
        text: What was said, "the user" standing for the speaker where a pronoun was resolved.
        at: The index of the word.

    Returns:
        `SPEAKER`, the forms of people ("sister"), `SOMEBODY`; nothing if it cannot be told.
    """
    clause = text.clauses[text.words[at].clause]
    reported = text.words[at].quoted
    number = text.words[at].clause
    if number and text.words[clause.start].text == "who":
        meant = _antecedent(text.words, clause.start)
        if meant:
            return meant
    while True:
        found = _within(text, clause.start, min(at, clause.start + len(clause.words)), reported)
        if found or number == 0 or (clause.start <= at and _heads(text, clause, at)):
            return found
        number -= 1
        earlier = text.clauses[number]
        if earlier.sentence != clause.sentence:
            return set()
        clause, at = earlier, earlier.start + len(earlier.words)


def _heads(text: Text, clause: Clause, at: int) -> bool:
    """Whether a word stands before the verb of its clause, and so is what that is about."""
    verbs = lexicon().verbs
    words = text.words[clause.start : clause.start + len(clause.words)]
    told = [word.text in verbs for word in words]
    return at < clause.start + len(words) and any(told) and not any(told[: at - clause.start + 1])


def _antecedent(words: list[Word], who: int) -> set[str]:
    """Return whom "who" goes on about; nothing if it cannot be told."""
    lexi = lexicon()
    if _somebody_s(words, who):
        return {SOMEBODY}
    last = words[who - 1]
    if last.form in lexi.people:
        return {last.form}
    if last.capital and last.text not in lexi.framing:
        known = {word.form for word in words[max(0, who - 4) : who]}
        return (known & lexi.people) or {SOMEBODY}
    return set()


def _somebody_s(words: list[Word], who: int) -> bool:
    """Whether "who" goes on about somebody that is not of the speaker's life: "a pirate who"."""
    before = words[max(0, who - 4) : who]
    known = any(word.form in lexicon().people or word.capital for word in before)
    return not known and not any(word.text in _FIRST | {"one"} for word in before)


def _within(text: Text, start: int, at: int, reported: bool) -> set[str]:
    words = text.words
    found: set[str] = set()
    index = at - 1
    while index >= start:
        who = _who(words, index, start, reported)
        if who is not None:
            found.add(who)
            left = _head(words, index, start) - 1
            if left < start or words[left].text != "and":
                return found
            index = left - 1
            if index >= start and words[index].text in {"me", "i"}:
                return found | {SPEAKER}
            continue
        index -= 1
    return found


def _who(words: list[Word], index: int, start: int, reported: bool) -> str | None:
    """Return whom a word names as one who does; None if it names nobody so."""
    word = words[index]
    if word.text in _FIRST or (word.text == "user" and not word.owns):
        return SOMEBODY if reported else SPEAKER
    if word.text in _OBJECTS and words[index - 1].text in _LETTING:
        return SPEAKER  # "My boss lets me work at home"
    if word.text in _OTHERS:
        return SOMEBODY
    if word.form in lexicon().people:
        return word.form if _does(words, index, start) else None
    if word.text in _OWNED and index + 1 < len(words):
        owned = words[index + 1]
        free = index == start or words[index - 1].text in lexicon().openers
        return SPEAKER if free and not owned.owns and not _kin_near(words, index) else None
    if _is_named(words, index, start):
        return SOMEBODY
    return None


def _kin_near(words: list[Word], index: int) -> bool:
    return any(word.form in lexicon().people for word in words[index + 1 : index + 4])


def _head(words: list[Word], index: int, start: int) -> int:
    """Return where the noun phrase of a word begins: "my" of "my little sister"."""
    left = index
    for back in (1, 2):
        if index - back > start and words[index - back].text == "user" and words[index - back].owns:
            return index - back - 1  # "the user's brother", for "he"
    while left > start and left > index - 4 and words[left - 1].text not in _OWNERS:
        if words[left - 1].text in lexicon().framing or words[left - 1].text in lexicon().openers:
            return left
        left -= 1
    return left - 1 if left > start and words[left - 1].text in _OWNERS else left


def _does(words: list[Word], index: int, start: int) -> bool:
    """Whether somebody is named at the head of a clause, not as an object."""
    left = _head(words, index, start)
    if left > start and words[left - 1].text == "no":  # "No kids, one parrot"
        return False
    named = (
        left - 1 == start and words[start].capital and words[start].text not in _FIRST
    )  # "Rosa, my daughter, is ill"
    return left == start or named or words[left - 1].text in lexicon().openers


def _is_named(words: list[Word], index: int, start: int) -> bool:
    """Whether a clause opens with a name: "Jorge taught me", "Rosa can not eat nuts"."""
    word = words[index]
    lexi = lexicon()
    opens = index == start or (words[index - 1].capital and index - 1 == start)
    if not (opens and word.capital) or word.text in lexi.framing or word.text in lexi.openers:
        return False
    if index + 1 >= len(words) or word.owns or word.text.endswith("ing"):
        return False
    after = words[index + 1]
    return after.text in _AFTER_NAMES or tells_past(after.text)
