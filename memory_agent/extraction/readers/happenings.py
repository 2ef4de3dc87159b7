"""Reads what was done, what is planned, and what holds or is done again and again."""

from memory_agent.domain import Kind
from memory_agent.extraction.drafts import Draft, View, lasts
from memory_agent.extraction.readers.objects import is_mine, object_of
from memory_agent.extraction.words import words

_ASKED = {"question", "query", "doubt", "idea", "clue", "request", "suggestion", "favour", "favor"}
_TIMES = {"day", "week", "month", "year", "night", "morning"}


def happening(view: View) -> tuple[Draft, ...]:
    """Read any other statement about the speaker's life; whether it is worth it, the gate says."""
    statement = view.statement
    if not (view.person or is_mine(statement.subject) or view.involved):
        return ()
    if statement.negated and statement.past and not statement.perfect:
        return ()  # What did not come about
    asked = [t for t in statement.verb.children if t.dep_ == "dobj" and t.lemma_ in _ASKED]
    if statement.verb.lemma_ in {"have", "get"} and asked:
        return ()  # "I have a question about Python"
    kind: Kind = "fact"
    rule = "state"
    if statement.future or (view.ahead and not statement.past):
        kind, rule = ("event", "plan") if view.dates else ("fact", "ongoing")
    elif _habitual(view):
        rule = "habit"
    elif (statement.past and statement.verb.tag_ != "VBG") or (
        view.dates and not statement.negated
    ):
        kind, rule = "event", "event"
    confidence = 0.75 if view.dates else 0.65
    return (Draft(kind, rule, confidence, object=object_of(view), gated=True),)


def _habitual(view: View) -> bool:
    """Whether it is done again and again, or has been for a while."""
    lasting = view.statement.verb.tag_ == "VBG" and view.statement.past
    lasting = lasting and any(t.lower_ == "for" and lasts(t) for t in view.statement.tokens)
    by_time = any(  # "three times a week"
        t.lower_ in {"a", "an", "per"} and t.head.dep_ == "npadvmod" and t.head.lemma_ in _TIMES
        for t in view.statement.tokens
    )
    return lasting or by_time or bool(view.lowered & words().often)
