"""Who has a thing, who says it, and which of two that are named: told by the words' own order."""

from collections.abc import Sequence

from memory_agent.extraction.grounding.clauses import Clause, Text, Word
from memory_agent.extraction.grounding.lexicon import form, lexicon

_HAVING = {"has", "have", "owns", "keeps", "got"}
_HOLDING = {"thinks", "believes", "says", "finds", "considers", "feels", "reckons"}
_SAYING = {
    "said",
    "says",
    "thinks",
    "thought",
    "reckons",
    "believes",
    "claims",
    "claimed",
    "insists",
}
_FIRST = {"i", "we"}
_MINE = {"my", "our"}
_THEIRS = {"his", "her", "their"}
_PRONOUNS = {"he", "she", "they"}
_PASSIVE = {"was", "were", "been"}
_SPAN = 4
"""Words that a thing has before it at most: "my little red sailing boat"."""


def had(memory: Text, source: Clause) -> bool | None:
    """Whether a thing that the user is said to have is theirs in the words; None if they don't say.

    Args:
        memory: What is to be remembered; "the user" stands for the speaker.
        source: The clause of the words that it comes from.
    """
    texts = [word.text for word in memory.words[:3]]
    if "user" not in texts or not _HAVING.intersection(texts):
        return None
    forms = {word.form for word in memory.words if word.text not in lexicon().framing}
    owners = {_owner(source.words, at) for at, w in enumerate(source.words) if w.form in forms}
    if "mine" in owners:
        return "die" not in source.forms
    return False if "theirs" in owners else None


def _owner(words: Sequence[Word], at: int) -> str | None:
    """Return whose a thing is by the words before it: "mine", "theirs" or nobody's."""
    lexi = lexicon()
    for word in reversed(words[max(0, at - _SPAN) : at]):
        if word.text in _MINE:
            return "mine"
        if word.text in _THEIRS or word.owns:
            return "mine" if word.text == "user" else "theirs"
        if word.text in lexi.framing or word.text in lexi.past:
            return None
    return None


def of_another_name(memory: Text, heard: Text, source: Clause) -> bool:
    """Whether what is told of one name is told of another in its clause, or of the speaker.

    Args:
        memory: What is to be remembered.
        heard: What was said.
        source: The clause of the words that it comes from.
    """
    lexi = lexicon()
    first, opening = memory.words[0], source.words[0]
    if opening.text == "who" and source.start:  # "I was the one who drove"
        opening = heard.words[heard.clauses[opening.clause - 1].start]
    if not first.capital or first.owns or first.text in lexi.framing | lexi.past:
        return False
    if any(word.form == first.form and word.owns for word in source.words[:1]):
        return len(source.words) > 1 and source.words[1].form in lexi.people
    if first.form in source.forms or _PRONOUNS & {word.text for word in source.words}:
        return False
    if opening.text in _FIRST:
        return True
    named = opening.capital and opening.text not in lexi.framing | lexi.openers
    return named and not opening.owns and len(source.words) > 1


def of_one_introduced(memory: Text, source: Clause) -> bool:
    """Whether it is told of the user what a clause tells of one it introduces: "our guide Pasang".

    Args:
        memory: What is to be remembered; "the user" stands for the speaker.
        source: The clause of the words that it comes from.
    """
    if any(word.text == "user" and word.owns for word in memory.words[:2]):
        return False
    opening = source.words[:4]
    if (
        len(opening) < 4
        or opening[3].text == "and"
        or opening[0].text not in _MINE
        or opening[1].capital
    ):
        return False
    introduced = opening[2].capital and not opening[2].owns and not opening[1].owns
    return introduced and not {opening[1].form, opening[2].form} & memory.forms


def held_by_another(memory: Text, heard: Text, at: int) -> bool:
    """Whether what the user is said to think is what somebody else says in the words.

    Args:
        memory: What is to be remembered; "the user" stands for the speaker.
        heard: What was said.
        at: The index of its first word that the memory tells.
    """
    if not any(word.text in _HOLDING for word in memory.words[1:4]) or memory.words[1].owns:
        return False
    sentence = heard.clauses[heard.words[at].clause].sentence
    for number in range(at - 1, -1, -1):
        word, before = heard.words[number], heard.words[number - 1] if number else None
        if heard.clauses[word.clause].sentence != sentence:
            return False
        if word.text == "according":
            return True
        if before is not None and (word.text in _SAYING or form(word.text) == "think"):
            return before.text not in _FIRST and before.text != "user"
    return False


def undergone(memory: Text, whom: str, source: Clause) -> bool:
    """Whether it is told as done to somebody that the words name as done to: "we sold our cat".

    Args:
        memory: What is to be remembered: "the user's cat was sold".
        whom: The form of the person or the animal that it is told of.
        source: The clause of the words that it comes from.
    """
    if "die" in memory.forms and form("lost") in source.forms:
        return whom in source.forms  # "I lost my father"
    passive = {word.text for word in memory.words} & _PASSIVE
    forms = [word.form for word in source.words]
    active = not {word.text for word in source.words} & _PASSIVE
    return bool(passive) and active and whom in forms[2:]
