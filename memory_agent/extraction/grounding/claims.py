"""What a memory claims, beside what the clause that it comes from does: denied, over, supposed."""

from collections.abc import Iterator

from memory_agent.extraction.grounding.clauses import Clause, Text, Word
from memory_agent.extraction.grounding.lexicon import form, lexicon
from memory_agent.extraction.grounding.subject import SOMEBODY, SPEAKER, subjects

_NARROWING = {"after", "before", "unless", "except", "until", "during"}
_THIRD = {"lives", "works", "loves", "likes", "hates", "plays", "speaks", "wants"}
_OWNING = {"his", "her", "their"}
_BEING = {
    "is",
    "are",
    "be",
    "been",
    "being",
    "am",
    "was",
    "were",
    "get",
    "gets",
    "got",
    "has",
    "have",
    "had",
}


def misclaimed(memory: Text, heard: Text, instruction: bool) -> str | None:
    """Return what a memory makes of its words that they do not say; None if nothing.

    Args:
        memory: What is to be remembered; "the user" stands for the speaker.
        heard: What was said, with what words of it mean.
        instruction: Whether it is a wish to the assistant, which may be put as a question.
    """
    if (
        memory.words[1:2]
        and memory.words[1].text == "assistant"
        or (instruction and _own_wish(memory))
    ):
        return "it is told of somebody else than its words tell it of"
    for clause in memory.clauses:
        telling = _telling(clause)
        sources = _sources(telling, heard)
        reason = None
        for source in sources:
            reason = _against(memory, clause, telling, heard, source, instruction)
            if reason is None:
                break
        if reason is not None:
            return reason
    return _turned(memory, heard)


def _own_wish(memory: Text) -> bool:
    """Whether a wish to the assistant is told as what the speaker wants to do."""
    texts = [word.text for word in memory.words[:5]]
    return texts[2:4] == ["wants", "to"] and texts[4:] not in (
        ["be"],
        ["hear"],
        ["see"],
        ["get"],
        ["receive"],
        ["have"],
    )


def _telling(clause: Clause) -> list[Word]:
    """Return the words of a clause that say something, people that it is about left out."""
    lexi = lexicon()
    told = [w for w in clause.words if w.text not in lexi.framing or w.form in lexi.likes]
    return [w for w in told if w.form not in lexi.people] or told


def _sources(telling: list[Word], heard: Text) -> list[Clause]:
    """Return the clauses that hold most of the telling words."""
    forms = {form(part) for word in telling for part in (word.text, *word.text.split("-"))}
    focus = form(telling[-1].text.split("-")[-1]) if telling else ""
    counts = [len(forms & clause.forms) + (focus in clause.forms) for clause in heard.clauses]
    most = max(counts, default=0)
    return [c for c, count in zip(heard.clauses, counts, strict=True) if count == most > 0]


def _against(
    memory: Text,
    clause: Clause,
    telling: list[Word],
    heard: Text,
    source: Clause,
    instruction: bool,
) -> str | None:
    """Say what speaks against a clause of a memory coming from a clause of the words."""
    if clause.sentiment and source.sentiment and clause.sentiment != source.sentiment:
        return "it likes what its words dislike, or the other way round"
    agreed = clause.sentiment != 0 and clause.sentiment == source.sentiment
    if not agreed and clause.contradicts(source):
        if clause.denies or not (source.ends and _ended(clause, source)):
            return "it is negated where its words are not, or the other way round"
    if source.supposes and not clause.supposes and not instruction and not agreed:
        return "its words only suppose it"
    return (
        _elsewhere(clause, telling, heard, source)
        or _retimed(clause, source)
        or _narrowed(clause, source)
        or _of_another(memory, clause, telling, heard, source)
    )


def _ended(clause: Clause, source: Clause) -> bool:
    """Whether a clause speaks in the past of what is over: "lived" of "used to live"."""
    forms = {w.form for w in source.words}
    lexi = lexicon()
    return any(
        w.text in lexi.past or (w.text.endswith("ed") and w.form in forms) for w in clause.words
    )


def _elsewhere(clause: Clause, telling: list[Word], heard: Text, source: Clause) -> str | None:
    """Say that a word is only said where it is denied, or only where it is not."""
    here = source.forms
    people = lexicon().people
    named = {
        b.form for a, b in zip(clause.words, clause.words[1:], strict=False) if a.form in people
    }
    for word in telling:
        if word.form in here or word.form in named:
            continue
        others = [c for c in heard.clauses if any(w.form == word.form for w in c.words)]
        if others and all(clause.contradicts(c) for c in others):
            if all(not c.sentiment for c in others):
                return "it is negated where its words are not, or the other way round"
    return None


def _retimed(clause: Clause, source: Clause) -> str | None:
    """Say that what is or will be is told as over, or what was as if it were still so."""
    said: dict[str, set[bool]] = {}
    for at, word in enumerate(source.words):
        said.setdefault(word.form, set()).add(_is_past(source.words, at))
    for at, word in enumerate(clause.words):
        tenses = said.get(word.form)
        if (
            tenses is None
            or len(word.text) < 4
            or word.text == word.form
            and not word.text.endswith("ed")
        ):
            continue
        if word.text.endswith("ed") or word.text in lexicon().past:
            before = {w.text for w in clause.words[max(0, at - 3) : at]}
            if tenses == {False} and not before & _BEING and "used" not in before:
                return f"{word.text!r} is told as over, and its words do not say so"
    return None


def _is_past(words: list[Word], at: int) -> bool:
    return words[at].text.endswith("ed") or words[at].text in lexicon().past


def _narrowed(clause: Clause, source: Clause) -> str | None:
    """Say that what is denied of a part ("never after noon") is denied of all."""
    if not (clause.denies and source.denies):
        return None
    kept = {word.form for word in clause.words}
    for at, word in enumerate(source.words[:-1]):
        if (
            word.text in _NARROWING
            and word.form not in kept
            and source.words[at + 1].form not in kept
        ):
            return f"it denies what its words deny only {word.text} {source.words[at + 1].text}"
    return None


def _of_another(
    memory: Text, clause: Clause, telling: list[Word], heard: Text, source: Clause
) -> str | None:
    """Say that it is told of somebody else than its words tell it of."""
    owner = _owned(clause, source)
    if owner is not None:
        return owner
    whom = _about(memory)
    if whom is None:
        return None
    named = {word.form for word in memory.words}
    forms = {word.form for word in telling}
    anchors = [at for at in _span(source) if heard.words[at].form in forms]
    if not anchors:
        return None
    first = anchors[0]
    found = subjects(heard, first)
    if not found and whom == SPEAKER and _recited(telling, heard, source):
        return "it is only recited in its words"
    if (
        not found
        or (whom in found)
        or (found & named & lexicon().people and _precedes(memory, found, heard.words[first]))
    ):
        return None
    if _likewise(whom, heard):
        return None
    if (
        whom == SPEAKER
        and SOMEBODY in found
        and heard.words[first].form in named
        and _names_before(heard, first, named)
    ):
        return None
    if whom not in {SPEAKER, SOMEBODY} and found == {SOMEBODY}:
        return None
    if whom == SOMEBODY and SPEAKER not in found:
        return None
    return "it is told of somebody else than its words tell it of"


def _recited(telling: list[Word], heard: Text, source: Clause) -> bool:
    """Whether all of it stands in quotation marks, or is told of a third person by its verb."""
    forms = {word.form for word in telling}
    at = [word for word in source.words if word.form in forms]
    if at and all(word.quoted for word in at) and sum(word.quoted for word in heard.words) > 3:
        return True
    before = [word.text for word in source.words if word.text not in forms]
    return any(verb in before[1:] for verb in _THIRD)


def _precedes(memory: Text, people: set[str], anchor: Word) -> bool:
    """Whether a person stands before what is told, or after "by" or "from"."""
    at = next((n for n, w in enumerate(memory.words) if w.form == anchor.form), 0)
    for number, word in enumerate(memory.words):
        if word.form in people:
            before = {w.text for w in memory.words[max(0, number - 3) : number]}
            if number <= at or before & {"by", "from", "of"}:
                return True
    return False


def _likewise(whom: str, heard: Text) -> bool:
    """Whether somebody is said to do the same: "and my kids do too"."""
    return any(
        any(w.form == whom for w in clause.words)
        and any(w.text in {"too", "as", "also", "likewise", "same", "so"} for w in clause.words)
        for clause in heard.clauses
    )


def _names_before(heard: Text, at: int, named: set[str]) -> bool:
    """Whether a name that opens the clause is named in the memory, too."""
    clause = heard.clauses[heard.words[at].clause]
    opening = heard.words[clause.start]
    return opening.capital and opening.form in named


def _span(clause: Clause) -> range:
    return range(clause.start, clause.start + len(clause.words))


def _about(memory: Text) -> str | None:
    """Return whom a memory is about: the speaker, one of the speaker's people, or a name."""
    people = lexicon().people
    words = memory.words
    for at, word in enumerate(words):
        if word.text != "user":
            continue
        if not word.owns:
            return SPEAKER
        near = next((w for w in words[at + 1 : at + 4] if w.form in people), None)
        if near is None:
            return SPEAKER
        if at and words[0].form not in {"the", "on", "in"}:
            return None  # "Jorge taught the user's brother": of Jorge
        if any(w.text == "and" for w in words[:at]) or _joined(words, at):
            return None
        return near.form
    return None


def _joined(words: list[Word], at: int) -> bool:
    return any(w.text == "user" for w in words[:at])


def _owned(clause: Clause, source: Clause) -> str | None:
    """Say that a thing is given to another owner: the user's dog for "my brother's dog"."""
    said = dict(_owners(source))
    for thing, owner in _owners(clause):
        theirs = said.get(thing)
        if theirs is None or theirs == owner:
            continue
        if {theirs, owner} & {SPEAKER} and SOMEBODY not in {owner}:
            return f"the {thing} is somebody else's in its words"
    return None


def _owners(clause: Clause) -> Iterator[tuple[str, str]]:
    """Return each thing that a clause gives an owner, and whom."""
    lexi = lexicon()
    for word, thing in zip(clause.words, clause.words[1:], strict=False):
        if thing.text in lexi.framing:
            continue
        if word.text in {"my", "our"} or (word.text == "user" and word.owns):
            yield thing.form, SPEAKER
        elif word.text in _OWNING:
            yield thing.form, SOMEBODY
        elif word.owns and (word.form in lexi.people or word.capital):
            yield thing.form, word.form


def _turned(memory: Text, heard: Text) -> str | None:
    """Say that "from A to B" or "A rather than B" is turned round."""
    lexi = lexicon()
    said = _governors(heard)
    for form, mine in _governors(memory).items():
        theirs = said.get(form, set())
        for preposition in mine:
            against = lexi.turned.get(preposition, frozenset())
            if theirs & against and preposition not in theirs:
                return f"{form!r} follows another word than {preposition!r} in its words"
    texts, told = {w.text for w in memory.words}, {w.text for w in heard.words}
    for one, other in (("up", "down"), ("under", "over"), ("before", "after"), ("with", "without")):
        for here, there in ((one, other), (other, one)):
            if here in texts and here not in told and there in told and there not in texts:
                return f"it says {here!r} where its words say {there!r}"
    return _swapped(memory, heard)


def _governors(text: Text) -> dict[str, set[str]]:
    """Return the prepositions that each word directly follows."""
    found: dict[str, set[str]] = {}
    last = None
    for word in text.words:
        if word.text in lexicon().turned:
            last = word.text
        elif last is not None and word.text not in {"a", "an", "the", "their", "my", "our"}:
            found.setdefault(word.form, set()).add(last)
            last = None
    return found


def _swapped(memory: Text, heard: Text) -> str | None:
    """Say that the two sides of a comparison have changed places."""
    for clause in memory.clauses:
        pivot = next(
            (at for at, w in enumerate(clause.words) if w.text in {"than", "over", "to"}), None
        )
        prefers = any(
            w.text.startswith(("prefer", "rather", "more", "better")) for w in clause.words
        )
        if pivot is None or not prefers:
            continue
        left, right = (
            [w.form for w in side if w.text not in lexicon().framing]
            for side in (clause.words[:pivot], clause.words[pivot + 1 :])
        )
        order = [w.form for w in heard.words]
        before = [
            order.index(f)
            for f in left
            if f in order and f not in right and f not in lexicon().likes and f != "mor"
        ]
        after = [order.index(f) for f in right if f in order and f not in left]
        if before and after and max(before) > min(after) and min(before) > min(after):
            return "its two sides have changed places"
    return None
