"""Reads what was done, what is planned, and what is done again and again."""

from memory_agent.extraction.drafts import Draft, View, lasts
from memory_agent.extraction.readers.objects import is_definite, is_mine, object_of, stands_alone
from memory_agent.extraction.words import words

_TIMES = {"day", "week", "month", "year", "night", "morning"}


def planned(view: View) -> tuple[Draft, ...]:
    """Read "I'm planning a trip to Japan", "we are planning to move in May"."""
    verb = view.statement.verb
    if verb.lemma_ not in {"plan", "book", "schedule"} or view.statement.negated:
        return ()
    named = any(t.pos_ == "PROPN" for t in view.statement.tokens)
    if not view.person or (verb.tag_ != "VBG" and not view.statement.past):
        return ()
    if (view.dates or named) and _substantial(view):
        return (Draft("event", f"plan: {verb.lemma_}", 0.75, object=object_of(view), gated=True),)
    return ()


def happening(view: View) -> tuple[Draft, ...]:
    """Read what was done, is planned for a date, or is done as a habit."""
    statement = view.statement
    never = "never" in view.lowered and not statement.past
    mine = view.person or (view.dates and is_mine(statement.subject))
    if (statement.negated and not never) or not mine or _passes(view) or not _substantial(view):
        return ()
    if statement.future or (view.ahead and not statement.past):
        if view.dates:
            return (Draft("event", "plan", 0.7, object=object_of(view), gated=True),)
        if any(t.lemma_ in {"will", "shall"} for t in statement.helpers):
            return ()
        return (Draft("fact", "ongoing", 0.6, object=object_of(view), gated=True),)
    habit = _habitual(view)
    if statement.past and not habit and statement.verb.tag_ != "VBG":
        confidence = 0.75 if view.dates else 0.65
        return (Draft("event", "event", confidence, object=object_of(view), gated=True),)
    if any(t.dep_ == "auxpass" for t in statement.helpers) and not (habit or statement.past):
        return ()  # "I'm intrigued by it" is a mood
    if habit or statement.past or statement.verb.lemma_.lower() not in words().doings:
        return (Draft("fact", "habit", 0.7, object=object_of(view), gated=True),)
    return ()


def _passes(view: View) -> bool:
    """Whether the verb is one of passing thought, with nothing beside it that makes it a doing."""
    verb = view.statement.verb
    lemma = verb.lemma_.lower()
    if lemma not in words().passing:
        return False
    undergone = lemma == "get" and any(t.dep_ == "acomp" and t.tag_ == "VBN" for t in verb.children)
    lately = view.statement.past and any(t.lower_ in words().lately for t in verb.children)
    told = view.dates or _habitual(view) or lately
    return not (undergone or (told and lemma in words().doings))


def _habitual(view: View) -> bool:
    """Whether it is done again and again, or has been for a while."""
    lasting = view.statement.verb.tag_ == "VBG" and view.statement.past
    lasting = lasting and any(t.lower_ == "for" and lasts(t) for t in view.statement.tokens)
    by_time = any(  # "three times a week"
        t.lower_ in {"a", "an", "per"} and t.head.dep_ == "npadvmod" and t.head.lemma_ in _TIMES
        for t in view.statement.tokens
    )
    return lasting or by_time or bool(view.lowered & words().often)


def _substantial(view: View) -> bool:
    """Whether there is something that the verb is about, and it stands by itself."""
    inside = {t.i for t in view.statement.tokens}
    heads = [
        t
        for t in view.statement.verb.subtree
        if t.i in inside
        and t.dep_ in {"dobj", "pobj", "attr", "xcomp"}
        and t.lemma_.lower() not in words().durations
    ]
    if not view.dates and any(is_definite(t) for t in heads if t.dep_ == "dobj"):
        return False
    alone = (
        view.dates
        or _habitual(view)
        or (view.statement.verb.lemma_ in words().life and view.statement.past)
    )
    return bool(heads or alone) and all(stands_alone(t) for t in heads)
