"""What a memory claims, beside what the clause that it comes from does: denied, over, supposed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from memory_agent.extraction.grounding.attribution import misattributed, misowned
from memory_agent.extraction.grounding.clauses import Clause, Text, Word
from memory_agent.extraction.grounding.comparing import turned_round
from memory_agent.extraction.grounding.lexicon import form, lexicon, tells_past

NEGATED = "it is negated where its words are not, or the other way round"

_NARROWING = {"after", "before", "unless", "except", "until", "during"}
_BEING = {"is", "are", "be", "been", "being", "am", "was", "were", "has", "have", "had", "used"}
_NOW = {"is", "are", "am", "be", "been", "being"}
_OBJECTS = {"it", "them", "those", "these"}
_GETTING = {"get", "gets", "got"}


def misclaimed(memory: Text, heard: Text, *, instruction: bool) -> str | None:
    """Return what a memory makes of its words that they do not say; None if nothing.

    Args:
        memory: What is to be remembered; "the user" stands for the speaker.
        heard: What was said, with what words of it mean.
        instruction: Whether it is a wish to the assistant, which may be put as a question.
    """
    supposed = any(clause.supposes for clause in memory.clauses)
    for clause in memory.clauses:
        telling = _telling(clause)
        reasons = []
        for source in _sources(telling, heard):
            reason = (
                _misstated(clause, source, supposable=instruction or supposed)
                or _said_otherwise(clause, telling, heard, source)
                or (None if instruction else _retimed(clause, source))
                or _widened(clause, source)
                or misowned(clause, source)
                or misattributed(memory, telling, heard, source)
            )
            if reason is None:
                break
            reasons.append(reason)
        else:
            if reasons:
                return reasons[0]
    return turned_round(memory, heard)


def _telling(clause: Clause) -> list[Word]:
    """Return the words of a clause that say something, people that it is about left out."""
    lexi = lexicon()
    told = [w for w in clause.words if w.text not in lexi.framing]
    kept = [w for w in told if w.form not in lexi.people]
    if len(kept) == 1 and kept[0] is clause.words[0]:  # "Fred has a boyfriend"
        return told
    return kept or told


def _sources(telling: Sequence[Word], heard: Text) -> list[Clause]:
    """Return the clauses that hold most of the telling words; the last of them counts twice."""
    if not telling:
        return []
    forms = {form(part) for word in telling for part in (word.text, *word.text.split("-"))}
    focus = form(telling[-1].text.split("-")[-1])
    counts = []
    for at, clause in enumerate(heard.clauses):
        here = len(forms & clause.forms)
        meant = at and here and any(word.text in _OBJECTS for word in clause.words[1:])
        if meant and focus in heard.clauses[at - 1].forms - clause.forms:
            here += 2  # "I never touch them"
        counts.append(here + (focus in clause.forms))
    most = max(counts, default=0)
    return [c for c, count in zip(heard.clauses, counts, strict=True) if count == most > 0]


def _misstated(clause: Clause, source: Clause, *, supposable: bool) -> str | None:
    """Say that a clause likes, denies or asserts what its source does not."""
    if source.supposes and source.words[0].text == "you" and not supposable:
        return "its words only suppose it"
    if clause.sentiment and source.sentiment:
        if clause.sentiment != source.sentiment:
            return "it likes what its words dislike, or the other way round"
        return None
    if clause.sentiment < 0 and not source.sentiment and not _tastes(source):
        return "its words tell of no such liking there"
    if clause.contradicts(source) and (clause.denies or not _was(clause, source)):
        return None if _unable(clause, source) else NEGATED
    if source.supposes and not supposable:
        return "its words only suppose it"
    return None


def _unable(clause: Clause, source: Clause) -> bool:
    """Whether one tells as a condition what the other denies somebody can do or have."""
    one, other = (source, clause) if clause.denies else (clause, source)
    return other.denies and bool(one.forms & lexicon().unable - other.forms)


def _tastes(clause: Clause) -> bool:
    """Whether a clause has a word of liking or disliking."""
    return bool(clause.forms & (lexicon().likes | lexicon().dislikes))


def _was(clause: Clause, source: Clause) -> bool:
    """Whether a clause speaks in the past of what is over: "lived" of "used to live"."""
    return bool(source.ends) and any(
        word.text in lexicon().past
        or (
            word.text.endswith("ed")
            and not word.capital
            and word.form in source.forms
            and before.text not in _NOW
        )
        for before, word in pairwise(clause.words)
    )


def _said_otherwise(
    clause: Clause, telling: Sequence[Word], heard: Text, source: Clause
) -> str | None:
    """Say that a word is said in other clauses alone, and denied there or denied here."""
    people = lexicon().people
    names = {second.form for first, second in pairwise(clause.words) if first.form in people}
    for word in telling:
        if word.form in source.forms or word.form in names:
            continue
        others = [other for other in heard.clauses if word.form in other.forms]
        if others and all(clause.contradicts(c) and not c.sentiment for c in others):
            return NEGATED
    return None


def _retimed(clause: Clause, source: Clause) -> str | None:
    """Say that what is or will be is told as over, or what was as if it still were."""
    lexi = lexicon()
    if _still(clause) and not _still(source) and any(_was_so(source.words)):
        return "it is told as if it still were, and its words do not say so"
    for at, word in enumerate(clause.words):
        if len(word.text) < 4 or word.form in lexi.likes or word.form not in source.forms:
            continue
        same = [n for n, other in enumerate(source.words) if other.form == word.form]
        before = {other.text for other in clause.words[max(0, at - 3) : at]}
        asked = any(other.text == "did" for other in source.words)  # "Did you grow up there?"
        pasts = {asked or tells_past(source.words[n].text) for n in same}
        if tells_past(word.text) and pasts == {False} and not before & (_BEING | _GETTING):
            return f"{word.written!r} is told as over, and its words do not say so"
        now = word.text.endswith("s") and at and clause.words[at - 1].text == "user"
        if now and pasts == {True} and not any(_is_state(source.words, n) for n in same):
            return f"{word.written!r} is told as if it still were, and its words do not say so"
    return None


def _still(clause: Clause) -> bool:
    return any(word.text in _NOW for word in clause.words)


def _was_so(words: Sequence[Word]) -> Iterator[bool]:
    """Yield for each "was" whether it says what somebody was, not what was done to them."""
    for was, what in pairwise(words):
        if was.text in {"was", "were"}:
            yield not tells_past(what.text)


def _is_state(words: Sequence[Word], at: int) -> bool:
    """Whether a participle follows what makes it a state or the perfect: "I am retired"."""
    return any(word.text in _BEING for word in words[max(0, at - 3) : at])


def _widened(clause: Clause, source: Clause) -> str | None:
    """Say that what is denied of a part ("never after noon") is denied of all."""
    if not (clause.denies and source.denies):
        return None
    for word, narrow in pairwise(source.words):
        lost = word.form not in clause.forms and narrow.form not in clause.forms
        if word.text in _NARROWING and lost:
            return f"it denies what its words deny only {word.text} {narrow.text}"
    return None
