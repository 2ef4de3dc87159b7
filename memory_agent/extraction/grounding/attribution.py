"""Whom a memory is told of, and whose a thing is: as in the words, or somebody else's."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from memory_agent.extraction.grounding.clauses import Clause, Text, Word
from memory_agent.extraction.grounding.lexicon import lexicon
from memory_agent.extraction.grounding.subject import SOMEBODY, SPEAKER, subjects
from memory_agent.extraction.grounding.telling import (
    had,
    held_by_another,
    of_another_name,
    of_one_introduced,
    undergone,
)

MISATTRIBUTED = "it is told of somebody else than its words tell it of"

_OWNING = {"his", "her", "their"}
_LIKEWISE = {"too", "as", "also", "likewise", "same"}
_THROUGH = {"by", "from", "of"}
_RECITED = 4
"""Words in quotation marks that are somebody's speech rather than a title or a name."""

_OF_A_THIRD = {"lives", "works", "loves", "likes", "hates", "plays", "speaks", "wants"}
_WISHES = {"be", "hear", "see", "get", "receive", "have"}
"""What the user may want to do in an instruction: all else the assistant is to do."""


def of_the_assistant(memory: Text, *, instruction: bool) -> bool:
    """Whether a memory tells of the assistant, or takes a wish to it for the speaker's plan.

    Args:
        memory: What is to be remembered; "the user" stands for the speaker.
        instruction: Whether it is a wish to the assistant.
    """
    texts = [word.text for word in memory.words[:5]]
    own_plan = texts[2:4] == ["wants", "to"] and not _WISHES.intersection(texts[4:])
    return texts[1:2] == ["assistant"] or (instruction and own_plan)


def misattributed(memory: Text, telling: Sequence[Word], heard: Text, source: Clause) -> str | None:
    """Say that what a memory tells is told of somebody else in its words; None if not.

    Args:
        memory: What is to be remembered; "the user" stands for the speaker.
        telling: Its words that say something.
        heard: What was said, with what words of it mean.
        source: The clause of it that it comes from.
    """
    whom = _about(memory)
    if whom is None and (_takes_over(memory, source) or of_another_name(memory, heard, source)):
        return MISATTRIBUTED
    owned = had(memory, source)
    if owned is not None:
        return None if owned else MISATTRIBUTED
    forms = {word.form for word in telling} - _names_of_people(memory)
    span = range(source.start, source.start + len(source.words))
    told = [at for at in span if heard.words[at].form in forms]
    if len(told) > 1 and told[0] == source.start and heard.words[told[0]].capital:
        told = told[1:]  # "Jorge taught me": what is told of Jorge
    at = told[0] if told else None
    if whom is None or at is None:
        return None
    if held_by_another(memory, heard, at) or of_one_introduced(memory, source):
        return MISATTRIBUTED
    if undergone(memory, whom, source):
        return None
    found = subjects(heard, at)
    if not found:
        recited = whom == SPEAKER and _recited(forms, heard, source)
        return "it is only recited in its words" if recited else None
    who = found & lexicon().people
    if SOMEBODY in found and heard.words[source.start].capital:
        who = who | {heard.words[source.start].form}
    if heard.words[at - 1].form == whom:  # "We named our daughter Nora"
        return None
    named = any(word.text == "called" for word in memory.words)
    if named and heard.words[at - 1].text in {"me", "us"}:
        return None  # "Everybody calls me Teo"
    if whom in found or _precedes(memory, who, heard.words[at]) or _likewise(whom, heard):
        return None
    if found == {SOMEBODY} and whom != SPEAKER:
        return None
    return MISATTRIBUTED


def _about(memory: Text) -> str | None:
    """Return whom a memory is about: the speaker or one of theirs; None if it opens otherwise."""
    people, words = lexicon().people, memory.words
    at = next((n for n, word in enumerate(words) if word.text == "user"), None)
    if at is None:
        return None
    if at > 1 and words[0].capital and words[at].owns and words[0].text not in lexicon().framing:
        return None  # "Rex sleeps on the user's bed"
    near = [word for word in words[at + 1 : at + 4] if word.form in people]
    if not words[at].owns or not near:
        return SPEAKER
    opens = at == 0 or words[0].text in {"the", "on", "in"}
    return near[0].form if opens and "and" not in {word.text for word in words[:at]} else None


def _takes_over(memory: Text, source: Clause) -> bool:
    """Whether somebody named gets what the speaker says of themself: "Dr. Lee says I am ill"."""
    if not memory.words or any(word.text == "user" for word in memory.words):
        return False
    names = {word.form for word in memory.words if word.capital}
    others = {word.form for word in memory.words if word.text not in lexicon().framing} - names
    said = source.words
    told = next((at for at, word in enumerate(said) if word.form in others), None)
    if told is None or not memory.words[0].capital:
        return False
    first = max(
        (at for at, word in enumerate(said[:told]) if word.text in {"i", "we"}), default=None
    )
    return first is not None and not any(word.form in names for word in said[first:told])


def _recited(forms: set[str], heard: Text, source: Clause) -> bool:
    """Whether all of it is somebody's speech, or is told of a third person by its verb."""
    told = [word for word in source.words if word.form in forms]
    if all(word.quoted for word in told) and sum(w.quoted for w in heard.words) >= _RECITED:
        return True
    return any(word.text in _OF_A_THIRD for word in source.words[1:] if word.form not in forms)


def _precedes(memory: Text, who: set[str], anchor: Word) -> bool:
    """Whether one of the people stands before what is told, or is named as its source."""
    at = next((n for n, word in enumerate(memory.words) if word.form == anchor.form), 0)
    for number, word in enumerate(memory.words):
        through = _THROUGH.intersection(w.text for w in memory.words[max(0, number - 3) : number])
        if word.form in who and (number <= at or through):
            return True
    return False


def _likewise(whom: str, heard: Text) -> bool:
    """Whether somebody is said to do the same: "and my kids do too"."""
    return any(
        whom in clause.forms and _LIKEWISE.intersection(word.text for word in clause.words)
        for clause in heard.clauses
    )


def _names_of_people(memory: Text) -> set[str]:
    """Return the forms of names that say who somebody is: "my uncle Radoslav"."""
    people = lexicon().people
    pairs = pairwise(memory.words)
    return {name.form for one, name in pairs if name.capital and one.form in people}


def misowned(clause: Clause, source: Clause) -> str | None:
    """Say that a thing has another owner in its words: "my brother's dog" is not the user's.

    Args:
        clause: Of the memory.
        source: The clause of the words that it comes from.
    """
    said = dict(_owners(source))
    for thing, owner in _owners(clause):
        theirs = said.get(thing, owner)
        if theirs != owner and SPEAKER in {theirs, owner} and owner != SOMEBODY:
            return f"whose {thing} it is, its words say otherwise"
    return None


def _owners(clause: Clause) -> Iterator[tuple[str, str]]:
    """Return each thing that a clause gives an owner, and whom."""
    lexi = lexicon()
    for word, thing in pairwise(clause.words):
        if thing.text in lexi.framing and thing.text != "name":
            continue
        if word.text in {"my", "our"} or (word.text == "user" and word.owns):
            yield thing.form, SPEAKER
        elif word.text in _OWNING:
            yield thing.form, SOMEBODY
        elif word.owns and (word.form in lexi.people or word.capital):
            yield thing.form, word.form
